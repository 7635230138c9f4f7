/* One step of a panel: its goal, the findings, the answer, the help. */
import { answerField } from "./answer.js";
import { fill, h } from "./dom.js";
import { findingsBlock } from "./findings.js";
import { helpBox } from "./help.js";
import { prose } from "./sentence.js";

/**
 * @import { Step } from "./documents.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

/**
 * Makes the block of a step, and its buttons; `update(view)` brings both up to date.
 *
 * @param {Step} step
 * @param {Send} send sends a message to the kernel
 */
export function stepBlock(step, send) {
  const goal = h("p", { class: "dl-goal" });
  const findings = findingsBlock(send);
  const answer = step.question ? answerField(step.step, step.question, send) : null;
  const help = helpBox(step, send);
  return {
    element: h("div", { class: "dl-step" }, goal, findings.element, answer?.element, help.box),
    buttons: help.buttons,
    /** @param {View} view */
    update(view) {
      fill(goal, step.goal, () => prose(step.goal));
      findings.update(view);
      answer?.update(view);
      help.update(view);
    },
  };
}
