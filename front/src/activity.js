/* The strip under the picture: the last build, push or pull, with a bar for each layer. */
import { fill, h, say, set } from "./dom.js";

/** @import { Activity, Layer } from "./documents.js" */

const DOING = { build: "Building", push: "Pushing", pull: "Pulling" };
const DONE = { build: "Built", push: "Pushed", pull: "Pulled" };

/** Statuses with which Docker says that a layer needs nothing more. */
const WHOLE = /exists|pushed|complete|done|mounted|up to date|cache|success/i;

/**
 * Returns how much of a layer is done, from 0 to 1; null where its size is not known.
 *
 * @param {Layer} layer
 * @param {boolean} done whether the whole activity is done
 */
export function partDone(layer, done) {
  if (done || WHOLE.test(layer.status)) return 1;
  return layer.total > 0 ? Math.min(1, layer.current / layer.total) : null;
}

/**
 * Names what an activity does: "Pushing", "Pushed", or "Pushing stopped:".
 *
 * @param {Activity} activity
 */
export function deedInWords({ kind, done, error }) {
  if (error) return `${DOING[kind]} stopped:`;
  return done ? DONE[kind] : DOING[kind];
}

/**
 * Summarises an activity. For a push or pull it names the statuses of the layers ("2 layers:
 * Pushed", or "Pushed · Layer already exists"), for a build the number of steps that are done, and
 * after a failure the error.
 *
 * @param {Activity} activity
 */
export function summaryOf({ kind, layers, done, error }) {
  if (error) return error;
  if (kind === "build") {
    const whole = layers.filter((layer) => partDone(layer, done) === 1).length;
    return `${whole} of ${layers.length} steps`;
  }
  const states = [...new Set(layers.map((layer) => layer.status).filter(Boolean))];
  const isShared = states.length === 1 && layers.length > 1;
  return isShared ? `${layers.length} layers: ${states[0]}` : states.join(" · ");
}

/** Makes the strip; `update(activity)` shows the newest activity, or that there is none yet. */
export function activityStrip() {
  const deed = h("span", { class: "dl-doing" });
  const name = h("code", { translate: "no" });
  const bars = h("span", { class: "dl-bars" });
  const note = h("span", { class: "dl-note" });
  const element = h(
    "div",
    { class: "dl-strip", role: "group", "aria-label": "The last build, push or pull" },
    deed,
    name,
    bars,
    note,
  );

  function sayNone() {
    say(deed, "Builds, pushes and pulls show here, layer by layer.");
    say(name, "");
    say(note, "");
    fill(bars, "", () => []);
  }

  /** @param {Activity} activity */
  function paint(activity) {
    say(deed, deedInWords(activity));
    say(name, activity.name);
    element.classList.toggle("failed", Boolean(activity.error));
    paintBars(bars, activity);
    say(note, summaryOf(activity));
    set(note, "title", note.textContent);
  }

  return {
    element,
    /** @param {Activity | null} activity */
    update(activity) {
      element.classList.toggle("none", !activity);
      if (activity) paint(activity);
      else sayNone();
    },
  };
}

/**
 * Draws a bar for each layer. After a failure the bars stay where they were.
 *
 * @param {HTMLElement} bars
 * @param {Activity} activity
 */
function paintBars(bars, { number, layers, done, error }) {
  const key = `${number}:${layers.map((layer) => layer.id).join()}`;
  fill(bars, key, () => layers.map(() => h("progress", { max: "1" })));
  layers.forEach((layer, index) => {
    const bar = bars.children[index];
    if (!bar) return;
    const value = partDone(layer, done && !error);
    set(bar, "value", value ?? (error ? 0 : null));
    const label = `Layer ${layer.id}: ${layer.status}`;
    set(bar, "aria-label", label);
    set(bar, "title", label);
  });
}
