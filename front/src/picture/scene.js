/* A scene: this computer, the Hub, and the ways between them. */
import { h } from "../dom.js";
import { gettext } from "../language.js";
import { hostSide, hubSide } from "./content.js";
import { Side } from "./side.js";
import { waysBetween } from "./ways.js";
import { besides, hubName } from "./words.js";

/**
 * @import { Activity, Scene as Content } from "../documents.js"
 * @import { View } from "./content.js"
 */

const FLIGHT_MS = 800;

const wantsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Makes a scene, which screen readers pass over; `update` draws it. */
export function drawnScene() {
  const host = new Side(gettext("This computer"));
  const hub = new Side(gettext("Practice Hub"));
  const ways = waysBetween();
  const element = h(
    "div",
    { class: "dl-world", "aria-hidden": "true" },
    host.element,
    ways.element,
    hub.element,
  );

  return {
    element,
    /**
     * @param {Content | null} scene
     * @param {Activity | null} activity
     * @param {View} view
     */
    update(scene, activity, view) {
      const others = besides(scene);
      const before = new Set(host.keys());
      const here = host.update(
        hostSide(scene, view),
        Boolean(scene?.host),
        others ? gettext("and {images}", { images: others }) : "",
      );
      hub.call(hubName(scene));
      const there = hub.update(hubSide(scene, view), Boolean(scene?.hub));
      ways.update(scene, activity, view.other);
      for (const { ids } of there) fly(element, host.stackOf(ids), hub.stackOf(ids));
      if (activity?.kind === "pull") {
        const pulled = here.filter((row) => !before.has(row.key));
        for (const { ids } of pulled) fly(element, hub.stackOf(ids), host.stackOf(ids));
      }
    },
  };
}

/**
 * Animates a stack of layers from one side to the other.
 *
 * @param {HTMLElement} scene
 * @param {HTMLElement | null} from
 * @param {HTMLElement | null} to
 */
function fly(scene, from, to) {
  if (!from || !to || wantsCalm()) return;
  const frame = scene.getBoundingClientRect();
  const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
  if (!start.width || !end.width) return;
  const ghost = /** @type {HTMLElement} */ (from.cloneNode(true));
  ghost.classList.add("dl-flying");
  scene.append(ghost);
  const at = (/** @type {DOMRect} */ rect) => ({
    transform: `translate(${rect.left - frame.left}px, ${rect.top - frame.top}px)`,
    opacity: 1,
  });
  const flight = ghost.animate([at(start), at(end)], {
    duration: FLIGHT_MS,
    easing: "cubic-bezier(.45,.05,.25,1)",
  });
  flight.onfinish = () => ghost.remove();
  flight.oncancel = () => ghost.remove();
  to.animate([{ opacity: 0 }, { opacity: 0, offset: 0.9 }, { opacity: 1 }], {
    duration: FLIGHT_MS,
  });
}
