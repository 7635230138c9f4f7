import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choiceThatHolds,
  entriesOf,
  firstToDo,
  lineToSpeakOf,
  spokenOf,
  viewOf,
} from "../src/view.js";
import { panelModel, STEP, VERDICT, viewIn } from "./examples.js";

test("how the command that repairs a mistake is shown is what the verdict says", () => {
  for (const repair_shown of /** @type {const} */ (["withheld", "behind the button", "open"])) {
    const model = panelModel({ verdicts: { tag: { ...VERDICT, repair_shown, show_me: false } } });
    assert.equal(viewOf(model, { step: STEP, part: null }).canShow, false);
    assert.equal(viewOf(model, { step: STEP, part: null }).repairShown, repair_shown);
  }
  assert.equal(viewOf(panelModel(), { step: STEP, part: null }).repairShown, "withheld");
});

test("a step is one line, unless it falls into several parts", () => {
  const parts = ["The message is changed", "It is built"].map((title) => ({ title, goal: title }));
  assert.deepEqual(entriesOf([STEP]), [{ step: STEP, part: null }]);
  assert.deepEqual(
    entriesOf([{ ...STEP, lines: parts }]).map(({ step, part }) => [step.title, step.step, part]),
    [
      ["The message is changed", "tag", 0],
      ["It is built", "tag", 1],
    ],
  );
  assert.equal(entriesOf([{ ...STEP, lines: parts.slice(1) }]).length, 1);
});

test("a view has what the kernel keeps for its step alone", () => {
  const answers = { tag: "1.0", push: "2.0" };
  const model = panelModel({
    answers,
    tried: { tag: "0.1" },
    busy: { push: "solve" },
    said: { tag: "Refused." },
  });
  const view = viewOf(model, { step: STEP, part: null });
  assert.equal(view.answer, "1.0");
  assert.equal(view.tried, "0.1");
  assert.equal(view.busy, null);
  assert.equal(view.said, "Refused.");
});

test("a part has a verdict of its own", () => {
  const verdicts = { tag: VERDICT };
  const model = panelModel({ verdicts, line_words: { tag: ["passed", "not yet"] } });
  assert.equal(viewOf(model, { step: STEP, part: 0 }).state, "passed");
  assert.equal(viewOf(model, { step: STEP, part: 1 }).state, "not-yet");
  assert.equal(viewOf(model, { step: STEP, part: null }).state, "not-yet");
});

test("a step that is to be tried alone keeps its help back until its time", () => {
  const entry = { step: { ...STEP, reveal_after: 300 }, part: null };
  assert.equal(viewOf(panelModel(), entry).revealed, false);
  assert.equal(viewOf(panelModel({ revealed: ["tag"] }), entry).revealed, true);
});

test("open is the first line that is still to do, else the last one", () => {
  assert.equal(firstToDo([viewIn("passed"), viewIn("not-yet"), viewIn("not-yet")]), 1);
  assert.equal(firstToDo([viewIn("not-yet"), viewIn("passed")]), 0);
  assert.equal(firstToDo([viewIn("passed"), viewIn("skipped")]), 1);
});

test("a chosen line stays open until it is over while others are still to do", () => {
  assert.equal(choiceThatHolds(1, [viewIn("not-yet"), viewIn("not-yet")]), 1);
  assert.equal(choiceThatHolds(1, [viewIn("not-yet"), viewIn("passed")]), null);
  assert.equal(choiceThatHolds(0, [viewIn("passed"), viewIn("passed")]), 0);
  assert.equal(choiceThatHolds(null, [viewIn("passed")]), null);
});

test("a changed verdict is said aloud, once", () => {
  const before = [viewIn("passed"), viewIn("not-yet")];
  const now = [viewIn("passed"), viewIn("passed")];
  assert.equal(lineToSpeakOf(before, now), 1);
  assert.equal(lineToSpeakOf(now, now), -1);
});

test("another cause is a changed verdict", () => {
  const before = [viewIn("not-yet", { cause: "tag-missing" })];
  assert.equal(lineToSpeakOf(before, [viewIn("not-yet", { cause: "tag-latest" })]), 0);
});

test("the first verdict after waiting is not said aloud", () => {
  assert.equal(lineToSpeakOf(null, [viewIn("passed")]), -1);
  assert.equal(lineToSpeakOf([viewIn("waiting")], [viewIn("passed")]), -1);
  assert.equal(lineToSpeakOf([viewIn("passed")], [viewIn("waiting")]), -1);
});

test("a command that opened by itself is said aloud, though the verdict is the same", () => {
  const before = [viewIn("not-yet", {}, { repairShown: "behind the button" })];
  const now = [viewIn("not-yet", {}, { repairShown: "open" })];
  assert.equal(lineToSpeakOf(before, now), 0);
  assert.equal(lineToSpeakOf(now, now), -1);
});

test("what is said aloud is short: the step, its state, the first sentence, and where the command is", () => {
  const text = "You gave no tag, so Docker wrote latest. The course wants 1.0. Write it.";
  const view = viewIn("not-yet", { text }, { repairShown: "behind the button" });
  const said = "Tag the image for the Hub: Not yet. You gave no tag, so Docker wrote latest.";
  assert.equal(spokenOf(STEP.title, view), said);
  const open = { ...view, repairShown: /** @type {const} */ ("open") };
  assert.equal(spokenOf(STEP.title, open), `${said} The command is shown.`);
  assert.equal(spokenOf("Tag", viewIn("stopped", { text })), "Tag: Stopped.");
  const name = viewIn("passed", { text: "myimage:0.1 is v1.0 here. More." });
  assert.equal(spokenOf("Tag", name), "Tag: Passed. myimage:0.1 is v1.0 here.");
});
