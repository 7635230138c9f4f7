import assert from "node:assert/strict";
import { test } from "node:test";
import { LOOKS, Looks, layersOf, layerThatIs, looksOfPage } from "../src/picture/looks.js";
import { OTHER_TEXT, PICTURE, PROGRAM, TEXT } from "./examples.js";

const many = (/** @type {number} */ number) =>
  Array.from({ length: number }, (_, index) => `sha256:${String(index).padStart(4, "0")}beef`);

test("a layer keeps its look, whatever comes and goes", () => {
  const looks = new Looks();
  looks.meet([PROGRAM, TEXT]);
  const first = [looks.lookOf(PROGRAM), looks.lookOf(TEXT)];
  looks.meet([OTHER_TEXT, PROGRAM]);
  looks.meet([TEXT]);
  assert.deepEqual([looks.lookOf(PROGRAM), looks.lookOf(TEXT)], first);
});

test("layers in one picture look unlike each other, as long as there are looks", () => {
  const looks = new Looks();
  const layers = many(LOOKS);
  looks.meet(layers);
  assert.equal(new Set(layers.map((layer) => looks.lookOf(layer))).size, LOOKS);
});

test("a new layer takes no look that another layer of the picture has", () => {
  const looks = new Looks();
  const [first = "", ...rest] = many(LOOKS);
  looks.meet([first, ...rest]);
  for (const layer of many(3 * LOOKS).slice(LOOKS)) {
    looks.meet([first, layer]);
    assert.notEqual(looks.lookOf(layer), looks.lookOf(first));
  }
});

test("more layers than looks are drawn too", () => {
  const looks = new Looks();
  looks.meet(many(3 * LOOKS));
  for (const layer of many(3 * LOOKS)) assert.ok(looks.lookOf(layer) < LOOKS);
});

test("a layer is named by four characters of its digest, or by as many as it takes", () => {
  const looks = new Looks();
  looks.meet(["sha256:72ed52aa", "sha256:72ed5bbb", "sha256:a1b2c3d4"]);
  assert.equal(looks.nameOf("sha256:a1b2c3d4"), "a1b2");
  assert.equal(looks.nameOf("sha256:72ed52aa"), "72ed52");
  assert.equal(looks.nameOf("sha256:72ed5bbb"), "72ed5b");
});

test("a short digest is its own name, and one that begins another is told apart", () => {
  const looks = new Looks();
  looks.meet(["sha256:1", "sha256:2"]);
  assert.deepEqual([looks.nameOf("sha256:1"), looks.nameOf("sha256:2")], ["1", "2"]);
});

test("every widget on a page gives a layer the same look", async () => {
  const copy = "../src/picture/looks.js?another";
  const other = await import(copy);
  looksOfPage().meet([OTHER_TEXT, PROGRAM, TEXT]);
  assert.equal(other.looksOfPage().lookOf(TEXT), looksOfPage().lookOf(TEXT));
  assert.notEqual(other.looksOfPage().lookOf(TEXT), new Looks().lookOf(TEXT));
});

test("the layers of a picture are those of both sides, each once, the oldest image's first", () => {
  const [image] = PICTURE.host ?? [];
  assert.ok(image);
  const newer = { ...image, id: "sha256:2", layers: [PROGRAM, OTHER_TEXT] };
  const unknown = { ...image, id: "sha256:3", layers: null };
  const layers = layersOf({ ...PICTURE, host: [unknown, newer, image] });
  assert.deepEqual(layers, [PROGRAM, TEXT, OTHER_TEXT]);
  assert.deepEqual(layersOf({ host: null, hub: null, log_in: null }), []);
  assert.deepEqual(layersOf(null), []);
});

test("what a push or a pull prints of a layer is the beginning of its digest, or of its blob's", () => {
  const [repository] = PICTURE.hub ?? [];
  const [tag] = repository?.tags ?? [];
  assert.ok(repository);
  assert.ok(tag);
  const blobs = [`sha256:b10b${"0".repeat(60)}`, `sha256:b10c${"0".repeat(60)}`];
  const scene = { ...PICTURE, hub: [{ ...repository, tags: [{ ...tag, blobs }] }] };
  assert.equal(layerThatIs("72ed00000000", scene), PROGRAM);
  assert.equal(layerThatIs("b10c00000000", scene), TEXT);
  assert.equal(layerThatIs("ffff00000000", scene), null);
  assert.equal(layerThatIs("", scene), null);
  assert.equal(layerThatIs("b10c00000000", PICTURE), null);
  assert.equal(layerThatIs("72ed00000000", null), null);
});
