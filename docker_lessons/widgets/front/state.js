/* The states that a step can be in: a word, a shape, a colour (by the class), so that none of the three stands alone. */
import { draw, h, say, set } from "./dom.js";

const RING = ["circle", { cx: 12, cy: 12, r: 9 }];
const DISC = ["circle", { cx: 12, cy: 12, r: 10.5, class: "full" }];
const DOTS = ["circle", { cx: 12, cy: 12, r: 9, "stroke-dasharray": "1.2 4.45", "stroke-linecap": "round" }];

export const STATES = {
  passed: { word: "Passed", shapes: [DISC, ["path", { d: "M6.8 12.4l3.6 3.6 6.8-7.6", class: "cut" }]] },
  "not-yet": { word: "Not yet", shapes: [RING] },
  stopped: { word: "Stopped", shapes: [["rect", { x: 5, y: 3.5, width: 5, height: 17, rx: 1.2, class: "full" }], ["rect", { x: 14, y: 3.5, width: 5, height: 17, rx: 1.2, class: "full" }]] },
  unchecked: { word: "Could not check", shapes: [RING, ["path", { d: "M9.2 9.4a2.9 2.9 0 1 1 4.2 2.7c-1 .5-1.4 1-1.4 2" }], ["circle", { cx: 12, cy: 17, r: 1.3, class: "full" }]] },
  unwatched: { word: "Nobody watched", shapes: [["path", { d: "M2.5 12c2.6-4.4 5.8-6.4 9.5-6.4s6.900 2 9.500 6.400c-2.600 4.400-5.800 6.400-9.500 6.400S5.100 16.400 2.500 12z" }], ["path", { d: "M4.500 20.500l15-17" }]] },
  skipped: { word: "Skipped", shapes: [["path", { d: "M4 5l7 7-7 7M13 5l7 7-7 7" }]] },
  waiting: { word: "Looking…", shapes: [DOTS] },
  starting: { word: "Starting…", shapes: [DOTS] },
};

/** Which state a step is in, from the connection to the world and its last verdict. */
export function stateOf(link, verdict) {
  if (link === "stopped" || link === "starting") return link;
  if (!verdict) return "waiting";
  if (verdict.cause === "nobody-watched") return "unwatched";
  if (verdict.cause === "world-stopped" || verdict.cause === "engine-stopped") return "stopped";
  if (verdict.verdict === "could not check") return "unchecked";
  return verdict.verdict === "not yet" ? "not-yet" : verdict.verdict;
}

/** The sign of a state: its shape and, beside it, its word. */
export function stateSign(className) {
  const word = h("span", { class: "dl-word" });
  const element = h("span", { class: `dl-state ${className}` }, word);
  return {
    element,
    update(state, text) {
      if (element.dataset.state !== state) {
        element.dataset.state = state;
        element.querySelector("svg")?.remove();
        element.prepend(draw(24, 24, STATES[state].shapes, "dl-shape"));
      }
      say(word, text ?? STATES[state].word);
    },
  };
}

/** The course as a track: a mark for each step, grouped by page, the one in hand taller. */
export function courseTrack() {
  const element = h("div", { class: "dl-track", role: "img" });
  return {
    element,
    update(course, marks, here) {
      const steps = course.steps ?? [];
      const layout = steps.map((step) => `${step.page}/${step.step}`).join();
      if (element.dataset.key !== layout) {
        element.dataset.key = layout;
        const pages = new Map();
        for (const step of steps) {
          if (!pages.has(step.page)) pages.set(step.page, h("span", { class: "dl-page" }));
          pages.get(step.page).append(h("i", { "data-step": step.step, title: step.title }));
        }
        element.replaceChildren(...pages.values());
      }
      let reached = true; // what cannot be done is no progress before its turn
      for (const mark of element.querySelectorAll("i")) {
        const done = marks[mark.dataset.step] === "skipped" && !reached ? null : marks[mark.dataset.step];
        reached &&= Boolean(done);
        set(mark, "class", [{ shown: "shown", skipped: "skipped" }[done] ?? (done ? "done" : ""), here.includes(mark.dataset.step) ? "here" : ""].join(" ").trim());
      }
      const done = steps.filter((step) => marks[step.step] && marks[step.step] !== "skipped");
      const shown = done.filter((step) => marks[step.step] === "shown").length;
      set(element, "aria-label", `${done.length} of ${steps.length} steps done${shown ? `, ${shown} of them shown` : ""}`);
    },
  };
}
