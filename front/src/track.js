/* The course as a track: a mark for each step, grouped by page. */
import { h, set } from "./dom.js";
import { gettext, ngettext } from "./language.js";

/**
 * @import { Course, CoursePage, Mark, TrackedStep } from "./documents.js"
 * @typedef {Record<string, Mark>} Marks
 */

/**
 * Returns how each step is marked. A step that cannot be done here is marked as skipped only once
 * all steps before it are over.
 *
 * @param {TrackedStep[]} steps
 * @param {Marks} marks
 * @returns {Map<string, "done" | "shown" | "skipped" | "">} by step
 */
export function markNames(steps, marks) {
  let reached = true;
  return new Map(
    steps.map(({ step }) => {
      const mark = marks[step] === "skipped" && !reached ? null : marks[step];
      reached &&= Boolean(mark);
      return [step, mark === "by hand" ? "done" : (mark ?? "")];
    }),
  );
}

/**
 * Tells whether a page is done: whatever is to be done there, by hand, shown or skipped.
 *
 * @param {Pick<CoursePage, "steps"> | undefined} page
 * @param {Marks} marks
 */
export function isPageDone(page, marks) {
  const steps = page?.steps ?? [];
  return steps.length > 0 && steps.every((step) => marks[step]);
}

/**
 * Says in words how far the course is done.
 *
 * @param {TrackedStep[]} steps
 * @param {Marks} marks
 */
export function progressInWords(steps, marks) {
  const done = steps.filter(({ step }) => marks[step] && marks[step] !== "skipped");
  const shown = done.filter(({ step }) => marks[step] === "shown").length;
  const facts = { done: done.length, total: steps.length };
  if (!shown) return gettext("{done} of {total} steps done", facts);
  return ngettext(
    "{done} of {total} steps done, {number} of them shown to you",
    "{done} of {total} steps done, {number} of them shown to you",
    shown,
    facts,
  );
}

/**
 * Makes the track; `update(course, marks, here)` draws the course. Marks of the steps in `here`,
 * those of this widget, are taller.
 */
export function courseTrack() {
  const element = h("div", { class: "dl-track", role: "img" });
  return {
    element,
    /**
     * @param {Course} course
     * @param {Marks} marks
     * @param {string[]} here
     */
    update(course, marks, here) {
      const steps = course.steps ?? [];
      const layout = steps.map((step) => `${step.page}/${step.step}`).join();
      if (element.dataset.key !== layout) {
        element.dataset.key = layout;
        element.replaceChildren(...groups(steps));
      }
      const names = markNames(steps, marks);
      for (const mark of element.querySelectorAll("i")) {
        const step = mark.dataset.step ?? "";
        const place = here.includes(step) ? "here" : "";
        set(mark, "class", [names.get(step), place].filter(Boolean).join(" "));
      }
      set(element, "aria-label", progressInWords(steps, marks));
    },
  };
}

/**
 * Makes the marks, those of a page in one element.
 *
 * @param {TrackedStep[]} steps
 */
function groups(steps) {
  const pages = new Map();
  for (const { step, page, title } of steps) {
    if (!pages.has(page)) pages.set(page, h("span", { class: "dl-page" }));
    pages.get(page).append(h("i", { "data-step": step, title }));
  }
  return pages.values();
}
