/* The picture: this computer and the Hub, images as stacks of layers with their names as labels. */
import { h, say, set } from "../dom.js";
import { hostSide, hubSide } from "./rows.js";
import { Side } from "./side.js";
import { waysBetween } from "./ways.js";
import { besides, describe, writers } from "./words.js";

/**
 * @import { Activity, Picture } from "../documents.js"
 */

const FLIGHT_MS = 800;

const wantsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Makes the picture; `update(picture, activity, asked)` draws it, without what is asked for. */
export function worldPicture() {
  const host = new Side("This computer");
  const hub = new Side("Practice Hub");
  const ways = waysBetween();
  const words = h("p", { class: "dl-away" });
  const scene = h(
    "div",
    { class: "dl-world", "aria-hidden": "true" },
    host.element,
    ways.element,
    hub.element,
  );
  const element = h(
    "div",
    {
      class: "dl-picture",
      role: "group",
      "aria-label": "Picture of this computer and the practice Hub",
    },
    words,
    scene,
  );
  /** @type {Map<string, number>} */
  const layers = new Map();

  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {Activity | null} activity
     * @param {(string | undefined)[]} asked
     */
    update(picture, activity, asked) {
      const written = writers(asked, "?");
      say(words, describe(picture, asked));
      for (const image of picture?.host ?? []) layers.set(image.id, image.layers);
      const before = new Set(host.known.keys());
      const here = host.update(hostSide(picture, written));
      say(host.besides, besides(picture) ? `and ${besides(picture)}` : "");
      const there = hub.update(hubSide(picture, layers, written));
      set(hub.detail, "translate", "no");
      for (const { image } of there) fly(scene, host.stackOf(image), hub.stackOf(image));
      if (activity?.kind === "pull") {
        const pulled = here.filter((row) => !before.has(row.key));
        for (const { image } of pulled) fly(scene, hub.stackOf(image), host.stackOf(image));
      }
      ways.update(picture, activity);
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
