import assert from "node:assert/strict";
import { test } from "node:test";
import { isNextOffered, messageOf, pageState, pagesBefore } from "../src/opening.js";
import { isPageDone } from "../src/track.js";
import { FIRST_PAGE, modelOf, OPENING } from "./examples.js";

/**
 * @import { OpeningTraits } from "../src/traits.js"
 */

const MISSING = [
  { step: "build-image", title: "Build the image" },
  { step: "log-in", title: "Log in" },
];
const TWO_STEPS = { page: { ...OPENING.page, steps: ["tag", "push"] } };
const DONE = { marks: { tag: /** @type {const} */ ("by hand") } };

/** @type {[what: string, traits: Partial<OpeningTraits>, state: string, message: RegExp][]} */
const OPENINGS = [
  ["nothing is done", {}, "not-yet", /^Ready to start\. Read on below\.$/],
  ["it is the first page", { page: FIRST_PAGE }, "not-yet", /^Ready to start\. Read on below\.$/],
  ["some is done", { ...TWO_STEPS, ...DONE }, "not-yet", /^1 of 2 steps on this page done\.$/],
  [
    "nothing is done, and one is skipped",
    { ...TWO_STEPS, marks: { push: "skipped" } },
    "not-yet",
    /^Ready to start/,
  ],
  ["all is done", DONE, "passed", /^Everything on this page is done\.$/],
  [
    "both are done, one of them shown, one skipped",
    { ...TWO_STEPS, marks: { tag: "shown", push: "skipped" } },
    "passed",
    /^Everything on this page is done\.$/,
  ],
  ["steps are missing", { missing: MISSING }, "not-yet", /^Still to do before this page:$/],
  ["steps are missing, though all is done", { missing: MISSING, ...DONE }, "passed", /^Everything/],
  ["the world stopped", { link: "stopped" }, "stopped", /^The practice world has stopped/],
  ["the world starts", { link: "starting" }, "waiting", /^The practice world is starting/],
  [
    "nothing is known",
    { link: "waiting", missing: MISSING },
    "waiting",
    /^Connecting to the practice world/,
  ],
  ["the engine is away", { halted: "No answer.", busy: true }, "stopped", /^No answer\.$/],
  ["the missing is being done", { busy: true, missing: MISSING }, "not-yet", /^Doing the missing/],
  ["there is trouble", { trouble: "No room.", link: "stopped" }, "stopped", /^No room\.$/],
];
for (const [what, traits, state, message] of OPENINGS) {
  test(`where ${what}, the page is ${state} and says so`, () => {
    const model = modelOf({ ...OPENING, ...traits });
    assert.equal(pageState(model), state);
    assert.match(messageOf(model), message);
  });
}

test("what is missing leads back to its pages, each named once", () => {
  const course = {
    steps: [
      { step: "build-image", page: "00-start", title: "Build the image" },
      { step: "log-in", page: "04-push", title: "Log in" },
      { step: "push", page: "04-push", title: "Push it" },
    ],
    pages: [FIRST_PAGE, { page: "04-push", title: "Push", minutes: 9, steps: [] }],
  };
  const missing = [...MISSING, { step: "push", title: "Push it" }];
  assert.deepEqual(pagesBefore(modelOf({ ...OPENING, course, missing })), [
    { href: "00-start.ipynb", title: "00 Start" },
    { href: "04-push.ipynb", title: "04 Push" },
  ]);
  assert.deepEqual(pagesBefore(modelOf({ ...OPENING, course, missing, ...DONE })), []);
  assert.deepEqual(pagesBefore(modelOf({ ...OPENING, course, missing, link: "stopped" })), []);
});

test("the next page is offered, on the first page once that is done", () => {
  assert.equal(isNextOffered(modelOf(OPENING)), true);
  const first = { ...OPENING, page: { ...FIRST_PAGE, steps: ["build-image"] } };
  assert.equal(isNextOffered(modelOf(first)), false);
  assert.equal(isNextOffered(modelOf({ ...first, marks: { "build-image": "shown" } })), true);
  assert.equal(isNextOffered(modelOf({ ...OPENING, next_page: null })), false);
});

test("the way to the next page stands out only once this page is done", () => {
  assert.equal(isPageDone(OPENING.page, {}), false);
  assert.equal(isPageDone(TWO_STEPS.page, DONE.marks), false);
  assert.equal(isPageDone(OPENING.page, DONE.marks), true);
  assert.equal(isPageDone(FIRST_PAGE, {}), false);
  assert.equal(isPageDone(undefined, {}), false);
});
