import assert from "node:assert/strict";
import { test } from "node:test";
import { neededBy } from "../src/beside-buttons.js";
import { STEP } from "./examples.js";

test("a step at the Hub has the Hub at hand, one in a terminal the terminal", () => {
  assert.deepEqual(neededBy({ ...STEP, hands: "hub" }), { hub: true, terminal: false });
  assert.deepEqual(neededBy({ ...STEP, hands: "terminal" }), { hub: false, terminal: true });
  assert.deepEqual(neededBy({ ...STEP, hands: "yours" }), { hub: false, terminal: true });
  assert.deepEqual(neededBy({ ...STEP, hands: "blank" }), { hub: false, terminal: false });
});

test("a question about what the Hub shows has the Hub at hand", () => {
  const question = { text: "How does the digest begin?", placeholder: "", about: "digest" };
  assert.deepEqual(neededBy({ ...STEP, hands: "answer", question }), {
    hub: true,
    terminal: false,
  });
  const here = { ...question, about: "image ID" };
  assert.deepEqual(neededBy({ ...STEP, hands: "answer", question: here }).hub, false);
});
