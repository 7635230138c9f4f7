/* One step of a panel: its goal, the findings, the answer, the buttons and what they open. */
import { answerField } from "./answer.js";
import { besideButtons, neededBy } from "./beside-buttons.js";
import { fill, h } from "./dom.js";
import { findingsBlock } from "./findings.js";
import { helpBox } from "./help.js";
import { gettext } from "./language.js";
import { prose } from "./sentence.js";
import { isOver } from "./state.js";

/**
 * @import { Step } from "./documents.js"
 * @import { Hub } from "./beside-buttons.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

/**
 * Makes the block of a step; `update(view)` brings it up to date.
 *
 * @param {Step} step
 * @param {Send} send sends a message to the kernel
 * @param {() => Hub} hub where the Hub's pages are
 */
export function stepBlock(step, send, hub) {
  const goal = h("span");
  const findings = findingsBlock(send);
  const answer = step.question ? answerField(step.step, step.question, send) : null;
  const help = helpBox(step, send);
  const beside = besideButtons(hub, help.remark);
  help.buttons.prepend(...beside.buttons);
  return {
    element: h(
      "div",
      { class: "dl-step" },
      h(
        "p",
        { class: "dl-goal" },
        ...(step.hands ? [h("strong", {}, gettext("Goal:")), " "] : []),
        goal,
      ),
      findings.element,
      answer?.element,
      help.buttons,
      help.box,
    ),
    buttons: help.buttons,
    /** @param {View} view */
    update(view) {
      fill(goal, step.goal, () => prose(step.goal));
      findings.update(view);
      answer?.update(view);
      help.update(view);
      const needed = neededBy(step);
      const isOpen = !isOver(view.state);
      beside.update({ hub: isOpen && needed.hub, terminal: isOpen && needed.terminal });
    },
  };
}
