/* The sheet to take away: the course's commands with the learner's own Docker ID. */
import { sayCopied } from "./copy.js";
import { fill, h, say, set, show } from "./dom.js";
import { openPage } from "./lab/pages.js";
import { initialize } from "./lab/saved.js";
import { gettext, mark, speak } from "./language.js";

/**
 * @import { PageLink, Rendering, SheetTraits } from "./traits.js"
 */

/** Docker Hub's rule for new accounts. */
const DOCKER_ID = /^[a-z0-9]{4,30}$/;

/**
 * Tells whether a text can be a Docker ID.
 *
 * @param {string} text
 */
export const isDockerId = (text) => DOCKER_ID.test(text);

/**
 * Returns a command with the learner's own Docker ID instead of the practice account.
 *
 * @param {string} command
 * @param {string} account
 * @param {string} own
 */
export function withOwnAccount(command, account, own) {
  return command.replaceAll(`${account}/`, `${own}/`).replace(`-u ${account}`, `-u ${own}`);
}

/**
 * Renders the sheet; anywidget calls this once for each view.
 *
 * @param {Rendering<SheetTraits>} rendering
 */
function render({ model, el }) {
  let made = sheet();
  made.input.value = model.get("docker_id") ?? "";
  el.classList.add("dl-host");

  function build() {
    speak(model.get("language"));
    const { value } = made.input;
    made = sheet();
    made.input.value = value;
    mark(made.element);
    el.replaceChildren(made.element);
    made.input.addEventListener("input", paint);
    paint();
  }

  function paint() {
    const { input, note, lines, shown, links } = made;
    const typed = input.value.trim();
    const isWrong = typed !== "" && !isDockerId(typed);
    say(
      note,
      isWrong
        ? gettext("A Docker ID has 4 to 30 lowercase letters and digits, and nothing else.")
        : "",
    );
    set(input, "aria-invalid", isWrong && "true");
    const account = model.get("account");
    const own = isDockerId(typed) ? typed : gettext("YOU");
    const commands = model.get("commands").map((line) => withOwnAccount(line, account, own));
    say(lines, commands.join("\n"));
    const steps = model.get("shown");
    show(shown, steps.length > 0);
    fill(links, JSON.stringify(steps), () => steps.map(pageLink));
  }

  build();
  model.on("change:language", build);
  model.on("change", paint);
  return () => {
    model.off("change:language", build);
    model.off("change", paint);
  };
}

export default { initialize, render };

/** Makes the sheet's elements. */
function sheet() {
  const input = idInput();
  const note = h("span", { class: "dl-echo", id: "dl-docker-id-note", role: "status" });
  const lines = commandLines();
  const copy = h("button", { type: "button", onclick: copyAll }, gettext("Copy all"));
  const print = h(
    "button",
    { type: "button", onclick: () => printAlone(text()) },
    gettext("Print"),
  );
  const links = h("ul", { style: "padding-inline-start: 20px" });
  const shownTitle = h(
    "p",
    { class: "dl-text" },
    gettext("These steps were shown to you. Do each one yourself to make it your own:"),
  );
  const shown = h("div", { class: "dl-shown" }, shownTitle, links);
  const form = h(
    "form",
    { class: "dl-answer", onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    h("label", { for: "dl-docker-id" }, gettext("Your Docker ID")),
    note,
    h("span", { class: "dl-field" }, input),
  );
  const buttons = h("div", { class: "dl-buttons" }, copy, print);
  const element = h(
    "section",
    {
      class: "dl dl-sheet",
      "aria-label": gettext("Your commands"),
      "data-lm-suppress-shortcuts": "true",
    },
    h("div", { class: "dl-columns" }, form, lines, buttons, shown),
  );

  function text() {
    return lines.textContent;
  }

  async function copyAll() {
    await navigator.clipboard.writeText(text());
    sayCopied(copy, gettext("Copy all"));
  }

  return { element, input, note, lines, shown, links };
}

function idInput() {
  return h("input", {
    id: "dl-docker-id",
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    translate: "no",
    placeholder: gettext("your username on Docker Hub"),
    "aria-describedby": "dl-docker-id-note",
  });
}

function commandLines() {
  return h("pre", {
    style:
      "margin: 0; padding: 10px 12px; background: var(--wash); border: 1px solid var(--line); " +
      "border-radius: 6px; font: 13px/1.7 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere",
    translate: "no",
    tabindex: "0",
    role: "group",
    "aria-label": gettext("Your seven commands"),
  });
}

/**
 * Makes a link to the page of a step that was shown.
 *
 * @param {PageLink} step
 */
function pageLink({ href, title }) {
  const open = (/** @type {Event} */ event) => openPage(event, href);
  return h("li", {}, h("a", { href, onclick: open }, title));
}

/**
 * Prints a text alone, without the page around it.
 *
 * @param {string} text
 */
function printAlone(text) {
  const frame = h("iframe", { class: "dl-away", title: gettext("Your commands, to print") });
  document.body.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  if (!page || !view) return;
  const pre = page.createElement("pre");
  pre.textContent = text;
  pre.style.font = "16px/1.9 monospace";
  page.body.append(pre);
  view.onafterprint = () => frame.remove();
  view.print();
}
