import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "../src/sentence.js";

/** Returns what is set in code type. */
const codeIn = (/** @type {string} */ sentence) =>
  pieces(sentence).flatMap((piece) =>
    typeof piece !== "string" && "code" in piece ? [piece.code] : [],
  );

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
  ["It is also called myimage:latest.", ["myimage:latest"]],
  ["Its ID is 352bb960af64.", ["352bb960af64"]],
  ["The digest is sha256:4bcff63911fc.", ["sha256:4bcff63911fc"]],
  ["docker push demousr/demorep:1.0 was refused", ["docker push demousr/demorep:1.0"]],
  ["docker login -u demousr asks", ["docker login -u demousr"]],
  ["docker tag myimage:0.1 ___ has a gap", ["docker tag myimage:0.1 ___"]],
  ["To remove both, type docker rm calm_owl loud_fox2.", ["docker rm calm_owl loud_fox2"]],
  ["Remove it (docker rm 5447440027c8; add -f).", ["docker rm 5447440027c8"]],
  ["docker rm removes containers", ["docker rm"]],
  ["docker-lessons start --engine practice", ["docker-lessons start --engine practice"]],
  ["docker-lessons start begins anew", ["docker-lessons start"]],
];
for (const [sentence, code] of SENTENCES) {
  test(`in "${sentence}" the code is ${code.join(" and ")}`, () => {
    assert.deepEqual(codeIn(sentence), code);
  });
}

test("pieces joined are the sentence, without its back quotes", () => {
  const sentence = "Tag `myimage:0.1` as demousr/demorep:1.0, then push.";
  const joined = pieces(sentence).map((piece) => {
    if (typeof piece === "string") return piece;
    return "code" in piece ? piece.code : piece.link;
  });
  assert.equal(joined.join(""), sentence.replaceAll("`", ""));
});

const CREATE = "https://hub.docker.com/repository/create?namespace=demousr";

test("a registry's address is no page to open, and stays in one piece", () => {
  for (const address of [
    "http://localhost:5056/v2/",
    "http://127.0.0.1/v2/",
    "https://registry.example.com:5000/v2/demousr/demorep/manifests/1.0",
    "https://registry-1.docker.io/v2/",
  ]) {
    assert.deepEqual(pieces(`Get "${address}": unauthorized`), [
      'Get "',
      { code: address },
      '": unauthorized',
    ]);
  }
});

test("the address of a page is a link, without the sentence's own period or bracket", () => {
  assert.deepEqual(pieces(`Open ${CREATE}.`), ["Open ", { link: CREATE }, "."]);
  assert.deepEqual(pieces(`(${CREATE})`), ["(", { link: CREATE }, ")"]);
  assert.deepEqual(pieces("See https://www.dockerstatus.com, then push."), [
    "See ",
    { link: "https://www.dockerstatus.com" },
    ", then push.",
  ]);
});
