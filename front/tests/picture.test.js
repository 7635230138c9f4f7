import assert from "node:assert/strict";
import { test } from "node:test";
import { hostSide, hubSide, isAllPrivate } from "../src/picture/rows.js";
import { besides, describe, writers } from "../src/picture/words.js";
import { DIGEST, IMAGE_ID, PICTURE } from "./examples.js";

/**
 * @import { Repository } from "../src/documents.js"
 */

const WRITTEN = writers([], "?");
const [REPOSITORY] = /** @type {[Repository]} */ (PICTURE.hub);

test("the picture is described in sentences", () => {
  assert.equal(
    describe(PICTURE),
    "This computer: image 352bb960af64, 2 layers, named myimage:0.1 and demousr/demorep:1.0. " +
      "Practice Hub: public repository demousr/demorep, " +
      "tag 1.0 is image 352bb960af64, digest 4bcff63911fc. " +
      "Docker is logged in as demousr.",
  );
});

test("an empty world is described", () => {
  assert.equal(
    describe({ host: [], hub: [], log_in: null }),
    "This computer: no images. Practice Hub: no repositories. Docker is not logged in.",
  );
});

test("images that are not drawn are counted in the description", () => {
  const words = describe({ ...PICTURE, host: [], others: { images: 80, containers: 0 } });
  assert.match(words, /^This computer: no images of the course\. /);
  assert.match(words, / Besides the course's it holds 80 other images\. /);
});

test("a world that does not answer is described", () => {
  assert.equal(
    describe({ host: null, hub: null, log_in: null }),
    "This computer: the engine does not answer. Practice Hub: does not answer. " +
      "Docker is not logged in.",
  );
  assert.equal(describe(null), "The picture waits for the first look at the world.");
});

test("images and repositories with nothing in them are described", () => {
  const image = { id: IMAGE_ID, names: [], layers: 1 };
  const words = describe({ ...PICTURE, host: [image], hub: [{ ...REPOSITORY, tags: [] }] });
  assert.match(words, /image 352bb960af64, 1 layer, without a name\./);
  assert.match(words, /public repository demousr\/demorep, no tags\./);
});

test("what the learner is asked for is written nowhere", () => {
  const words = describe(PICTURE, ["image ID", "digest", undefined]);
  assert.doesNotMatch(words, /352bb960af64|4bcff63911fc/);
  assert.match(words, /digest that you are asked for/);
  const hidden = writers(["digest"], "?");
  assert.deepEqual([hidden.digest(DIGEST), hidden.id(IMAGE_ID)], ["?", "352bb960af64"]);
});

test("what is beside the drawn images is counted", () => {
  assert.equal(
    besides({ ...PICTURE, others: { images: 80, containers: 3 } }),
    "80 other images and 3 containers",
  );
  assert.equal(besides({ ...PICTURE, others: { images: 1, containers: 0 } }), "1 other image");
  assert.equal(besides(PICTURE), "");
  assert.equal(besides(null), "");
});

test("an image on this computer is a row with its names as labels", () => {
  const host = [{ id: IMAGE_ID, names: ["myimage:0.1", "a/b:1"], layers: 2, new: ["a/b:1"] }];
  assert.deepEqual(hostSide({ ...PICTURE, host }, WRITTEN).rows, [
    {
      key: IMAGE_ID,
      image: IMAGE_ID,
      layers: 2,
      labels: [
        { name: "myimage:0.1", isNew: false },
        { name: "a/b:1", isNew: true },
      ],
      facts: [["image", "352bb960af64"]],
    },
  ]);
});

test("a side without rows says why", () => {
  const others = { images: 1, containers: 0 };
  assert.equal(hostSide(null, WRITTEN).empty, "…");
  assert.equal(hostSide({ ...PICTURE, host: null }, WRITTEN).empty, "the engine does not answer");
  assert.equal(hostSide({ ...PICTURE, host: [] }, WRITTEN).empty, "no images");
  assert.equal(
    hostSide({ ...PICTURE, host: [], others }, WRITTEN).empty,
    "no images of the course",
  );
  const none = new Map();
  assert.equal(hubSide(null, none, WRITTEN).empty, "…");
  assert.equal(hubSide({ ...PICTURE, hub: null }, none, WRITTEN).empty, "the Hub does not answer");
  assert.equal(hubSide({ ...PICTURE, hub: [] }, none, WRITTEN).empty, "no repository yet");
  const bare = { ...PICTURE, hub: [{ ...REPOSITORY, tags: [] }] };
  assert.equal(hubSide(bare, none, WRITTEN).empty, "no tags yet");
});

test("tags of one image at the Hub share a row", () => {
  const [tag] = REPOSITORY.tags;
  const tags = ["1.0", "latest"].map((name) => ({ digest: DIGEST, image: IMAGE_ID, ...tag, name }));
  const { rows, detail } = hubSide(
    { ...PICTURE, hub: [{ ...REPOSITORY, tags }] },
    new Map(),
    WRITTEN,
  );
  assert.deepEqual(
    rows.map((row) => row.labels.map((label) => label.name)),
    [["1.0", "latest"]],
  );
  assert.equal(detail, "demousr/demorep · public");
});

test("an image at the Hub has as many layers as it had on this computer, else two", () => {
  const layersOf = (/** @type {Map<string, number>} */ known) =>
    hubSide(PICTURE, known, WRITTEN).rows.map((row) => row.layers);
  assert.deepEqual(layersOf(new Map([[IMAGE_ID, 5]])), [5]);
  assert.deepEqual(layersOf(new Map()), [2]);
});

test("of several repositories the labels bear the names", () => {
  const hub = [REPOSITORY, { ...REPOSITORY, repository: "demousr/second" }];
  const { rows, detail } = hubSide({ ...PICTURE, hub }, new Map(), WRITTEN);
  assert.deepEqual(
    rows.flatMap((row) => row.labels.map((label) => label.name)),
    ["demorep:1.0", "second:1.0"],
  );
  assert.equal(detail, "2 repositories");
});

test("the way from the Hub is closed where all is private", () => {
  const hidden = /** @type {Repository} */ ({ ...REPOSITORY, visibility: "private" });
  assert.equal(isAllPrivate({ ...PICTURE, hub: [hidden] }), true);
  assert.equal(isAllPrivate({ ...PICTURE, hub: [hidden, REPOSITORY] }), false);
  assert.equal(isAllPrivate({ ...PICTURE, hub: [] }), false);
  assert.equal(isAllPrivate(null), false);
});
