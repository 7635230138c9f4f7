/* The steps of a panel: one alone, or several as lines of which one is open. */
import { h, say, set, show } from "./dom.js";
import { stateSign } from "./sign.js";
import { stepBlock } from "./step.js";
import { choiceThatHolds, firstToDo } from "./view.js";

/**
 * @import { Step } from "./documents.js"
 * @import { Hub } from "./beside-buttons.js"
 * @import { Send } from "./traits.js"
 * @import { Entry, View } from "./view.js"
 */

/**
 * @typedef {object} PanelSteps
 * @property {HTMLElement} element
 * @property {(next: Element) => void} place adds the link to the next page
 * @property {(listener: () => void) => void} onChoice has a function called when a line is chosen
 * @property {(views: View[]) => void} update
 */

/**
 * Makes the only step of a panel.
 *
 * @param {Entry[]} entries
 * @param {Send} send
 * @param {() => Hub} hub
 * @returns {PanelSteps}
 */
export function singleStep([entry], send, hub) {
  const element = h("div", { class: "dl-body" });
  const block = entry && stepBlock(entry.step, send, hub);
  if (block) element.append(block.element);
  return {
    element,
    place: (next) => block?.buttons.append(next),
    onChoice: () => {},
    update: ([view]) => view && block?.update(view),
  };
}

/**
 * Makes a line for each entry. Open is the one that was chosen, or the first that is still to do.
 *
 * @param {Entry[]} entries
 * @param {Send} send
 * @param {() => Hub} hub
 * @returns {PanelSteps}
 */
export function panelLines(entries, send, hub) {
  /** @type {number | null} */
  let chosen = null;
  let changed = () => {};
  const lines = entries.map(({ step }, index) =>
    stepLine(step, send, hub, () => {
      chosen = index;
      changed();
    }),
  );
  const list = h("ol", { class: "dl-lines" }, ...lines.map((line) => line.element));
  const element = h("div", { class: "dl-body" }, list);
  return {
    element,
    place: (next) => element.append(h("p", { class: "dl-end" }, next)),
    onChoice(listener) {
      changed = listener;
    },
    update(views) {
      chosen = choiceThatHolds(chosen, views);
      const open = chosen ?? firstToDo(views);
      views.forEach((view, index) => {
        lines[index]?.update(view, index === open);
      });
    },
  };
}

/**
 * Makes a line: sign, title, state; pressing it opens the block of its step.
 *
 * @param {Step} step
 * @param {Send} send
 * @param {() => Hub} hub
 * @param {() => void} choose
 */
function stepLine(step, send, hub, choose) {
  const block = stepBlock(step, send, hub);
  const sign = stateSign("small");
  const title = h("span", { class: "dl-line-title" });
  const button = h(
    "button",
    { type: "button", class: "dl-line", onclick: choose },
    sign.element,
    title,
  );
  const body = h("div", { class: "dl-line-body" }, block.element);
  return {
    element: h("li", {}, button, body),
    /**
     * @param {View} view
     * @param {boolean} open
     */
    update(view, open) {
      block.update(view);
      sign.update(view.state);
      say(title, step.title);
      set(button, "aria-expanded", open ? "true" : "false");
      show(body, open);
    },
  };
}
