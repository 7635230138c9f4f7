import assert from "node:assert/strict";
import { test } from "node:test";
import { echoOf } from "../src/answer.js";
import { canStart, isMissing, listsWhatIsHere, worldInWords } from "../src/findings.js";
import { headingOf } from "../src/panel-header.js";
import { STEP, viewIn } from "./examples.js";

test("while the world is away, it is spoken of in place of a verdict", () => {
  const stopped = viewIn("stopped", {}, { link: "stopped" });
  assert.deepEqual(worldInWords(stopped), [
    "The practice world has stopped.",
    "This isn’t your fault, and nothing is lost.",
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

test("the names on this computer are not taken for a try", () => {
  const here = { here: { shown: ["myimage:0.1"], more: 0 } };
  assert.equal(listsWhatIsHere(viewIn("not-yet", { finding: { facts: here } }).verdict), true);
  const name = { name: "demousr/demorep:latest", others: ["keep:me"] };
  assert.equal(listsWhatIsHere(viewIn("not-yet", { finding: { facts: name } }).verdict), false);
  assert.equal(listsWhatIsHere(null), false);
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
  assert.equal(echoOf({ ...none, answer: "1.0", tried: "0.1" }, "1.0"), "Right");
  assert.equal(echoOf({ ...none, answer: "1.0" }, "typing"), "Right: 1.0");
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
  assert.equal(headingOf(TWO, COURSE, views, "not-yet").state, "2 of 3 done");
  assert.equal(headingOf(TWO, COURSE, views, "passed").state, "Passed");
});

test("where a step falls into parts, the header counts goals, and says how many steps they are", () => {
  const second = { ...STEP, step: "push", number: 5 };
  const parts = [0, 1].map((part) => ({ step: STEP, part }));
  const entries = [...parts, { step: second, part: null }];
  const views = entries.map(() => viewIn("not-yet"));
  const { state, where } = headingOf(entries, COURSE, views, "not-yet");
  assert.deepEqual([state, where], ["0 of 3 done", "3 goals in steps 4 to 5 of 2"]);
});

test("before the course is known, the header says what it knows", () => {
  const { title, where } = headingOf(TWO, {}, [viewIn("waiting"), viewIn("waiting")], "waiting");
  assert.deepEqual([title, where], [STEP.title, "Steps 4 to 5 of …"]);
});

test("the header says what was shown, and what could not be checked", () => {
  const views = [viewIn("passed"), viewIn("passed", {}, { mark: "shown" })];
  assert.equal(headingOf(TWO, COURSE, views, "passed").remark, "shown: try it yourself");
  assert.equal(headingOf(TWO, COURSE, views, "stopped").remark, "couldn’t check");
  assert.equal(headingOf(ONE, COURSE, views.slice(0, 1), "passed").remark, "");
});
