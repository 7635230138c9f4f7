import assert from "node:assert/strict";
import { test } from "node:test";
import { asSaved, VIEW } from "../src/lab/saved.js";

const still = { "text/plain": "passed" };

test("a page is saved with still text in the place of a widget, and with the widget's ID", () => {
  const widget = { data: { [VIEW]: { model_id: "a" }, "text/plain": "not yet" } };
  const page = { cells: [{}, { outputs: [widget] }] };

  const saved = asSaved(page, new Map([["a", still]]));

  const output = { data: still, metadata: { docker_lessons: { model_id: "a" } } };
  assert.deepEqual(saved, { cells: [{}, { outputs: [output] }] });
});

test("what is not the course's is saved as it is", () => {
  const page = { cells: [{ outputs: [{ data: { [VIEW]: { model_id: "b" } } }, {}] }] };
  assert.deepEqual(asSaved(page, new Map([["a", still]])), page);
});
