/* The buttons of a step's help. */
import { h, say, set, show } from "./dom.js";
import { gettext } from "./language.js";

/**
 * Makes the button that has the step done.
 *
 * @param {() => void} ask
 */
export function solveButton(ask) {
  const element = h("button", { type: "button", onclick: ask });
  return {
    element,
    /**
     * @param {boolean} offered
     * @param {boolean} away
     * @param {boolean} busy
     */
    update(offered, away, busy) {
      show(element, offered);
      element.disabled = away || busy;
      say(element, busy ? gettext("Showing…") : gettext("Show me"));
    },
  };
}

/**
 * Makes a button that shows and hides the element with this ID.
 *
 * @param {string} label
 * @param {string} controls
 * @param {() => void} toggle
 */
export function disclosure(label, controls, toggle) {
  const element = h(
    "button",
    { type: "button", class: "dl-toggle", "aria-controls": controls, onclick: toggle },
    label,
  );
  return {
    element,
    /**
     * @param {boolean} offered
     * @param {boolean} open
     * @param {boolean} disabled
     */
    update(offered, open, disabled) {
      show(element, offered);
      set(element, "aria-expanded", open ? "true" : "false");
      element.disabled = disabled;
    },
  };
}
