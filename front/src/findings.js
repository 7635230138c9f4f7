/* The findings of a step: what is seen and wanted, the verdict, a repair, the start button. */
import { copyLine } from "./copy.js";
import { fill, h, show } from "./dom.js";
import { firstCode, prose } from "./sentence.js";
import { isOver } from "./state.js";

/**
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

/** What is said while the world is away: one sentence in bold, and a second one. */
const CALM = {
  waiting: ["Looking at the world…", "The first answer comes by itself."],
  starting: ["The practice world is starting.", "A moment; this panel goes on by itself."],
  stopped: ["The practice world has stopped.", "Not your doing, and nothing is lost."],
};

/** The repair that the button "Start it again" carries out. */
const START = "docker-lessons start";

/**
 * Returns what is said about the world instead of a verdict, or null. While the world answers, a
 * verdict that says "stopped" (of the engine) is shown itself: it knows more.
 *
 * @param {View} view
 * @returns {[bold: string, rest: string] | null}
 */
export function worldInWords({ state, link, trouble }) {
  if (state !== "waiting" && state !== "starting" && state !== "stopped") return null;
  if (state === "stopped" && link === "live") return null;
  const [bold = "", rest = ""] = CALM[state];
  return [bold, state === "stopped" && trouble ? trouble : rest];
}

/**
 * Tells whether the step is known to lack something.
 *
 * @param {View} view
 */
export function isMissing(view) {
  return !worldInWords(view) && !isOver(view.state) && view.state !== "stopped";
}

/**
 * Tells whether the world can be started again by a button.
 *
 * @param {View} view
 */
export function canStart({ link, state, verdict }) {
  const engineIsAway = state === "stopped" || state === "unchecked";
  return link === "stopped" || (engineIsAway && verdict?.repair === START);
}

/**
 * Makes the block; `update(view)` brings it up to date.
 *
 * @param {Send} send
 */
export function findingsBlock(send) {
  const facts = factsList();
  const sentence = verdictSentence();
  const repair = copyLine();
  const start = h(
    "button",
    { type: "button", class: "dl-start", onclick: () => send({ do: "start" }) },
    "Start it again",
  );
  const element = h(
    "div",
    { class: "dl-findings" },
    facts.element,
    sentence.element,
    repair.element,
    start,
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      element.classList.toggle("calm", view.state !== "not-yet");
      sentence.update(view);
      facts.update(view);
      const repaired = isMissing(view) && view.repairShown;
      show(repair.element, repaired);
      if (repaired) repair.update(view.verdict?.repair ?? "");
      show(start, canStart(view));
    },
  };
}

/** Makes the list of what is seen and what is wanted. */
function factsList() {
  const seen = h("dd");
  const wanted = h("dd");
  const element = h(
    "dl",
    { class: "dl-facts-list" },
    h("dt", {}, "seen"),
    seen,
    h("dt", {}, "wanted"),
    wanted,
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      const { verdict, state } = view;
      const missing = isMissing(view);
      const told = missing || state === "passed";
      show(element, told && Boolean(verdict?.seen || verdict?.wanted));
      element.classList.toggle("seen", isOver(state));
      if (!told) return;
      const target = missing ? firstCode(verdict?.wanted) : "";
      fill(seen, `${verdict?.seen}|${target}`, () => prose(verdict?.seen, target));
      fill(wanted, verdict?.wanted ?? "", () => prose(verdict?.wanted));
    },
  };
}

/** Makes the sentence of the verdict, or about the world while it is away. */
function verdictSentence() {
  const element = h("p", { class: "dl-text" });
  return {
    element,
    /** @param {View} view */
    update(view) {
      const world = worldInWords(view);
      const text = world ? "" : (view.verdict?.text ?? "");
      const key = world ? view.state + (view.trouble || view.verdict?.cause || "") : text;
      fill(element, key, () => (world ? [h("strong", {}, world[0]), ` ${world[1]}`] : prose(text)));
      show(element, Boolean(world) || Boolean(text));
    },
  };
}
