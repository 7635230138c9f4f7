/* A line of code with a button that copies it. */
import { h, say, set } from "./dom.js";
import { gettext } from "./language.js";

const COPIED_MS = 1600;

/** Makes the line; `update(command)` sets what it says. */
export function copyLine() {
  const code = h("code", { translate: "no" });
  const label = h("span", {}, gettext("Copy"));
  const button = h("button", { type: "button", class: "dl-copy" }, label);
  button.addEventListener("click", () => copy(code.textContent, button, label));
  return {
    element: h("div", { class: "dl-repair" }, code, button),
    /** @param {string} command */
    update(command) {
      say(code, command);
      set(button, "aria-label", gettext("Copy {command}", { command }));
    },
  };
}

/**
 * Says "Copied" on a button for a moment.
 *
 * @param {Element} label
 * @param {string} usual what it says otherwise
 */
export function sayCopied(label, usual) {
  say(label, gettext("Copied"));
  setTimeout(() => say(label, usual), COPIED_MS);
}

/**
 * Copies a text, also where the page may not use the clipboard (no HTTPS, no permission).
 *
 * @param {string} text
 * @param {HTMLButtonElement} button
 * @param {Element} label
 */
async function copy(text, button, label) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "dl-away" });
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  sayCopied(label, gettext("Copy"));
}
