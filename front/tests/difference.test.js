import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceInWords, differenceOf } from "../src/difference.js";

const TARGET = "demousr/demorep:1.0";

/** @type {[seen: string, wanted: string, words: string][]} */
const DIFFERENCES = [
  ["demousr/demorep:0.1", TARGET, "The tag is `0.1`, not `1.0`."],
  [
    "demousr/demorep:latest",
    `${TARGET} on the image myimage:0.1`,
    "The tag is `latest`, not `1.0`.",
  ],
  ["demouser/demorep:1.0", TARGET, "The account is `demouser`, not `demousr`."],
  ["demousr/demorepo:1.0", TARGET, "The repository is `demorepo`, not `demorep`."],
  [
    "demousr/demorepo:latest",
    TARGET,
    "The repository is `demorepo`, not `demorep`. The tag is `latest`, not `1.0`.",
  ],
  ["demorep:1.0", TARGET, "The account `demousr` is missing."],
  ["docker push demousr/demorep: no such tag", TARGET, "The tag `1.0` is missing."],
  ["DemoUsr/demorep:1.0", TARGET, "The account is `DemoUsr`, not `demousr`."],
  [
    "the image under the name myimag:0.1",
    "myimage:0.1",
    "The repository is `myimag`, not `myimage`.",
  ],
  ["a pull of demousr/demorep:2.0", TARGET, "The tag is `2.0`, not `1.0`."],
  ["docker push demousr/demorep:0.1: tag does not exist", TARGET, "The tag is `0.1`, not `1.0`."],
  [
    "127.0.0.1:5000/demousr/demorep:1.0",
    "localhost:5000/demousr/demorep:1.0",
    "The registry is `127.0.0.1:5000`, not `localhost:5000`.",
  ],
  [TARGET, "localhost:5000/demousr/demorep:1.0", "The registry `localhost:5000` is missing."],
  [
    "demousr/demorepo on the Hub",
    "demousr/demorep, public",
    "The repository is `demorepo`, not `demorep`.",
  ],
];
for (const [seen, wanted, words] of DIFFERENCES) {
  test(`"${seen}" differs from "${wanted}": ${words}`, () => {
    const found = differenceOf(seen, wanted);
    assert.ok(found);
    assert.equal(differenceInWords(found), words);
  });
}

/** @type {[seen: string, wanted: string][]} */
const NO_PAIR = [
  ["myimage:0.1", TARGET], // nothing in common
  ["this computer has myimage:0.1 and demousr/demorep:latest", TARGET], // which of them?
  [`no ${TARGET} on this computer`, TARGET], // the same
  ["denied: requested access to the resource is denied", TARGET],
  ["demousr/demorep:1.0 is 352bb960af64", "the image ID of myimage:0.1"],
  ["docker images", "docker pull demousr/demorep"],
  ["demousr/demorep is private", TARGET], // of a repository
  ["demousr/demorep on the Hub has no tags", TARGET],
  ["demousr/demorep:1,0, with a comma", TARGET], // no name at all
  ["demousr/demorep::1.0", TARGET],
  ["my+image:0.1", "myimage:0.1"],
  ["the name Demousr/a/demorep:1.0", TARGET],
  ["docker push demousr / demorep:1.0: 3 words", TARGET],
  ["docker build -t my image:0.1 myimage: 2 words", "myimage:0.1"],
  ["cc0000000000, the ID of theirs:1", "what is in the row of myimage:0.1"],
  ["0.1", "the image ID of myimage:0.1"],
  ["", ""],
];
for (const [seen, wanted] of NO_PAIR) {
  test(`"${seen}" is not compared with "${wanted}"`, () => {
    assert.equal(differenceOf(seen, wanted), null);
  });
}

test("the parts that differ are marked in both names, and what one has more than the other", () => {
  const marked = (/** @type {string} */ seen, /** @type {string} */ wanted) => {
    const found = differenceOf(seen, wanted);
    return [found?.seen, found?.wanted].map((side) =>
      side?.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(""),
    );
  };
  assert.deepEqual(marked("demousr/demorep:0.1", TARGET), [
    "demousr/demorep:[0.1]",
    "demousr/demorep:[1.0]",
  ]);
  assert.deepEqual(marked("demorep:1.0", TARGET), ["demorep:1.0", "[demousr]/demorep:1.0"]);
  assert.deepEqual(marked("docker pull demousr/demorepo:1.0", TARGET), [
    "docker pull demousr/[demorepo]:1.0",
    "demousr/[demorep]:1.0",
  ]);
});
