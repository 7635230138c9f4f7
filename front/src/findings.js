/* The findings of a step: what is seen, what is wanted, what differs, and the start button. */
import { differenceInWords, differenceOf } from "./difference.js";
import { fill, h, say, show } from "./dom.js";
import { gettext, N_ } from "./language.js";
import { prose } from "./sentence.js";
import { isOver } from "./state.js";

/**
 * @import { Verdict } from "./documents.js"
 * @import { Run } from "./difference.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

/** What is said while the world is away: one sentence in bold, and a second one. */
const CALM = {
  waiting: [N_("Checking…"), N_("This panel updates by itself.")],
  starting: [
    N_("The practice world is starting."),
    N_("This takes a moment, and the panel updates by itself."),
  ],
  stopped: [
    N_("The practice world has stopped."),
    N_("This isn’t your fault, and nothing is lost."),
  ],
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
  return [gettext(bold), state === "stopped" && trouble ? trouble : gettext(rest)];
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
  const start = h(
    "button",
    { type: "button", class: "dl-start", onclick: () => send({ do: "start" }) },
    gettext("Start it again"),
  );
  const element = h("div", { class: "dl-findings" }, sentence.element, facts.element, start);
  return {
    element,
    /** @param {View} view */
    update(view) {
      element.classList.toggle("calm", !isMissing(view));
      sentence.update(view);
      facts.update(view);
      show(start, canStart(view));
    },
  };
}

/**
 * Tells whether what is seen are all the names on this computer, none of which need be a try.
 *
 * @param {Verdict | null} verdict
 */
export const listsWhatIsHere = (verdict) =>
  Object.values(verdict?.finding?.facts ?? {}).some(
    (fact) => typeof fact === "object" && fact !== null && "shown" in fact,
  );

/**
 * Makes the list: what is seen, what is wanted, and what differs or why the step does not hold. Of a
 * step that passed it says what is seen.
 */
function factsList() {
  const [seen, wanted] = [labelled(gettext("Seen")), labelled(gettext("Wanted"))];
  const why = labelled(gettext("Why"));
  const rows = [seen, wanted, why];
  const element = h(
    "dl",
    { class: "dl-facts-list" },
    ...rows.flatMap(({ term, text }) => [term, text]),
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      const { verdict, state } = view;
      const missing = isMissing(view);
      const told = missing || state === "passed";
      const isCompared = missing && !listsWhatIsHere(verdict);
      const difference = isCompared ? differenceOf(verdict?.seen, verdict?.wanted) : null;
      const words = difference ? `${differenceInWords(difference)} ` : "";
      show(element, told && Boolean(verdict?.seen || verdict?.wanted));
      seen.tell(told, verdict?.seen, difference?.code, difference?.seen);
      wanted.tell(missing, verdict?.wanted, difference?.goal, difference?.wanted);
      why.tell(missing, words + (verdict?.text ?? ""));
      say(why.term, difference ? gettext("What differs") : gettext("Why"));
    },
  };
}

/**
 * Makes a term and its text; `tell(visible, sentence, code, runs)` updates it, with marks as
 * `prose` sets them.
 *
 * @param {string} label
 */
function labelled(label) {
  const term = h("dt", {}, label);
  const text = h("dd");
  return {
    term,
    text,
    /**
     * @param {boolean} visible
     * @param {string | undefined} sentence
     * @param {string} [code]
     * @param {Run[]} [runs]
     */
    tell(visible, sentence, code, runs) {
      const isTold = visible && Boolean(sentence);
      show(term, isTold);
      show(text, isTold);
      fill(text, JSON.stringify([sentence, code, runs]), () => prose(sentence, code, runs));
    },
  };
}

/** Makes the sentence about a step that is over, or about the world while it is away. */
function verdictSentence() {
  const element = h("p", { class: "dl-text" });
  return {
    element,
    /** @param {View} view */
    update(view) {
      const world = worldInWords(view);
      const text = world || isMissing(view) ? "" : (view.verdict?.text ?? "");
      const key = world ? view.state + (view.trouble || view.verdict?.cause || "") : text;
      fill(element, key, () => (world ? [h("strong", {}, world[0]), ` ${world[1]}`] : prose(text)));
      show(element, Boolean(world) || Boolean(text));
    },
  };
}
