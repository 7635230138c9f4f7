import assert from "node:assert/strict";
import { test } from "node:test";
import { hostSide, hubSide, isAllPrivate } from "../src/picture/content.js";
import { Looks } from "../src/picture/looks.js";
import { besides, describe, writers } from "../src/picture/words.js";
import { DIGEST, IMAGE_ID, OTHER_TEXT, PICTURE, PROGRAM } from "./examples.js";

/**
 * @import { HostImage, Repository, Scene } from "../src/documents.js"
 */

const LOOKS = new Looks();
const VIEW = { other: null, looks: LOOKS, written: writers([], "?") };
const [REPOSITORY] = /** @type {[Repository]} */ (PICTURE.hub);
const [IMAGE] = /** @type {[HostImage]} */ (PICTURE.host);
/** @type {HostImage} */
const SECOND = { id: "sha256:9e1c40d7721b", names: ["myimage:0.2"], layers: [PROGRAM, OTHER_TEXT] };

const after = (/** @type {Scene} */ other) => ({ ...VIEW, other });
const groups = (/** @type {Repository[]} */ ...hub) => hubSide({ ...PICTURE, hub }, VIEW);
const blocksOf = (/** @type {Scene} */ scene, view = VIEW) =>
  [...hostSide(scene, view), ...hubSide(scene, view)]
    .flatMap(({ rows }) => rows)
    .map(({ layers }) => layers);

test("Docker Hub is called so, and a log-in of which no more is known is none of somebody's", () => {
  const seen = { host: [], hub: [], log_in: "", hub_name: "Docker Hub" };
  assert.equal(
    describe(seen, LOOKS),
    "This computer: no images. Docker Hub: no repositories. Docker is logged in.",
  );
});

test("the picture is described in sentences, with the layers that are in several places", () => {
  assert.equal(
    describe(PICTURE, LOOKS),
    "This computer: image 352bb960af64, named myimage:0.1 and demousr/demorep:1.0, " +
      "layers 72ed and a1b2. Practice Hub: public repository demousr/demorep, " +
      "tag 1.0 is image 352bb960af64, digest 4bcff63911fc, layers 72ed and a1b2. " +
      "Layer 72ed is on this computer in myimage:0.1, and on the Hub in demousr/demorep:1.0. " +
      "Layer a1b2 is on this computer in myimage:0.1, and on the Hub in demousr/demorep:1.0. " +
      "Docker is logged in as demousr.",
  );
});

test("the words tell what two versions share", () => {
  const words = describe({ ...PICTURE, host: [SECOND, IMAGE], hub: [] }, LOOKS);
  assert.match(words, /Layer 72ed is on this computer in myimage:0\.2 and myimage:0\.1\./);
  assert.doesNotMatch(words, /Layer (a1b2|c3d4) is/);
});

test("an empty world is described", () => {
  assert.equal(
    describe({ host: [], hub: [], log_in: null }, LOOKS),
    "This computer: no images. Practice Hub: no repositories. Docker is not logged in.",
  );
});

test("images that are not drawn are counted in the description", () => {
  const words = describe({ ...PICTURE, host: [], others: { images: 80, containers: 0 } }, LOOKS);
  assert.match(words, /^This computer: no course images\. /);
  assert.match(words, / It also has 80 other images\. /);
});

test("a world that does not answer is described", () => {
  assert.equal(
    describe({ host: null, hub: null, log_in: null }, LOOKS),
    "This computer: the engine isn’t answering. Practice Hub: can’t be seen right now. " +
      "Docker is not logged in.",
  );
  assert.equal(describe(null, LOOKS), "The picture isn’t ready yet.");
});

test("images and repositories with nothing in them are described", () => {
  const image = { ...IMAGE, names: [], layers: [] };
  const words = describe({ ...PICTURE, host: [image], hub: [{ ...REPOSITORY, tags: [] }] }, LOOKS);
  assert.match(words, /image 352bb960af64, without a name, no layers\./);
  assert.match(words, /public repository demousr\/demorep, no tags yet\./);
});

