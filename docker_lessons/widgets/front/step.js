/* One step of a panel: its goal, what was seen and what is wanted, the answer, the help. */
import { copyLine, fill, firstCode, h, prose, say, set, show } from "./dom.js";

const CALM = {
  waiting: ["Looking at the world…", "The first answer comes by itself."],
  starting: ["The practice world is starting.", "A moment; this panel goes on by itself."],
  stopped: ["The practice world has stopped.", "Not your doing, and nothing is lost."],
};

const START = "docker-lessons start"; // what the button does

const COMMAND = /^docker /; // an act at the Hub has no command; what does it is "Show me"

let fields = 0;

/** Builds the block of a step. `send(message)` speaks to the kernel. */
export function stepBlock(step, send) {
  const goal = h("p", { class: "dl-goal" });
  const seen = h("dd");
  const wanted = h("dd");
  const facts = h("dl", { class: "dl-facts-list" }, h("dt", {}, "seen"), seen, h("dt", {}, "wanted"), wanted);
  const verdictText = h("p", { class: "dl-text" });
  const repair = copyLine();
  const start = h("button", { type: "button", class: "dl-start", onclick: () => send({ do: "start" }) }, "Start it again");
  const findings = h("div", { class: "dl-findings" }, facts, verdictText, repair.element, start);

  const answer = answerField(step, send);
  const help = helpBox(step, send);
  const element = h("div", { class: "dl-step" }, goal, findings, answer?.element ?? null, help.box);
  return {
    element,
    buttons: help.buttons,
    update(view) {
      fill(goal, step.goal, () => prose(step.goal));
      const { state, verdict } = view;
      const world = state in CALM && !(state === "stopped" && view.link === "live"); // then the verdict knows more
      const over = state === "passed" || state === "skipped";
      const missing = !world && !over && state !== "stopped";
      const [first, second] = world ? CALM[state] : [];
      const text = world ? "" : verdict?.text ?? "";
      findings.classList.toggle("calm", state !== "not-yet");
      fill(verdictText, world ? state + (view.trouble || verdict?.cause || "") : text, () =>
        world ? [h("strong", {}, first), ` ${state === "stopped" && view.trouble ? view.trouble : second}`] : prose(text));
      show(verdictText, world || Boolean(text));
      const told = missing || state === "passed";
      show(facts, told && Boolean(verdict?.seen || verdict?.wanted));
      facts.classList.toggle("seen", over);
      if (told) {
        const target = missing ? firstCode(verdict?.wanted) : "";
        fill(seen, `${verdict?.seen}|${target}`, () => prose(verdict?.seen, target));
        fill(wanted, verdict?.wanted ?? "", () => prose(verdict?.wanted));
      }
      const open = missing && COMMAND.test(verdict?.repair ?? "") && view.repairOpen;
      show(repair.element, open);
      if (open) repair.update(verdict.repair);
      show(start, view.link === "stopped" || (["stopped", "unchecked"].includes(state) && verdict?.repair === START));
      answer?.update(view);
      help.update(view);
    },
  };
}

/** JupyterLab's page keeps the browser from submitting a form by the Enter key. */
function submitOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

function answerField(step, send) {
  if (!step.question) return null;
  fields += 1;
  const id = `dl-answer-${fields}`;
  const input = h("input", { id, type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", translate: "no", placeholder: step.question.placeholder, "aria-describedby": `${id}-echo`, onkeydown: submitOnEnter });
  const button = h("button", { type: "submit" }, "Check");
  const echo = h("span", { class: "dl-echo", id: `${id}-echo` });
  const form = h("form", { class: "dl-answer", onsubmit: (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) send({ do: "answer", step: step.step, text });
    else input.focus();
  } }, h("label", { for: id }), echo, h("span", { class: "dl-field" }, input, button));
  let accepted = null;
  return {
    element: form,
    update(view) {
      fill(form.querySelector("label"), step.question.text, () => prose(step.question.text));
      if (view.answer && view.answer !== accepted) {
        if (!input.value || document.activeElement !== input) input.value = view.answer;
        accepted = view.answer;
      }
      if (!view.answer) accepted = null;
      const busy = view.busy === "answer";
      const tried = view.tried;
      const text = busy ? "Checking…" : view.answer ? `✓ It stands${input.value.trim() === view.answer ? "" : `: ${view.answer}`}` : tried ? `You answered ${tried}` : "";
      say(echo, text);
      set(echo, "translate", "no");
      form.classList.toggle("accepted", Boolean(view.answer));
      set(input, "aria-invalid", Boolean(tried && !view.answer) && "true");
      button.disabled = view.link !== "live";
    },
  };
}

function helpBox(step, send) {
  const [pointer, command] = step.hints ?? [];
  const text = h("p", { class: "dl-hint" });
  const line = copyLine();
  const box = h("div", { class: "dl-help" }, text, line.element);
  const hint = h("button", { type: "button", "aria-expanded": "false", onclick: () => { given += 1; paint(); } }, "Hint");
  const solve = h("button", { type: "button", onclick: () => send({ do: "solve", step: step.step }) }, "Show me");
  const later = h("span", { class: "dl-later" });
  let given = 0;
  let view = {};

  function paint() {
    const commandOpen = given > 1 && Boolean(command) && view.revealed;
    const over = view.state === "passed" || view.state === "skipped";
    show(box, given > 0 && !over);
    fill(text, pointer ?? "", () => prose(pointer));
    show(line.element, commandOpen);
    if (commandOpen) line.update(command);
    set(hint, "aria-expanded", given > 0 ? "true" : "false");
    say(hint, given > 0 && command ? "Show the command" : "Hint");
    const world = ["stopped", "starting", "waiting"].includes(view.state);
    show(hint, Boolean(pointer) && !over && (given === 0 || (given === 1 && Boolean(command) && view.revealed)));
    show(solve, !over && view.revealed);
    hint.disabled = world;
    solve.disabled = world || view.busy === "solve";
    say(solve, view.busy === "solve" ? "Showing…" : "Show me");
    say(later, view.said ? view.said : over || view.revealed ? "" : `Try it alone first: the command and “Show me” come after ${Math.round(step.reveal_after / 60)} minutes.`);
  }

  return {
    box,
    buttons: h("div", { class: "dl-buttons" }, hint, solve, later),
    update(next) {
      view = next;
      paint();
    },
  };
}
