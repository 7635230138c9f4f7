import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, isCommandOpen, offerOf, remarkOf } from "../src/help.js";
import { STEP, VERDICT, viewIn } from "./examples.js";

const OWN = STEP.hints?.[1];
const mistake = viewIn("not-yet", {}, { repairShown: "behind the button" });
const open = viewIn("not-yet", {}, { repairShown: "open" });
const untouched = viewIn("not-yet", {}, { repairShown: "withheld" });

test("after a first mistake its repair is a button away, and a hint is another", () => {
  const offer = offerOf(STEP, mistake, false);
  assert.deepEqual(offer, { hint: true, command: VERDICT.repair, solve: true });
  assert.equal(isCommandOpen(mistake, offer.command, new Map()), false);
});

test("after a second failure the command is there by itself, and can be put away", () => {
  assert.equal(isCommandOpen(open, "a", new Map()), true);
  assert.equal(isCommandOpen(open, "a", new Map([["a", false]])), false);
});

test("a command that was asked for stays as long as it is the same one", () => {
  const asked = new Map([["a", true]]);
  assert.equal(isCommandOpen(mistake, "a", asked), true);
  assert.equal(isCommandOpen(mistake, "b", asked), false);
});

test("before anything was tried a hint comes first, and the step's command after it", () => {
  assert.equal(commandOf(STEP, untouched, false), null);
  assert.equal(commandOf(STEP, untouched, true), OWN);
});

test("once something went wrong the command is the one that mends it", () => {
  const login = viewIn("not-yet", { repair: "docker login -u demousr" });
  assert.equal(commandOf(STEP, login, true), "docker login -u demousr");
});

test("before its time neither the command nor Show me is offered", () => {
  for (const shown of [mistake, open, untouched]) {
    const early = { ...shown, revealed: false };
    assert.deepEqual(offerOf(STEP, early, true), { hint: true, command: null, solve: false });
  }
});

test("a world that is broken shows what mends it, unless a button does it", () => {
  const broken = { repairShown: /** @type {const} */ ("open") };
  const start = viewIn("unchecked", { repair: "docker-lessons start" }, broken);
  assert.equal(commandOf(STEP, start, false), null);
  const own = viewIn("stopped", { repair: "docker-lessons start --engine practice" }, broken);
  assert.equal(commandOf(STEP, own, false), "docker-lessons start --engine practice");
});

test("while the world is away nothing of what was last heard is offered", () => {
  const away = viewIn("stopped", {}, { link: "stopped", repairShown: "open" });
  assert.equal(commandOf(STEP, away, true), null);
});

test("a step that is over offers no help", () => {
  assert.deepEqual(offerOf(STEP, viewIn("skipped"), true), {
    hint: false,
    command: null,
    solve: false,
  });
});

test("a step without hints has no button for them", () => {
  assert.equal(offerOf({}, untouched, false).hint, false);
  assert.equal(commandOf({}, untouched, true), null);
});

test("where it could only refuse, “Show me” is not offered, nor promised for later", () => {
  const theirs = viewIn("not-yet", {}, { canShow: false });
  assert.equal(offerOf(STEP, theirs, true).solve, false);
  const early = { ...theirs, revealed: false };
  assert.match(remarkOf({ reveal_after: 300 }, early), /: the command appears after 5 minutes\.$/);
});

test("beside the buttons is when more help comes, or what could not be done", () => {
  const alone = { reveal_after: 300 };
  const early = viewIn("not-yet", {}, { revealed: false });
  assert.match(remarkOf(alone, early), /after 5 minutes\.$/);
  assert.equal(remarkOf(alone, { ...early, said: "Refused." }), "Refused.");
  for (const state of /** @type {const} */ (["passed", "skipped"]))
    assert.equal(remarkOf(alone, { ...early, state, said: "Refused." }), "");
  assert.equal(remarkOf(alone, { ...early, revealed: true }), "");
  assert.equal(remarkOf(alone, { ...early, state: "passed" }), "");
});
