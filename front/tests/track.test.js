import assert from "node:assert/strict";
import { test } from "node:test";
import { markNames, progressInWords } from "../src/track.js";
import { STEP } from "./examples.js";

const STEPS = ["tag", "push", "run-it"].map((step) => ({ ...STEP, step }));

test("a step is marked as it was done", () => {
  const names = markNames(STEPS, { tag: "by hand", push: "shown", "run-it": null });
  assert.deepEqual([...names.values()], ["done", "shown", ""]);
});

test("a skipped step is marked once all before it are over", () => {
  const before = markNames(STEPS, { tag: "by hand", push: null, "run-it": "skipped" });
  assert.equal(before.get("run-it"), "");
  const after = markNames(STEPS, { tag: "by hand", push: "shown", "run-it": "skipped" });
  assert.equal(after.get("run-it"), "skipped");
});

test("in words, what was skipped is not counted as done", () => {
  assert.equal(
    progressInWords(STEPS, { tag: "by hand", "run-it": "skipped" }),
    "1 of 3 steps done",
  );
});

test("in words, what was shown is said", () => {
  assert.equal(
    progressInWords(STEPS, { tag: "by hand", push: "shown" }),
    "2 of 3 steps done, 1 of them shown to you",
  );
});
