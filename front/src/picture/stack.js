/* An image's layers as a stack: the first layer lies at the bottom. */
import { fill, h } from "../dom.js";
import { gettext, ngettext } from "../language.js";

/**
 * @import { Block } from "./content.js"
 */

/** Of a higher stack the lowest and the uppermost layers are drawn, and the others counted. */
const MOST_LAYERS = 7;
const LOWEST = 3;
const UPPERMOST = 3;

/**
 * Draws the layers; null are layers that nobody knows.
 *
 * @param {HTMLElement} element
 * @param {Block[] | null} layers
 */
export function drawStack(element, layers) {
  fill(element, JSON.stringify(layers), () => {
    if (!layers) {
      return [h("i", { class: "dl-layer unknown", title: gettext("layers unknown") }, "?")];
    }
    if (!layers.length) {
      return [h("i", { class: "dl-layer none", title: gettext("no layers") }, gettext("none"))];
    }
    const drawn = layers.map(block);
    const between = drawn.length - LOWEST - UPPERMOST;
    if (drawn.length > MOST_LAYERS) {
      const more = ngettext("{number} more", "{number} more", between);
      drawn.splice(LOWEST, between, h("i", { class: "dl-layer more" }, more));
    }
    return drawn.reverse();
  });
}

/** @param {Block} block */
function block({ digest, name, look, differs }) {
  const title = gettext("layer {digest}", { digest });
  const props = { class: "dl-layer", "data-look": look, title, translate: "no" };
  const element = h("i", props, name);
  element.classList.toggle("changed", differs);
  return element;
}
