/* The field for the answer to a step's question. */
import { fill, h, say, set } from "./dom.js";
import { gettext } from "./language.js";
import { prose } from "./sentence.js";

/**
 * @import { Question } from "./documents.js"
 * @import { Send } from "./traits.js"
 * @import { View } from "./view.js"
 */

let fields = 0;

/**
 * Returns the text beside the field: what became of the answer.
 *
 * @param {Pick<View, "answer" | "tried" | "busy">} view
 * @param {string} typed the present text of the field
 */
export function echoOf({ answer, tried, busy }, typed) {
  if (busy === "answer") return gettext("Checking…");
  if (answer) return typed === answer ? gettext("Right") : gettext("Right: {answer}", { answer });
  return tried ? gettext("You answered {answer}", { answer: tried }) : "";
}

/**
 * Makes the form; `update(view)` brings it up to date.
 *
 * @param {string} step
 * @param {Question} question
 * @param {Send} send
 */
export function answerField(step, question, send) {
  fields += 1;
  const id = `dl-answer-${fields}`;
  const input = answerInput(id, question.placeholder);
  const button = h("button", { type: "submit" }, gettext("Check"));
  const echo = h("span", { class: "dl-echo", id: `${id}-echo` });
  const label = h("label", { for: id });
  const field = h("span", { class: "dl-field" }, input, button);
  const element = h("form", { class: "dl-answer", onsubmit: submit }, label, echo, field);
  /** @type {string | null} */
  let accepted = null;

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (text) send({ do: "answer", step, text });
    else input.focus();
  }

  /** @param {string | null} answer */
  function takeOver(answer) {
    const isTyping = input.value && document.activeElement === input;
    if (answer && answer !== accepted && !isTyping) input.value = answer;
    accepted = answer || null;
  }

  return {
    element,
    /** @param {View} view */
    update(view) {
      fill(label, question.text, () => prose(question.text));
      takeOver(view.answer);
      say(echo, echoOf(view, input.value.trim()));
      set(echo, "translate", "no");
      element.classList.toggle("accepted", Boolean(view.answer));
      set(input, "aria-invalid", Boolean(view.tried && !view.answer) && "true");
      button.disabled = view.link !== "live";
    },
  };
}

/**
 * Makes the input. Names and IDs are typed there, so nothing is corrected or translated.
 *
 * @param {string} id
 * @param {string} placeholder
 */
function answerInput(id, placeholder) {
  return h("input", {
    id,
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    translate: "no",
    placeholder,
    "aria-describedby": `${id}-echo`,
    onkeydown: submitOnEnter,
  });
}

/**
 * Submits the form by the Enter key: inside JupyterLab the browser does not do it.
 *
 * @param {KeyboardEvent & { target: HTMLInputElement }} event
 */
function submitOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
}
