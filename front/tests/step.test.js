import assert from "node:assert/strict";
import { test } from "node:test";
import { echoOf } from "../src/answer.js";
import { canStart, isMissing, worldInWords } from "../src/findings.js";
import { offerOf, remarkOf } from "../src/help.js";
import { headingOf } from "../src/panel-header.js";
import { STEP, viewIn } from "./examples.js";

test("while the world is away, it is spoken of in place of a verdict", () => {
  const stopped = viewIn("stopped", {}, { link: "stopped" });
  assert.deepEqual(worldInWords(stopped), [
    "The practice world has stopped.",
    "Not your doing, and nothing is lost.",
  ]);
  assert.equal(worldInWords({ ...stopped, trouble: "No room." })?.[1], "No room.");
  assert.equal(worldInWords(viewIn("not-yet")), null);
});

test("of an engine that stopped in a world that answers, the verdict says more", () => {
  assert.equal(worldInWords(viewIn("stopped", { cause: "engine-stopped" })), null);
});

test("something is missing where the world says so, and not where it is away", () => {
  assert.equal(isMissing(viewIn("not-yet")), true);
  assert.equal(isMissing(viewIn("unchecked")), true);
  assert.equal(isMissing(viewIn("passed")), false);
  assert.equal(isMissing(viewIn("stopped")), false);
  assert.equal(isMissing(viewIn("waiting")), false);
});

test("a world is started again by a button, an own Docker is not", () => {
  assert.equal(canStart(viewIn("stopped", {}, { link: "stopped" })), true);
  assert.equal(canStart(viewIn("stopped", { repair: "docker-lessons start" })), true);
  assert.equal(canStart(viewIn("unchecked", { repair: "docker-lessons start" })), true);
  assert.equal(
    canStart(viewIn("stopped", { repair: "docker-lessons start --engine practice" })),
    false,
  );
  assert.equal(canStart(viewIn("not-yet", { repair: "docker-lessons start" })), false);
});

test("the echo of an answer says what became of it", () => {
  const none = { answer: null, tried: null, busy: null };
  assert.equal(echoOf(none, ""), "");
  assert.equal(echoOf({ ...none, busy: "answer", tried: "0.1" }, "0.2"), "Checking…");
  assert.equal(echoOf({ ...none, tried: "0.1" }, "0.1"), "You answered 0.1");
  assert.equal(echoOf({ ...none, answer: "1.0", tried: "0.1" }, "1.0"), "✓ It stands");
  assert.equal(echoOf({ ...none, answer: "1.0" }, "typing"), "✓ It stands: 1.0");
});

test("a hint comes first, and its command when it is asked for again", () => {
  const view = viewIn("not-yet");
  assert.deepEqual(offerOf(STEP, view, 0), {
    pointer: false,
    command: false,
    hintButton: true,
    hintWord: "Hint",
    solveButton: true,
  });
  assert.deepEqual(offerOf(STEP, view, 1), {
    pointer: true,
    command: false,
    hintButton: true,
    hintWord: "Show the command",
    solveButton: true,
  });
  const { command, hintButton } = offerOf(STEP, view, 2);
  assert.deepEqual([command, hintButton], [true, false]);
});

test("before its time neither the command nor Show me is offered", () => {
  const view = viewIn("not-yet", {}, { revealed: false });
  const { hintButton, solveButton } = offerOf(STEP, view, 1);
  assert.deepEqual([hintButton, solveButton], [false, false]);
  assert.equal(offerOf(STEP, view, 2).command, false);
});

test("a step that is over offers no help", () => {
  const { pointer, hintButton, solveButton } = offerOf(STEP, viewIn("skipped"), 1);
  assert.deepEqual([pointer, hintButton, solveButton], [false, false, false]);
});

test("a step without hints has no button for them", () => {
  assert.equal(offerOf({}, viewIn("not-yet"), 0).hintButton, false);
});

test("beside the buttons stands when more help comes, or what could not be done", () => {
  const alone = { reveal_after: 300 };
  const early = viewIn("not-yet", {}, { revealed: false });
  assert.match(remarkOf(alone, early), /come after 5 minutes\.$/);
  assert.equal(remarkOf(alone, { ...early, said: "Refused." }), "Refused.");
  assert.equal(remarkOf(alone, { ...early, revealed: true }), "");
  assert.equal(remarkOf(alone, { ...early, state: "passed" }), "");
});

const COURSE = {
  steps: [STEP, { ...STEP, step: "push" }],
  pages: [{ page: "03-tag", title: "A name for the Hub", minutes: 15, steps: ["tag"] }],
};
const ONE = [{ step: STEP, part: null }];
const TWO = [...ONE, { step: { ...STEP, number: 5 }, part: null }];

test("the header of one step names it, of several their page", () => {
  const one = headingOf(ONE, COURSE, [viewIn("not-yet")], "not-yet");
  assert.deepEqual([one.page, one.title, one.where], ["03", STEP.title, "Step 4 of 2"]);
  const two = headingOf(TWO, COURSE, [viewIn("passed"), viewIn("not-yet")], "not-yet");
  assert.deepEqual([two.title, two.where], ["A name for the Hub", "Steps 4 to 5 of 2"]);
});

test("the header of several steps counts those that are over", () => {
  const views = [viewIn("passed"), viewIn("skipped"), viewIn("not-yet")];
  assert.equal(headingOf(TWO, COURSE, views, "not-yet").state, "2 of 3");
  assert.equal(headingOf(TWO, COURSE, views, "passed").state, "Passed");
});

test("before the course is known, the header says what it knows", () => {
  const { title, where } = headingOf(TWO, {}, [viewIn("waiting"), viewIn("waiting")], "waiting");
  assert.deepEqual([title, where], [STEP.title, "Steps 4 to 5 of …"]);
});

test("the header says what was shown, and what could not be checked", () => {
  const views = [viewIn("passed"), viewIn("passed", {}, { mark: "shown" })];
  assert.equal(headingOf(TWO, COURSE, views, "passed").remark, "shown: worth doing by hand");
  assert.equal(headingOf(TWO, COURSE, views, "stopped").remark, "could not check");
  assert.equal(headingOf(ONE, COURSE, views.slice(0, 1), "passed").remark, "");
});
