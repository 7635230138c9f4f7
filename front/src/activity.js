/* The strip under the picture: the last build, push or pull, with a bar for each layer. */
import { fill, h, say, set } from "./dom.js";
import { gettext, N_, ngettext } from "./language.js";
import { layerThatIs, looksOfPage } from "./picture/looks.js";

/** @import { Activity, Layer, Scene } from "./documents.js" */

const DOING = { build: N_("Building"), push: N_("Pushing"), pull: N_("Pulling") };
const DONE = { build: N_("Built"), push: N_("Pushed"), pull: N_("Pulled") };
const STOPPED = {
  build: N_("Building stopped:"),
  push: N_("Pushing stopped:"),
  pull: N_("Pulling stopped:"),
};

/** Statuses with which Docker says that a layer needs nothing more. */
const WHOLE = /exists|pushed|complete|done|mounted|up to date|cache|success/i;

/** How many layers are named one by one. */
const MOST_NAMED = 4;

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
  if (error) return gettext(STOPPED[kind]);
  return gettext(done ? DONE[kind] : DOING[kind]);
}

/**
 * Summarises an activity. For a push or pull it names the statuses of the layers ("2 layers:
 * Pushed", or "a1b2: Pushed · 72ed: Layer already exists"), for a build the number of steps that are
 * done, and after a failure the error.
 *
 * @param {Activity} activity
 * @param {(layer: Layer) => string | null} [nameOf] how the picture names a layer
 */
export function summaryOf({ kind, layers, done, error }, nameOf = () => null) {
  if (error) return error;
  if (kind === "build") {
    const whole = layers.filter((layer) => partDone(layer, done) === 1).length;
    return gettext("{done} of {total} steps", { done: whole, total: layers.length });
  }
  const states = [...new Set(layers.map((layer) => layer.status).filter(Boolean))];
  const [shared] = states;
  if (shared && states.length === 1 && layers.length > 1) {
    const facts = { status: shared };
    return ngettext("{number} layer: {status}", "{number} layers: {status}", layers.length, facts);
  }
  const names = layers.map(nameOf);
  if (states.length < 2 || layers.length > MOST_NAMED || names.includes(null))
    return states.join(" · ");
  return layers.map(({ status }, index) => `${names[index]}: ${status}`).join(" · ");
}

/** Makes the strip; `update(activity)` shows the newest activity, or that there is none yet. */
export function activityStrip() {
  const deed = h("span", { class: "dl-doing" });
  const name = h("code", { translate: "no" });
  const bars = h("span", { class: "dl-bars" });
  const note = h("span", { class: "dl-note" });
  const element = h(
    "div",
    { class: "dl-strip", role: "group", "aria-label": gettext("The last build, push or pull") },
    deed,
    name,
    bars,
    note,
  );

  function sayNone() {
    say(deed, gettext("Builds, pushes and pulls show up here, layer by layer."));
    say(name, "");
    say(note, "");
    fill(bars, "", () => []);
  }

  /**
   * @param {Activity} activity
   * @param {Scene | null} scene
   */
  function paint(activity, scene) {
    say(deed, deedInWords(activity));
    say(name, activity.name);
    element.classList.toggle("failed", Boolean(activity.error));
    paintBars(bars, activity);
    say(
      note,
      summaryOf(activity, ({ id }) => pictureName(id, scene)),
    );
    set(note, "title", note.textContent);
  }

  return {
    element,
    /**
     * @param {Activity | null} activity
     * @param {Scene | null} scene the one in the picture above
     */
    update(activity, scene) {
      element.classList.toggle("none", !activity);
      if (activity) paint(activity, scene);
      else sayNone();
    },
  };
}

/**
 * Returns the name that the picture gives to a layer, null if it is not drawn.
 *
 * @param {string} id
 * @param {Scene | null} scene
 */
function pictureName(id, scene) {
  const layer = layerThatIs(id, scene);
  return layer && looksOfPage().nameOf(layer);
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
    const label = gettext("Layer {id}: {status}", { id: layer.id, status: layer.status });
    set(bar, "aria-label", label);
    set(bar, "title", label);
  });
}
