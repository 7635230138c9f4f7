import assert from "node:assert/strict";
import { test } from "node:test";
import { isNextOffered, messageOf, pageState } from "../src/opening.js";
import { FIRST_PAGE, modelOf, OPENING } from "./examples.js";

/**
 * @import { OpeningTraits } from "../src/traits.js"
 */

const MISSING = [
  { step: "build-image", title: "Build the image" },
  { step: "log-in", title: "Log in" },
];

/** @type {[what: string, traits: Partial<OpeningTraits>, state: string, message: RegExp][]} */
const OPENINGS = [
  ["everything is done", {}, "passed", /^Everything before this page is done/],
  [
    "steps are missing",
    { missing: MISSING },
    "not-yet",
    /still to do: Build the image · Log in\.$/,
  ],
  ["the world stopped", { link: "stopped" }, "stopped", /^The practice world has stopped/],
  ["the world starts", { link: "starting" }, "waiting", /^The practice world is starting/],
  ["nothing is known", { link: "waiting", missing: MISSING }, "waiting", /^Looking at the world/],
  ["the engine is away", { halted: "No answer.", busy: true }, "stopped", /^No answer\.$/],
  ["the missing is being done", { busy: true, missing: MISSING }, "not-yet", /^Doing what/],
  ["there is trouble", { trouble: "No room.", link: "stopped" }, "stopped", /^No room\.$/],
  ["it is the first page", { page: FIRST_PAGE }, "passed", /^Nothing comes before this page/],
];
for (const [what, traits, state, message] of OPENINGS) {
  test(`where ${what}, the page is ${state} and says so`, () => {
    const model = modelOf({ ...OPENING, ...traits });
    assert.equal(pageState(model), state);
    assert.match(messageOf(model), message);
  });
}

test("the next page is offered, on the first page once that is done", () => {
  assert.equal(isNextOffered(modelOf(OPENING)), true);
  const first = { ...OPENING, page: { ...FIRST_PAGE, steps: ["build-image"] } };
  assert.equal(isNextOffered(modelOf(first)), false);
  assert.equal(isNextOffered(modelOf({ ...first, marks: { "build-image": "shown" } })), true);
  assert.equal(isNextOffered(modelOf({ ...OPENING, next_page: null })), false);
});
