/* The states that a step, and a panel as a whole, can be in. */
import { gettext, N_ } from "./language.js";

/**
 * @import { Verdict } from "./documents.js"
 * @import { Link } from "./traits.js"
 * @typedef {keyof typeof WORDS} State
 */

const WORDS = {
  passed: N_("Passed"),
  "not-yet": N_("Not yet"),
  stopped: N_("Stopped"),
  unchecked: N_("Couldn’t check"),
  unwatched: N_("Not observed"),
  skipped: N_("Skipped"),
  waiting: N_("Checking…"),
  starting: N_("Starting…"),
};

/**
 * Returns the word for a state.
 *
 * @param {State} state
 */
export const wordOf = (state) => gettext(WORDS[state]);

/**
 * Returns the state of a step, by the connection to the world and the step's last verdict.
 *
 * @param {Link} link
 * @param {Pick<Verdict, "verdict" | "cause"> | null | undefined} verdict
 * @returns {State}
 */
export function stateOf(link, verdict) {
  if (link === "stopped" || link === "starting") return link;
  if (!verdict) return "waiting";
  if (verdict.cause === "nobody-watched") return "unwatched";
  if (verdict.cause === "world-stopped" || verdict.cause === "engine-stopped") return "stopped";
  if (verdict.verdict === "could not check") return "unchecked";
  return verdict.verdict === "not yet" ? "not-yet" : verdict.verdict;
}

/**
 * Tells whether a step in this state needs nothing more.
 *
 * @param {State} state
 */
export const isOver = (state) => state === "passed" || state === "skipped";

/**
 * Tells whether the world is away, or not yet asked.
 *
 * @param {State} state
 */
export const isWorldAway = (state) => ["stopped", "starting", "waiting"].includes(state);

/**
 * Returns the state of a panel: the world's trouble first, then what is still to do.
 *
 * @param {State[]} states
 * @returns {State}
 */
export function stateOfAll(states) {
  for (const state of /** @type {const} */ (["stopped", "starting", "waiting"])) {
    if (states.includes(state)) return state;
  }
  if (states.every(isOver)) return states.includes("passed") ? "passed" : "skipped";
  const [only = "waiting", ...others] = states;
  return others.length ? "not-yet" : only;
}
