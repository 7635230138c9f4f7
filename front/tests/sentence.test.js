import assert from "node:assert/strict";
import { test } from "node:test";
import { cutAtDifference, firstCode, pieces } from "../src/sentence.js";

/** Returns what is set in code type. */
const codeIn = (/** @type {string} */ sentence) =>
  pieces(sentence).flatMap((piece) => (typeof piece === "string" ? [] : [piece.code]));

test("a sentence without names is one piece of text", () => {
  assert.deepEqual(pieces("Nothing is there."), ["Nothing is there."]);
});

test("a sentence may begin and end with code", () => {
  assert.deepEqual(pieces("`here` to `there`"), [{ code: "here" }, " to ", { code: "there" }]);
});

test("no sentence has no pieces", () => {
  assert.deepEqual(pieces(null), []);
  assert.deepEqual(pieces(""), []);
});

/** @type {[string, string[]][]} */
const SENTENCES = [
  ["Type `docker ps -a` here.", ["docker ps -a"]],
  ["It is demousr/demorep:1.0.", ["demousr/demorep:1.0"]],
  ["It is localhost:27771/demousr/demorep:1.0, at last.", ["localhost:27771/demousr/demorep:1.0"]],
  ["The image myimage:0.1 has one name.", ["myimage:0.1"]],
  ["Its ID is 352bb960af64.", ["352bb960af64"]],
  ["The digest is sha256:4bcff63911fc.", ["sha256:4bcff63911fc"]],
  ["docker push demousr/demorep:1.0 was refused", ["docker push demousr/demorep:1.0"]],
  ["docker login -u demousr asks", ["docker login -u demousr"]],
  ["docker tag myimage:0.1 ___ has a gap", ["docker tag myimage:0.1 ___"]],
  ["docker-lessons start begins anew", ["docker-lessons start"]],
];
for (const [sentence, code] of SENTENCES) {
  test(`in "${sentence}" the code is ${code.join(" and ")}`, () => {
    assert.deepEqual(codeIn(sentence), code);
  });
}

test("pieces joined are the sentence, without its back quotes", () => {
  const sentence = "Tag `myimage:0.1` as demousr/demorep:1.0, then push.";
  const joined = pieces(sentence).map((piece) => (typeof piece === "string" ? piece : piece.code));
  assert.equal(joined.join(""), sentence.replaceAll("`", ""));
});

test("the first code of a sentence is its first name", () => {
  assert.equal(firstCode("names: myimage:0.1 and demousr/demorep:1.0"), "myimage:0.1");
  assert.equal(firstCode("nothing"), null);
  assert.equal(firstCode(undefined), null);
});

/** @type {[string, string, [string, string]][]} */
const NAMES = [
  ["demousr/demorep:latest", "demousr/demorep:1.0", ["demousr/demorep:", "latest"]],
  ["demousr/demo:1.0", "demousr/demorep:1.0", ["demousr/", "demo:1.0"]],
  ["demousr/demorep:1.0", "demousr/demorep:1.0", ["demousr/demorep:1.0", ""]],
  ["demousr/demorep", "demousr/demorep:1.0", ["demousr/demorep", ""]],
  ["other/demorep:1.0", "demousr/demorep:1.0", ["other/demorep:1.0", ""]],
  ["demousr/demorep:1.0.1", "demousr/demorep:1.0", ["demousr/demorep:", "1.0.1"]],
];
for (const [seen, wanted, cut] of NAMES) {
  test(`${seen}, where ${wanted} is wanted, is cut into "${cut.join('" and "')}"`, () => {
    assert.deepEqual(cutAtDifference(seen, wanted), cut);
  });
}
