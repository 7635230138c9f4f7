/* The sheet to take away: the course's commands with one's own Docker ID in them, and what was only shown. */
import { fill, h, say, set, show } from "./dom.js";
import { openPage } from "./lab.js";

const DOCKER_ID = /^[a-z0-9]{4,30}$/; // the Hub's rule for new accounts

/** Prints a text alone, not the page around it. */
function printAlone(text) {
  const frame = h("iframe", { class: "dl-away", title: "The sheet, for the printer" });
  document.body.append(frame);
  const pre = frame.contentDocument.createElement("pre");
  pre.textContent = text;
  pre.style.font = "16px/1.9 monospace";
  frame.contentDocument.body.append(pre);
  frame.contentWindow.onafterprint = () => frame.remove();
  frame.contentWindow.print();
}

/** Renders the sheet; anywidget calls this once for each view. */
export function renderSheet({ model, el }) {
  const input = h("input", { id: "dl-docker-id", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", translate: "no", placeholder: "your name on the real Hub", "aria-describedby": "dl-docker-id-note" });
  const note = h("span", { class: "dl-echo", id: "dl-docker-id-note", role: "status" });
  const lines = h("pre", { style: "margin: 0; padding: 10px 12px; background: var(--wash); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.7 var(--mono); overflow-x: auto", translate: "no", tabindex: "0", role: "group", "aria-label": "Your seven commands" });
  const copy = h("button", { type: "button", onclick: async () => {
    await navigator.clipboard.writeText(lines.textContent);
    say(copy, "Copied");
    setTimeout(() => say(copy, "Copy all"), 1600);
  } }, "Copy all");
  const print = h("button", { type: "button", onclick: () => printAlone(lines.textContent) }, "Print");
  const shownTitle = h("p", { class: "dl-text" }, "These steps were shown to you. Do each once by hand, and they are yours:");
  const shown = h("ul", { style: "padding-left: 20px" });
  const root = h("section", { class: "dl", "aria-label": "Your commands", "data-lm-suppress-shortcuts": "true" }, h("div", { class: "dl-columns" },
    h("form", { class: "dl-answer", onsubmit: (event) => event.preventDefault() }, h("label", { for: "dl-docker-id" }, "Your Docker ID"), note, h("span", { class: "dl-field" }, input)),
    lines, h("div", { class: "dl-buttons" }, copy, print), shownTitle, shown));
  el.classList.add("dl-host");
  el.replaceChildren(root);
  input.addEventListener("input", paint);

  function paint() {
    const typed = input.value.trim();
    const good = DOCKER_ID.test(typed);
    say(note, typed && !good ? "A Docker ID has 4 to 30 small letters and digits, and nothing else." : "");
    set(input, "aria-invalid", Boolean(typed && !good) && "true");
    const account = model.get("account");
    const own = good ? typed : "YOU";
    say(lines, model.get("commands").map((line) => line.replaceAll(`${account}/`, `${own}/`).replace(`-u ${account}`, `-u ${own}`)).join("\n"));
    const steps = model.get("shown");
    show(shownTitle, steps.length > 0);
    fill(shown, JSON.stringify(steps), () => steps.map((step) => {
      const link = h("a", { href: step.href }, step.title);
      link.addEventListener("click", (event) => openPage(event, step.href));
      return h("li", {}, link);
    }));
  }

  paint();
  model.on("change", paint);
  return () => model.off("change", paint);
}
