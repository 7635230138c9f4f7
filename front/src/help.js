/* The help of a step: a hint, then its command, and "Show me". */
import { copyLine } from "./copy.js";
import { fill, h, say, set, show } from "./dom.js";
import { prose } from "./sentence.js";
import { isOver, isWorldAway } from "./state.js";

/**
 * @import { Step } from "./documents.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

/**
 * @typedef {object} Offer Which help is shown and which buttons are offered.
 * @property {boolean} pointer
 * @property {boolean} command
 * @property {boolean} hintButton
 * @property {"Hint" | "Show the command"} hintWord
 * @property {boolean} solveButton
 */

/**
 * Returns the help that a step offers after `given` presses of its hint button.
 *
 * @param {Pick<Step, "hints">} step
 * @param {Pick<View, "state" | "revealed">} view
 * @param {number} given
 * @returns {Offer}
 */
export function offerOf({ hints: [pointer, command] = [] }, { state, revealed }, given) {
  const over = isOver(state);
  const commandIsNext = given === 1 && Boolean(command) && revealed;
  return {
    pointer: given > 0 && !over,
    command: given > 1 && Boolean(command) && revealed,
    hintButton: Boolean(pointer) && !over && (given === 0 || commandIsNext),
    hintWord: given > 0 && command ? "Show the command" : "Hint",
    solveButton: !over && revealed,
  };
}

/**
 * Returns the remark beside the buttons: why something failed, or when more help comes.
 *
 * @param {Pick<Step, "reveal_after">} step
 * @param {Pick<View, "state" | "revealed" | "said">} view
 */
export function remarkOf({ reveal_after = 0 }, { state, revealed, said }) {
  if (said) return said;
  if (isOver(state) || revealed) return "";
  const minutes = Math.round(reveal_after / 60);
  return `Try it alone first: the command and “Show me” come after ${minutes} minutes.`;
}

/**
 * Makes the box with the hints, and the buttons; `update(view)` brings both up to date.
 *
 * @param {Step} step
 * @param {Send} send
 */
export function helpBox(step, send) {
  const [pointer, command] = step.hints ?? [];
  const text = h("p", { class: "dl-hint" });
  const line = copyLine();
  const box = h("div", { class: "dl-help" }, text, line.element);
  const hint = h("button", { type: "button", "aria-expanded": "false", onclick: giveHint }, "Hint");
  const solve = h("button", { type: "button", onclick: askToSolve }, "Show me");
  const remark = h("span", { class: "dl-later" });
  let given = 0;
  /** @type {View | null} */
  let shown = null;

  function giveHint() {
    given += 1;
    if (shown) paint(shown);
  }

  function askToSolve() {
    send({ do: "solve", step: step.step });
  }

  /** @param {View} view */
  function paint(view) {
    const offer = offerOf(step, view, given);
    show(box, offer.pointer);
    fill(text, pointer ?? "", () => prose(pointer));
    show(line.element, offer.command);
    if (offer.command) line.update(command ?? "");
    set(hint, "aria-expanded", given > 0 ? "true" : "false");
    say(hint, offer.hintWord);
    show(hint, offer.hintButton);
    hint.disabled = isWorldAway(view.state);
    show(solve, offer.solveButton);
    solve.disabled = isWorldAway(view.state) || view.busy === "solve";
    say(solve, view.busy === "solve" ? "Showing…" : "Show me");
    say(remark, remarkOf(step, view));
  }

  return {
    box,
    buttons: h("div", { class: "dl-buttons" }, hint, solve, remark),
    /** @param {View} view */
    update(view) {
      shown = view;
      paint(view);
    },
  };
}