test("a container is told with its image", () => {
  const image = { ...IMAGE, containers: [{ name: "quirky", state: "exited" }] };
  const scene = { ...PICTURE, host: [image] };
  assert.match(describe(scene, LOOKS), /a1b2, with the container quirky \(exited\)\./);
  const [row] = hostSide(scene, VIEW).flatMap(({ rows }) => rows);
  assert.deepEqual(row?.notes, ["container quirky (exited)"]);
});

test("layers that nobody knows are drawn and said as unknown", () => {
  const [tag] = REPOSITORY.tags;
  const unknown = { name: "latest", digest: DIGEST, image: "", layers: null };
  const scene = {
    ...PICTURE,
    host: [{ ...IMAGE, layers: null }],
    hub: [{ ...REPOSITORY, tags: [{ ...tag, ...unknown }] }],
  };
  assert.deepEqual(blocksOf(scene), [null, null]);
  const words = describe(scene, LOOKS);
  assert.match(words, /named myimage:0\.1 and demousr\/demorep:1\.0, layers unknown\./);
  assert.match(words, /tag latest is an unknown image, digest 4bcff63911fc, layers unknown/);
  const [row] = hubSide(scene, VIEW).flatMap(({ rows }) => rows);
  assert.deepEqual(row?.facts.at(-1), ["image", "not known"]);
});

test("what the learner is asked for is written nowhere", () => {
  const words = describe(PICTURE, LOOKS, ["image ID", "digest", undefined]);
  assert.doesNotMatch(words, /352bb960af64|4bcff63911fc/);
  assert.match(words, /digest that you are asked for/);
  const nameless = { ...PICTURE, host: [{ ...IMAGE, names: [] }] };
  assert.doesNotMatch(describe(nameless, LOOKS, ["image ID"]), /352bb960af64/);
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
  const [row] = hostSide(PICTURE, VIEW).flatMap(({ rows }) => rows);
  assert.deepEqual(row?.ids, [IMAGE_ID]);
  assert.deepEqual(row?.facts, [["image", "352bb960af64"]]);
  assert.deepEqual(
    row?.labels.map(({ name }) => name),
    ["myimage:0.1", "demousr/demorep:1.0"],
  );
});

test("a layer looks the same on this computer, at the Hub and in both versions", () => {
  const [first, second, there] = blocksOf({ ...PICTURE, host: [IMAGE, SECOND] });
  assert.deepEqual(first, there);
  assert.deepEqual(first?.[0], second?.[0]);
  assert.notEqual(first?.[1]?.look, second?.[1]?.look);
  assert.deepEqual(
    [first?.[0]?.name, first?.[1]?.name, second?.[1]?.name],
    ["72ed", "a1b2", "c3d4"],
  );
});

test("a side without rows says why", () => {
  const others = { images: 1, containers: 0 };
  const here = (/** @type {Scene | null} */ scene) => hostSide(scene, VIEW)[0]?.empty;
  assert.equal(here(null), "…");
  assert.equal(here({ ...PICTURE, host: null }), "the engine isn’t answering");
  assert.equal(here({ ...PICTURE, host: [] }), "no images");
  assert.equal(here({ ...PICTURE, host: [], others }), "no course images");
  const there = (/** @type {Scene | null} */ scene) => hubSide(scene, VIEW)[0]?.empty;
  assert.equal(there(null), "…");
  assert.equal(there({ ...PICTURE, hub: null }), "can’t be seen right now");
  assert.equal(there({ ...PICTURE, hub: null, hub_hidden: true }), "shown only after a login");
  assert.equal(there({ ...PICTURE, hub: [] }), "no repositories yet");
  assert.equal(there({ ...PICTURE, hub: [], hub_public_only: true }), "no public repositories");
});

