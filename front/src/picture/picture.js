/* The picture: this computer and the Hub, images as stacks of layers with their names as labels; as
   they are now, and as they were before the last change. It can stand anywhere inside `.dl`. */
import { h, say } from "../dom.js";
import { gettext } from "../language.js";
import { layersOf, looksOfPage } from "./looks.js";
import { drawnScene } from "./scene.js";
import { pictureSteps } from "./steps.js";
import { describe, writers } from "./words.js";

/**
 * @import { Activity, Picture } from "../documents.js"
 * @import { View } from "./content.js"
 */

/**
 * Makes the picture; `update(picture, activity, asked)` draws it, without what is asked for.
 *
 * @param {Element[]} tools what stands in its first row besides
 */
export function worldPicture(...tools) {
  const looks = looksOfPage();
  const now = drawnScene();
  const was = sceneBefore();
  const words = h("p", { class: "dl-away" });
  const steps = pictureSteps(turn);
  const legend = gettext("Each block is a layer. The same digits mean the same layer.");
  const element = h(
    "div",
    {
      class: "dl-picture",
      role: "group",
      "aria-label": gettext("Picture of this computer and the Hub"),
    },
    h("div", { class: "dl-picture-head" }, ...steps.elements, ...tools),
    words,
    h("div", { class: "dl-scenes" }, now.element, was.element),
    h("p", { class: "dl-legend", "aria-hidden": "true" }, legend),
  );
  /** @type {Picture | null} */
  let shown = null;
  /** @type {(string | undefined)[]} */
  let hidden = [];
  let isBefore = false;

  /** @param {boolean} toBefore */
  function turn(toBefore) {
    const before = shown?.before ?? null;
    isBefore = toBefore && before !== null;
    element.classList.toggle("before", isBefore);
    steps.update(shown, isBefore);
    const told = describe(isBefore ? before : shown, looks, hidden);
    say(words, isBefore ? gettext("Before the last change. {picture}", { picture: told }) : told);
  }

  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {Activity | null} activity
     * @param {(string | undefined)[]} asked
     */
    update(picture, activity, asked) {
      const before = picture?.before ?? null;
      const isNews = JSON.stringify(picture) !== JSON.stringify(shown);
      [shown, hidden] = [picture, asked];
      looks.meet([...new Set([...layersOf(before), ...layersOf(picture)])]);
      const written = writers(asked, "?");
      now.update(picture, activity, { other: before, looks, written });
      was.update(picture, asked, { other: picture, looks, written });
      turn(isBefore && !isNews);
    },
  };
}

/** Makes the scene before the last change: drawn anew when it is another one, so that nothing moves. */
function sceneBefore() {
  const element = h("div", { class: "dl-was" });
  let drawn = "";
  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {(string | undefined)[]} asked
     * @param {View} view
     */
    update(picture, asked, view) {
      const key = JSON.stringify([picture, asked]);
      if (key === drawn) return;
      drawn = key;
      const before = picture?.before;
      const scene = drawnScene();
      if (before) scene.update(before, null, view);
      element.replaceChildren(...(before ? [scene.element] : []));
    },
  };
}
