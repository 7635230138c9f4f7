/* The help of a step: a hint, the command behind a button, and "Show me". */
import { copyLine } from "./copy.js";
import { fill, h, say, show } from "./dom.js";
import { canStart } from "./findings.js";
import { disclosure, solveButton } from "./help-buttons.js";
import { gettext, ngettext } from "./language.js";
import { prose } from "./sentence.js";
import { isOver, isWorldAway } from "./state.js";

/**
 * @import { Step } from "./documents.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

let boxes = 0;

/**
 * Returns the command that is offered: the one that mends what went wrong; before anything was
 * tried the step's own, once the hint was read. Null for none.
 *
 * @param {Pick<Step, "hints">} step
 * @param {View} view
 * @param {boolean} isHintRead
 * @returns {string | null}
 */
export function commandOf({ hints = [] }, view, isHintRead) {
  const { verdict, state, link, revealed, repairShown } = view;
  if (isOver(state) || !revealed || link !== "live" || canStart(view)) return null;
  if (repairShown !== "withheld") return verdict?.repair ?? null;
  return isHintRead && !isWorldAway(state) ? (hints[1] ?? null) : null;
}

/**
 * Tells whether the command is shown: as the learner chose for this one, else as the world says.
 *
 * @param {Pick<View, "repairShown">} view
 * @param {string | null} command
 * @param {Map<string, boolean>} chosen
 */
export const isCommandOpen = ({ repairShown }, command, chosen) =>
  command !== null && (chosen.get(command) ?? repairShown === "open");

/**
 * Returns which help a step offers: a button for its hint, a command, and "Show me".
 *
 * @param {Pick<Step, "hints">} step
 * @param {View} view
 * @param {boolean} isHintRead
 */
export function offerOf(step, view, isHintRead) {
  const over = isOver(view.state);
  return {
    hint: !over && Boolean(step.hints?.[0]),
    command: commandOf(step, view, isHintRead),
    solve: !over && view.revealed && view.canShow,
  };
}

/**
 * Returns the remark beside the buttons: why something failed, or when more help comes.
 *
 * @param {Pick<Step, "reveal_after">} step
 * @param {Pick<View, "state" | "revealed" | "said" | "canShow">} view
 */
export function remarkOf({ reveal_after = 0 }, { state, revealed, said, canShow }) {
  if (isOver(state)) return "";
  if (said) return said;
  if (revealed) return "";
  const minutes = Math.round(reveal_after / 60);
  if (!canShow) {
    return ngettext(
      "Try it on your own first: the command appears after {number} minute.",
      "Try it on your own first: the command appears after {number} minutes.",
      minutes,
    );
  }
  return ngettext(
    "Try it on your own first: the command and “Show me” appear after {number} minute.",
    "Try it on your own first: the command and “Show me” appear after {number} minutes.",
    minutes,
  );
}

/**
 * Makes the buttons, and the box that they open; `update(view)` brings both up to date.
 *
 * @param {Step} step
 * @param {Send} send
 */
export function helpBox(step, send) {
  const pointer = step.hints?.[0];
  const { text, line, box } = helpTexts();
  const hint = disclosure(gettext("Hint"), text.id, () => {
    hints = { isOpen: !hints.isOpen, isRead: true };
    repaint();
  });
  const command = disclosure(gettext("Show the command"), line.element.id, () => {
    if (shown?.command) chosen.set(shown.command, !shown.isOpen);
    repaint();
  });
  const solve = solveButton(() => send({ do: "solve", step: step.step }));
  const remark = h("span", { class: "dl-later" });
  /** @type {Map<string, boolean>} */
  const chosen = new Map();
  let hints = { isOpen: false, isRead: false };
  /** @type {{ view: View, command: string | null, isOpen: boolean } | null} */
  let shown = null;

  function repaint() {
    if (shown) paint(shown.view);
  }

  /** @param {View} view */
  function paint(view) {
    const offer = offerOf(step, view, hints.isRead);
    const isOpen = isCommandOpen(view, offer.command, chosen);
    const isHintOpen = offer.hint && hints.isOpen;
    const away = isWorldAway(view.state);
    shown = { view, command: offer.command, isOpen };
    show(box, isHintOpen || isOpen);
    show(text, isHintOpen);
    fill(text, pointer ?? "", () => prose(pointer));
    show(line.element, isOpen);
    line.update(offer.command ?? "");
    hint.update(offer.hint, isHintOpen, away);
    command.update(offer.command !== null, isOpen, false);
    solve.update(offer.solve, away, view.busy === "solve");
    say(remark, remarkOf(step, view));
  }

  return {
    box,
    remark,
    buttons: h(
      "div",
      { class: "dl-buttons" },
      hint.element,
      command.element,
      solve.element,
      remark,
    ),
    update: paint,
  };
}

/** Makes the box with the hint and the command, which the buttons open. */
function helpTexts() {
  boxes += 1;
  const text = h("p", { class: "dl-hint", id: `dl-hint-${boxes}` });
  const line = copyLine();
  line.element.id = `dl-command-${boxes}`;
  return { text, line, box: h("div", { class: "dl-help" }, text, line.element) };
}