test("each repository is drawn by its name, empty and private ones too", () => {
  const drawn = groups(
    { ...REPOSITORY, repository: "demousr/empty", tags: [] },
    { ...REPOSITORY, visibility: "private" },
  );
  assert.deepEqual(
    drawn.map(({ title, mark, rows, empty }) => [title, mark?.name, rows.length, empty]),
    [
      ["demousr/empty", "public", 0, "no tags yet"],
      ["demousr/demorep", "private", 1, "no tags yet"],
    ],
  );
});

test("tags of one image at the Hub share a row", () => {
  const [tag] = REPOSITORY.tags;
  assert.ok(tag);
  const [group] = groups({ ...REPOSITORY, tags: [tag, { ...tag, name: "latest" }] });
  assert.deepEqual(
    group?.rows.map((row) => row.labels.map((label) => label.name)),
    [["1.0", "latest"]],
  );
});

test("an image at the Hub is found by the ID that either image store gives it", () => {
  const [group] = hubSide(PICTURE, VIEW);
  assert.deepEqual(group?.rows[0]?.ids, [IMAGE_ID, DIGEST]);
});

test("without a change nothing is marked", () => {
  for (const view of [VIEW, after(PICTURE)]) {
    const drawn = [...hostSide(PICTURE, view), ...hubSide(PICTURE, view)];
    assert.doesNotMatch(JSON.stringify(drawn), /"differs":true/);
  }
});

test("what the last change brought is marked: an image, a name, a layer", () => {
  const before = { ...PICTURE, host: [{ ...IMAGE, names: ["myimage:0.1"] }] };
  const [group] = hostSide({ ...PICTURE, host: [SECOND, IMAGE] }, after(before));
  const [newer, older] = group?.rows ?? [];
  assert.deepEqual([newer?.differs, older?.differs], [true, false]);
  assert.deepEqual(
    newer?.layers?.map(({ differs }) => differs),
    [false, true],
  );
  assert.deepEqual(
    older?.labels.map(({ differs }) => differs),
    [false, true],
  );
});

test("what the last change brought to the Hub is marked, but no layer that was there", () => {
  const [tag] = REPOSITORY.tags;
  assert.ok(tag);
  const second = { ...tag, name: "2.0", digest: "sha256:2", layers: [PROGRAM, OTHER_TEXT] };
  const now = { ...PICTURE, hub: [{ ...REPOSITORY, tags: [tag, second] }] };
  const [group] = hubSide(now, after(PICTURE));
  assert.equal(group?.differs, false);
  assert.deepEqual(
    group?.rows.map(({ differs }) => differs),
    [false, true],
  );
  assert.deepEqual(
    group?.rows[1]?.layers?.map(({ differs }) => differs),
    [false, true],
  );
});

test("a new repository is marked by its name, a changed one by what it is now", () => {
  const [created] = hubSide(PICTURE, after({ ...PICTURE, hub: [] }));
  assert.deepEqual([created?.differs, created?.mark?.differs], [true, false]);
  const hidden = /** @type {Scene} */ ({
    ...PICTURE,
    hub: [{ ...REPOSITORY, visibility: "private" }],
  });
  const [changed] = hubSide(hidden, after(PICTURE));
  assert.deepEqual([changed?.differs, changed?.mark?.differs], [false, true]);
});

test("what a silent side had is unknown, and nothing is marked", () => {
  const silent = { ...PICTURE, host: null, hub: null };
  const drawn = [...hostSide(PICTURE, after(silent)), ...hubSide(PICTURE, after(silent))];
  assert.doesNotMatch(JSON.stringify(drawn), /"differs":true/);
});

test("the way from the Hub is closed where all is private", () => {
  const hidden = /** @type {Repository} */ ({ ...REPOSITORY, visibility: "private" });
  assert.equal(isAllPrivate({ ...PICTURE, hub: [hidden] }), true);
  assert.equal(isAllPrivate({ ...PICTURE, hub: [hidden, REPOSITORY] }), false);
  assert.equal(isAllPrivate({ ...PICTURE, hub: [] }), false);
  assert.equal(isAllPrivate(null), false);
});
