import assert from "node:assert/strict";
import { test } from "node:test";
import { changes } from "../src/picture/changes.js";
import { lastChange } from "../src/picture/steps.js";
import { DIGEST, IMAGE_ID, OTHER_TEXT, PROGRAM, TEXT } from "./examples.js";

/**
 * @import { HostImage, Picture, Repository, Scene } from "../src/documents.js"
 */

/** @type {Scene} */
const NOTHING = { host: [], hub: [], log_in: null };
const SECOND = "sha256:9e1c40d7721b";

/**
 * @param {string} id
 * @param {string[]} names
 * @param {HostImage["containers"]} containers
 * @returns {HostImage}
 */
const image = (id, names, containers = []) => ({ id, names, layers: [PROGRAM, TEXT], containers });
const host = (/** @type {HostImage[]} */ ...images) => ({ ...NOTHING, host: images });

/**
 * @param {Record<string, string>} tags digests by name
 * @param {Partial<Repository>} [rest]
 * @returns {Scene}
 */
const hub = (tags, rest = {}) => ({
  ...NOTHING,
  hub: [
    {
      repository: "demousr/demorep",
      visibility: "public",
      tags: Object.entries(tags).map(([name, digest]) => ({
        name,
        digest,
        image: IMAGE_ID,
        layers: [PROGRAM, OTHER_TEXT],
      })),
      ...rest,
    },
  ],
});

