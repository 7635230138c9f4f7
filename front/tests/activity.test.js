import assert from "node:assert/strict";
import { test } from "node:test";
import { deedInWords, partDone, summaryOf } from "../src/activity.js";

/**
 * @import { Activity, Layer } from "../src/documents.js"
 */

/**
 * @param {string} status
 * @param {number} [current]
 * @param {number} [total]
 * @returns {Layer}
 */
const layer = (status, current = 0, total = 0) => ({ id: "72ed521ecd1e", status, current, total });

/** @type {Activity} */
const PUSH = { number: 1, kind: "push", name: "a/b:1", layers: [], done: false, error: "" };

test("a layer is as far as its bytes", () => {
  assert.equal(partDone(layer("Pushing", 700, 1400), false), 0.5);
  assert.equal(partDone(layer("Pushing", 1500, 1400), false), 1);
});

test("how far a layer is, is not known before its size is", () => {
  assert.equal(partDone(layer("Waiting"), false), null);
});

for (const status of ["Layer already exists", "Pushed", "Pull complete", "Mounted from a/b"]) {
  test(`a layer of which Docker says "${status}" is whole`, () => {
    assert.equal(partDone(layer(status), false), 1);
  });
}

test("when all is done every layer is", () => {
  assert.equal(partDone(layer("Waiting"), true), 1);
});

test("what is done is said in its tense", () => {
  assert.equal(deedInWords(PUSH), "Pushing");
  assert.equal(deedInWords({ ...PUSH, done: true }), "Pushed");
  assert.equal(deedInWords({ ...PUSH, kind: "build", done: true }), "Built");
  assert.equal(
    deedInWords({ ...PUSH, kind: "pull", done: true, error: "denied" }),
    "Pulling stopped:",
  );
});

test("of a build its steps are counted", () => {
  const layers = [layer("done"), layer("Running")];
  assert.equal(summaryOf({ ...PUSH, kind: "build", layers }), "1 of 2 steps");
});

test("what is the same of all layers is said once", () => {
  const pushed = layer("Pushed");
  assert.equal(summaryOf({ ...PUSH, layers: [pushed, pushed] }), "2 layers: Pushed");
  assert.equal(summaryOf({ ...PUSH, layers: [pushed] }), "Pushed");
  assert.equal(
    summaryOf({ ...PUSH, layers: [pushed, layer("Layer already exists"), pushed] }),
    "Pushed · Layer already exists",
  );
});

const named = (/** @type {Layer} */ { id }) => id.slice(0, 4);
const both = [layer("Layer already exists"), { ...layer("Pushed"), id: "a1b2c3d4e5f6" }];

test("of layers that differ each is named as in the picture", () => {
  assert.equal(
    summaryOf({ ...PUSH, layers: both }, named),
    "72ed: Layer already exists · a1b2: Pushed",
  );
});

test("layers are not named where the picture lacks one of them, or where they are too many", () => {
  const told = "Layer already exists · Pushed";
  const unknown = (/** @type {Layer} */ { id }) =>
    id.startsWith("a1b2") ? null : named({ ...layer(""), id });
  assert.equal(summaryOf({ ...PUSH, layers: both }, unknown), told);
  assert.equal(summaryOf({ ...PUSH, layers: [...both, ...both, ...both] }, named), told);
});

test("of what failed the reason is said", () => {
  assert.equal(summaryOf({ ...PUSH, layers: [layer("Pushed")], error: "denied" }), "denied");
});
