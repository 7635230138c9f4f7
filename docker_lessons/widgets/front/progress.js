/* The strip under the picture: the last build, push or pull, a bar for each layer. Its height never changes. */
import { fill, h, say, set } from "./dom.js";

const DOING = { build: "Building", push: "Pushing", pull: "Pulling" };
const DONE = { build: "Built", push: "Pushed", pull: "Pulled" };
const WHOLE = /exists|pushed|complete|done|mounted|up to date|cache|success/i;

/** How far a layer is, 0 to 1; null when its size is not known. */
function part(layer, done) {
  if (done || WHOLE.test(layer.status)) return 1;
  return layer.total > 0 ? Math.min(1, layer.current / layer.total) : null;
}

/** What became of the layers: "2 layers: Pushed", or "Pushed · Layer already exists"; of a build the steps. */
function summary({ kind, layers, done }) {
  if (kind === "build") return `${layers.filter((layer) => part(layer, done) === 1).length} of ${layers.length} steps`;
  const states = [...new Set(layers.map((layer) => layer.status).filter(Boolean))];
  return states.length === 1 && layers.length > 1 ? `${layers.length} layers: ${states[0]}` : states.join(" · ");
}

/** The strip: `update(activity)` with the newest activity or null. */
export function activityStrip() {
  const what = h("span", { class: "dl-doing" });
  const name = h("code", { translate: "no" });
  const bars = h("span", { class: "dl-bars" });
  const note = h("span", { class: "dl-note" });
  const element = h("div", { class: "dl-strip", role: "group", "aria-label": "The last build, push or pull" }, what, name, bars, note);
  return {
    element,
    update(activity) {
      element.classList.toggle("none", !activity);
      if (!activity) {
        say(what, "Builds, pushes and pulls show here, layer by layer.");
        say(name, "");
        say(note, "");
        fill(bars, "", () => []);
        return;
      }
      const failed = Boolean(activity.error);
      say(what, failed ? `${DOING[activity.kind]} stopped:` : (activity.done ? DONE : DOING)[activity.kind]);
      say(name, activity.name);
      element.classList.toggle("failed", failed);
      fill(bars, `${activity.number}:${activity.layers.map((layer) => layer.id).join()}`, () => activity.layers.map(() => h("progress", { max: "1" })));
      activity.layers.forEach((layer, index) => {
        const bar = bars.children[index];
        const value = failed ? part(layer, false) : part(layer, activity.done);
        if (value === null && !failed) bar.removeAttribute("value");
        else set(bar, "value", value ?? 0);
        const label = `Layer ${layer.id}: ${layer.status}`;
        set(bar, "aria-label", label);
        set(bar, "title", label);
      });
      say(note, failed ? activity.error : summary(activity));
      set(note, "title", note.textContent);
    },
  };
}