/** @type {[what: string, before: Scene, now: Scene & Pick<Picture, "tagged">, told: string[]][]} */
const CHANGES = [
  ["nothing", host(image(IMAGE_ID, ["a:1"])), host(image(IMAGE_ID, ["a:1"])), []],
  ["a build", NOTHING, host(image(IMAGE_ID, ["a:1"])), ["a:1 is new on this computer"]],
  [
    "a build without a name",
    NOTHING,
    host(image(IMAGE_ID, [])),
    ["an image without a name is new on this computer"],
  ],
  [
    "a pull of two tags",
    NOTHING,
    host(image(IMAGE_ID, ["a:1", "a:2"])),
    ["a:1 and a:2 are new on this computer"],
  ],
  [
    "a tag",
    host(image(IMAGE_ID, ["a:1"])),
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    ["a:1 is now also called b/c:1"],
  ],
  [
    "a tag by the name that comes second in the alphabet",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    { ...host(image(IMAGE_ID, ["a:1", "b/c:1", "d:1"])), tagged: { "d:1": "b/c:1" } },
    ["b/c:1 is now also called d:1"],
  ],
  [
    "a tag by the image's ID",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    { ...host(image(IMAGE_ID, ["a:1", "b/c:1", "d:1"])), tagged: { "d:1": "352bb960af64" } },
    ["352bb960af64 is now also called d:1"],
  ],
  [
    "a tag of which nobody saw the line",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    host(image(IMAGE_ID, ["a:1", "b/c:1", "d:1"])),
    ["d:1 is a new name of the image a:1 and b/c:1"],
  ],
  [
    "a tag whose line is older than what it was told for",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    { ...host(image(IMAGE_ID, ["a:1", "b/c:1", "d:1"])), tagged: { "d:1": "e:1" } },
    ["d:1 is a new name of the image a:1 and b/c:1"],
  ],
  [
    "a tag on an image without a name",
    host(image(IMAGE_ID, [])),
    host(image(IMAGE_ID, ["a:1"])),
    ["the image without a name is now called a:1"],
  ],
  [
    "one name removed",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    host(image(IMAGE_ID, ["b/c:1"])),
    ["a:1 is gone; the image is here as b/c:1"],
  ],
  [
    "the last name removed while a container needs the image",
    host(image(IMAGE_ID, ["a:1"])),
    host(image(IMAGE_ID, [])),
    ["a:1 is gone; the image is still here without a name"],
  ],
  [
    "two names removed while a container needs the image",
    host(image(IMAGE_ID, ["a:1", "b/c:1"])),
    host(image(IMAGE_ID, [])),
    ["a:1 and b/c:1 are gone; the image is still here without a name"],
  ],
  [
    "an image removed",
    host(image(IMAGE_ID, ["a:1", "b/c:1"]), image(SECOND, ["a:2"])),
    host(image(SECOND, ["a:2"])),
    ["a:1 and b/c:1 are gone from this computer"],
  ],
  [
    "a new build under the same name",
    host(image(IMAGE_ID, ["a:1"])),
    host(image(SECOND, ["a:1"]), image(IMAGE_ID, [])),
    ["a:1 is a different image now", "the earlier image is still here, without a name"],
  ],
  [
    "a new build under the same name, the earlier image gone",
    host(image(IMAGE_ID, ["a:1"])),
    host(image(SECOND, ["a:1"])),
    ["a:1 is a different image now"],
  ],
  [
    "a name moved to an image that is here",
    host(image(IMAGE_ID, ["a:1"]), image(SECOND, ["a:2"])),
    host(image(IMAGE_ID, ["a:1", "a:2"]), image(SECOND, [])),
    ["a:2 is a different image now", "the earlier image is still here, without a name"],
  ],
  [
    "a container",
    host(image(IMAGE_ID, ["a:1"])),
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "running" }])),
    ["the container quirky is new (running)"],
  ],
  [
    "a container that ended",
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "running" }])),
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "exited" }])),
    ["the container quirky has exited"],
  ],
  [
    "a container that was started again",
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "exited" }])),
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "running" }])),
    ["the container quirky is running now"],
  ],
  [
    "a container removed",
    host(image(IMAGE_ID, ["a:1"], [{ name: "quirky", state: "exited" }])),
    host(image(IMAGE_ID, ["a:1"])),
    ["the container quirky is gone"],
  ],
  ["a repository", NOTHING, hub({}), ["the public repository demousr/demorep is new on the Hub"]],
  [
    "a repository at a registry that doesn't say who sees it",
    NOTHING,
    hub({}, { visibility: null }),
    ["the repository demousr/demorep is new on the Hub"],
  ],
  [
    "a registry that shows nothing after a logout",
    hub({ "1.0": DIGEST }),
    { ...NOTHING, hub: null, hub_hidden: true },
    [],
  ],
  [
    "a repository deleted with its tag",
    hub({ "1.0": DIGEST }),
    NOTHING,
    ["the repository demousr/demorep is gone from the Hub"],
  ],
  [
    "a repository that only its owner may see now, or nobody",
    hub({ "1.0": DIGEST }),
    { ...NOTHING, hub_public_only: true },
    ["the repository demousr/demorep is private now, or gone from the Hub"],
  ],
  ...[hub({}), hub({ "1.0": DIGEST })].map(
    (now) =>
      /** @type {[string, typeof NOTHING, typeof NOTHING, string[]]} */ ([
        "a repository that everybody may see now, whether it is new or not",
        { ...NOTHING, hub_public_only: true },
        { ...now, hub_public_only: true },
        ["demousr/demorep is public now"],
      ]),
  ),
  [
    "a repository made private",
    hub({}),
    hub({}, { visibility: "private" }),
    ["demousr/demorep is private now"],
  ],
  ["a push", hub({}), hub({ "1.0": DIGEST }), ["demousr/demorep:1.0 is new on the Hub"]],
  [
    "a push of another image to the same tag",
    hub({ "1.0": DIGEST }),
    hub({ "1.0": SECOND }),
    ["demousr/demorep:1.0 is a different image on the Hub"],
  ],
  [
    "a tag deleted",
    hub({ "1.0": DIGEST, "2.0": SECOND }),
    hub({ "2.0": SECOND }),
    ["demousr/demorep:1.0 is gone from the Hub"],
  ],
  ["a log-in", NOTHING, { ...NOTHING, log_in: "a" }, ["you are logged in as a"]],
  ["a log-in of nobody known", NOTHING, { ...NOTHING, log_in: "" }, ["you are logged in"]],
  ["a log-out", { ...NOTHING, log_in: "a" }, NOTHING, ["you are logged out"]],
  ["an engine that stops", host(image(IMAGE_ID, ["a:1"])), { ...NOTHING, host: null }, []],
  ["a Hub that stops", hub({ "1.0": DIGEST }), { ...NOTHING, hub: null }, []],
];

for (const [what, before, now, told] of CHANGES) {
  test(`the last change is told: ${what}`, () => {
    assert.deepEqual(changes(before, now), told);
  });
}

test("beside the buttons two changes are told, and the others counted", () => {
  const now = host(...["a", "b", "c", "d"].map((name) => image(name, [name])));
  assert.equal(
    lastChange({ ...now, before: NOTHING }),
    "Last change: a is new on this computer; b is new on this computer; and 2 more.",
  );
  assert.equal(lastChange({ ...NOTHING, before: null }), "No change seen yet.");
  assert.equal(lastChange(null), "No change seen yet.");
});
