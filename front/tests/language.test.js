import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { gettext, listed, ngettext, speak } from "../src/language.js";
import { Looks } from "../src/picture/looks.js";
import { lastChange } from "../src/picture/steps.js";
import { describe } from "../src/picture/words.js";
import { PICTURE } from "./examples.js";

/** @import { Language } from "../src/traits.js" */

/** Two forms in which 0 and 1 are alike, then a third for what ends in 5. @type {Language} */
const OTHER = {
  tag: "xx",
  direction: "rtl",
  messages: {
    "Next: {title}": "{title} <-",
    "{names} and {last}": "{names} & {last}",
    "{number} minute": {
      forms: ["{number} min", "{number} mins", "{number} fives"],
      which: Array.from({ length: 200 }, (_, n) => (n < 2 ? 0 : n % 10 === 5 ? 2 : 1)).join(""),
    },
  },
};

afterEach(() => speak(undefined));

const minutes = (/** @type {number} */ number) =>
  ngettext("{number} minute", "{number} minutes", number);

test("a message is told in the language that is spoken, else in English", () => {
  assert.equal(gettext("Next: {title}", { title: "Push" }), "Next: Push");
  speak(OTHER);
  assert.equal(gettext("Next: {title}", { title: "Push" }), "Push <-");
  assert.equal(gettext("Nothing of {name}", { name: "demousr" }), "Nothing of demousr");
});

test("a plural has the form that its language has for the number, however large", () => {
  assert.deepEqual([minutes(0), minutes(1), minutes(2)], ["0 minutes", "1 minute", "2 minutes"]);
  speak(OTHER);
  assert.deepEqual([0, 1, 2, 15].map(minutes), ["0 min", "1 min", "2 mins", "15 fives"]);
  assert.deepEqual([201, 1015].map(minutes), ["201 mins", "1015 fives"]);
});

test("several names are a list in that language", () => {
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
  speak(OTHER);
  assert.equal(listed(["a", "b", "c"]), "a, b & c");
  assert.equal(gettext("Only {names}", { names: ["a", "b"] }), "Only a & b");
  assert.equal(gettext("Only {names}", { names: [] }), "Only ");
});

test("a fact that looks like a placeholder stays as it is", () => {
  assert.equal(gettext("Next: {title}", { title: "{title}" }), "Next: {title}");
});

test("the picture is told in English where the kernel sends no other", () => {
  speak(OTHER);
  assert.match(describe(PICTURE, new Looks()), /named myimage:0\.1 & demousr\/demorep:1\.0/);
  assert.equal(lastChange(null), "No change seen yet.");
});
