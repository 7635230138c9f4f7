/* The lines of a panel, and what the kernel knows about each of them. */
import { gettext } from "./language.js";
import { isOver, isWorldAway, stateOf, wordOf } from "./state.js";

/**
 * @import { RepairShown, Step, Verdict } from "./documents.js"
 * @import { State } from "./state.js"
 * @import { Link, Model, PanelTraits } from "./traits.js"
 */

/**
 * @typedef {object} Entry A line of a panel: a step, or one of the parts into which it falls.
 * @property {Step} step with the part's own title and goal
 * @property {number | null} part
 */

/**
 * @typedef {object} View
 * @property {Link} link
 * @property {Verdict | null} verdict
 * @property {State} state
 * @property {boolean} revealed whether the command and "Show me" are offered
 * @property {RepairShown} repairShown how the command that mends it is shown, once it is revealed
 * @property {boolean} canShow whether "Show me" would do anything
 * @property {string} trouble
 * @property {string | null} answer the one that was accepted
 * @property {string | null} tried the one that was not
 * @property {"answer" | "solve" | null} busy
 * @property {string | null} said why something could not be done
 * @property {string | null} mark
 */

/**
 * Returns the lines of a panel: one for a step, or one for each part of a step that has several.
 *
 * @param {Step[]} steps
 * @returns {Entry[]}
 */
export function entriesOf(steps) {
  return steps.flatMap((step) => {
    const parts = step.lines ?? [];
    if (parts.length < 2) return [/** @type {Entry} */ ({ step, part: null })];
    return parts.map((line, part) => ({ step: { ...step, ...line }, part }));
  });
}

/**
 * Gathers everything about one line.
 *
 * @param {Model<PanelTraits>} model
 * @param {Entry} entry
 * @returns {View}
 */
export function viewOf(model, { step: { step, reveal_after }, part }) {
  const link = model.get("link");
  const verdict = model.get("verdicts")[step] ?? null;
  const revealed = !reveal_after || model.get("revealed").includes(step);
  return {
    link,
    verdict,
    state: stateOf(link, verdict && partVerdict(verdict, model.get("line_words")[step], part)),
    revealed,
    repairShown: verdict?.repair_shown ?? "withheld",
    canShow: verdict?.show_me ?? true,
    trouble: model.get("trouble"),
    answer: model.get("answers")[step] ?? null,
    tried: model.get("tried")[step] ?? null,
    busy: model.get("busy")[step] ?? null,
    said: model.get("said")[step] ?? null,
    mark: model.get("marks")[step] ?? null,
  };
}

/**
 * Returns the verdict of one part of a step, or the step's own where no part is judged.
 *
 * @param {Verdict} verdict
 * @param {("passed" | "not yet")[] | undefined} words
 * @param {number | null} part
 * @returns {Pick<Verdict, "verdict" | "cause">}
 */
function partVerdict(verdict, words, part) {
  const word = part === null ? undefined : words?.[part];
  if (!word) return verdict;
  return { verdict: word, cause: word === "passed" ? null : verdict.cause };
}

/**
 * Returns the chosen line; null once it is over while another one is still to do.
 *
 * @param {number | null} chosen
 * @param {View[]} views
 */
export function choiceThatHolds(chosen, views) {
  const over = views.map((view) => isOver(view.state));
  return chosen !== null && over[chosen] && !over.every(Boolean) ? null : chosen;
}

/**
 * Returns the line that is open if none is chosen: the first one still to do, or the last.
 *
 * @param {View[]} views
 */
export function firstToDo(views) {
  const index = views.findIndex((view) => !isOver(view.state));
  return index < 0 ? views.length - 1 : index;
}

/**
 * Returns the line of which something is to be spoken, or -1: its verdict changed, or its command
 * opened by itself. The first verdict after waiting is not spoken.
 *
 * @param {View[] | null} before
 * @param {View[]} now
 */
export function lineToSpeakOf(before, now) {
  if (!before) return -1;
  const isChanged = (/** @type {View} */ view, /** @type {View | undefined} */ last) =>
    view.state !== last?.state ||
    (view.verdict?.cause ?? "") !== (last?.verdict?.cause ?? "") ||
    (isCommandShown(view) && !isCommandShown(last));
  const index = now.findIndex((view, line) => isChanged(view, before[line]));
  const waits = [before[index], now[index]].some((view) => view?.state === "waiting");
  return waits ? -1 : index;
}

/** @param {View} view */
const isCommandShown = ({ state, revealed, repairShown }) =>
  !isOver(state) && revealed && repairShown === "open";

/**
 * Returns what is spoken of a line: no more than one listens to while typing.
 *
 * @param {string} title
 * @param {View} view
 */
export function spokenOf(title, view) {
  const said = [gettext("{title}: {state}.", { title, state: wordOf(view.state) })];
  if (!isWorldAway(view.state)) {
    said.push(firstSentence(view.verdict?.text ?? ""));
    if (isCommandShown(view)) said.push(gettext("The command is shown."));
  }
  return said.filter(Boolean).join(" ");
}

/** @param {string} text */
const firstSentence = (text) => /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;
