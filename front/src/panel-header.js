/* The header of a panel: the page's number, the title, the state. */
import { h, say } from "./dom.js";
import { gettext, ngettext } from "./language.js";
import { stateSign } from "./sign.js";
import { isOver, wordOf } from "./state.js";

/**
 * @import { Course } from "./documents.js"
 * @import { State } from "./state.js"
 * @import { Entry, View } from "./view.js"
 */

/**
 * @typedef {object} Heading
 * @property {string} page its number
 * @property {string} title
 * @property {string} where the numbers of the steps
 * @property {string} remark what else is to be known
 * @property {string} state in words
 */

/**
 * Returns the texts of the header.
 *
 * @param {Entry[]} entries
 * @param {Course} course
 * @param {View[]} views
 * @param {State} state
 * @returns {Heading}
 */
export function headingOf(entries, course, views, state) {
  const numbers = entries.map((entry) => entry.step.number);
  const total = course.steps?.length || "…";
  const isOne = entries.length === 1;
  const step = entries[0]?.step;
  const page = course.pages?.find((candidate) => candidate.page === step?.page);
  const done = views.filter((view) => isOver(view.state)).length;
  const steps = { first: numbers[0] ?? "…", last: numbers.at(-1) ?? "…", total };
  const hasParts = entries.some((entry) => entry.part !== null);
  return {
    page: (step?.page ?? "").slice(0, 2),
    title: (isOne ? null : page?.title) ?? step?.title ?? "",
    where: isOne
      ? gettext("Step {first} of {total}", steps)
      : whereOf(hasParts, views.length, steps),
    remark: remarkOf(views, state),
    state:
      !isOne && state === "not-yet"
        ? gettext("{done} of {total} done", { done, total: views.length })
        : wordOf(state),
  };
}

/**
 * Says which steps a panel of several lines holds; where a step falls into parts, lines are goals.
 *
 * @param {boolean} hasParts
 * @param {number} lines
 * @param {{ first: number | string, last: number | string, total: number | string }} steps
 */
const whereOf = (hasParts, lines, steps) =>
  hasParts
    ? ngettext(
        "{number} goal in steps {first} to {last} of {total}",
        "{number} goals in steps {first} to {last} of {total}",
        lines,
        steps,
      )
    : gettext("Steps {first} to {last} of {total}", steps);

/**
 * @param {View[]} views
 * @param {State} state
 */
function remarkOf(views, state) {
  if (state === "stopped") return gettext("couldn’t check");
  return views.some((view) => view.mark === "shown") ? gettext("shown: try it yourself") : "";
}

/**
 * Makes the header; `update(course, views, state)` updates it and returns the panel's name.
 *
 * @param {Entry[]} entries
 */
export function panelHeader(entries) {
  const digits = h("span", { "aria-hidden": "true" });
  const word = h("span", { class: "dl-away" });
  const number = h("span", { class: "dl-number", translate: "no" }, word, digits);
  const title = h("h3");
  const where = h("p", { class: "dl-where" });
  const sign = stateSign("large");
  const titles = h("div", { class: "dl-titles" }, title, where);
  return {
    element: h("header", {}, number, titles, sign.element),
    /**
     * @param {Course} course
     * @param {View[]} views
     * @param {State} state
     */
    update(course, views, state) {
      const heading = headingOf(entries, course, views, state);
      sign.update(state, heading.state);
      say(word, gettext("Page {number}", { number: heading.page }));
      say(digits, heading.page);
      say(title, heading.title);
      say(where, [heading.where, heading.remark].filter(Boolean).join(" · "));
      const { page, where: place, title: name } = heading;
      return gettext("Page {page}, {place}: {title}", { page, place, title: name });
    },
  };
}
