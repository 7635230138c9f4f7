import assert from "node:assert/strict";
import { test } from "node:test";
import { stateOf, stateOfAll } from "../src/state.js";

/**
 * @import { Verdict } from "../src/documents.js"
 * @import { State } from "../src/state.js"
 */

const PASSED = /** @type {const} */ ({ verdict: "passed", cause: null });

test("a world that is away counts more than the last verdict", () => {
  assert.equal(stateOf("stopped", PASSED), "stopped");
  assert.equal(stateOf("starting", PASSED), "starting");
});

test("without a verdict a step waits", () => {
  assert.equal(stateOf("live", null), "waiting");
  assert.equal(stateOf("waiting", undefined), "waiting");
});

/** @type {[Verdict["verdict"], string | null, State][]} */
const VERDICTS = [
  ["passed", null, "passed"],
  ["skipped", "no-containers", "skipped"],
  ["not yet", "tag-latest", "not-yet"],
  ["could not check", "no-answer", "unchecked"],
  ["could not check", "engine-stopped", "stopped"],
  ["could not check", "world-stopped", "stopped"],
  ["not yet", "nobody-watched", "unwatched"],
];
for (const [verdict, cause, state] of VERDICTS) {
  test(`a verdict "${verdict}" for the cause ${cause} is shown as ${state}`, () => {
    assert.equal(stateOf("live", { verdict, cause }), state);
  });
}

/** @type {[State[], State][]} */
const PANELS = [
  [["passed", "stopped", "waiting"], "stopped"],
  [["waiting", "starting"], "starting"],
  [["passed", "waiting"], "waiting"],
  [["passed", "skipped"], "passed"],
  [["skipped"], "skipped"],
  [["unchecked"], "unchecked"],
  [["passed", "unwatched"], "not-yet"],
];
for (const [states, whole] of PANELS) {
  test(`a panel whose steps are ${states.join(", ")} is ${whole}`, () => {
    assert.equal(stateOfAll(states), whole);
  });
}
