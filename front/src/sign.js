/* The sign of a state: a word, a shape and a colour, so that none carries the meaning alone. */
import { draw, h, say } from "./dom.js";
import { wordOf } from "./state.js";

/**
 * @import { Shape } from "./dom.js"
 * @import { State } from "./state.js"
 */

/** @type {Shape} */
const RING = ["circle", { cx: 12, cy: 12, r: 9 }];
/** @type {Shape} */
const DISC = ["circle", { cx: 12, cy: 12, r: 10.5, class: "full" }];
/** @type {Shape} */
const DOTS = [
  "circle",
  { cx: 12, cy: 12, r: 9, "stroke-dasharray": "1.2 4.45", "stroke-linecap": "round" },
];
/** @type {Shape} */
const TICK = ["path", { d: "M6.8 12.4l3.6 3.6 6.8-7.6", class: "cut" }];
/** @type {Shape[]} */
const PAUSE = [5, 14].map((x) => [
  "rect",
  { x, y: 3.5, width: 5, height: 17, rx: 1.2, class: "full" },
]);
/** @type {Shape[]} */
const QUESTION_MARK = [
  ["path", { d: "M9.2 9.4a2.9 2.9 0 1 1 4.2 2.7c-1 .5-1.4 1-1.4 2" }],
  ["circle", { cx: 12, cy: 17, r: 1.3, class: "full" }],
];
const EYE =
  "M2.5 12c2.6-4.4 5.8-6.4 9.5-6.4s6.900 2 9.500 6.400" +
  "c-2.600 4.400-5.800 6.400-9.500 6.400S5.100 16.400 2.500 12z";

/** @type {Record<State, Shape[]>} */
const SHAPES = {
  passed: [DISC, TICK],
  "not-yet": [RING],
  stopped: PAUSE,
  unchecked: [RING, ...QUESTION_MARK],
  unwatched: [
    ["path", { d: EYE }],
    ["path", { d: "M4.500 20.500l15-17" }],
  ],
  skipped: [["path", { d: "M4 5l7 7-7 7M13 5l7 7-7 7" }]],
  waiting: [DOTS],
  starting: [DOTS],
};

/**
 * Makes a sign; `update(state, text)` sets its shape, and its word or `text`.
 *
 * @param {string} className
 */
export function stateSign(className) {
  const word = h("span", { class: "dl-word" });
  const element = h("span", { class: `dl-state ${className}` }, word);
  return {
    element,
    /**
     * @param {State} state
     * @param {string} [text]
     */
    update(state, text) {
      if (element.dataset.state !== state) {
        element.dataset.state = state;
        element.querySelector("svg")?.remove();
        element.prepend(draw(24, 24, SHAPES[state], "dl-shape"));
      }
      say(word, text ?? wordOf(state));
    },
  };
}
