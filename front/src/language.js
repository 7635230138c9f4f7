/* Messages in the language of the kernel, which sends them with each widget. */

/** @import { Language } from "./traits.js" */

/** @typedef {Record<string, string | number | string[]>} Facts what fills a message's placeholders */

/** @type {Language} */
const ENGLISH = { tag: "en", direction: "ltr", messages: {} };

let spoken = ENGLISH;

/**
 * Has everything told in a language from now on: all widgets of a page speak the same.
 *
 * @param {Language | undefined} language English where none is given
 */
export function speak(language) {
  spoken = language?.tag ? language : ENGLISH;
}

/** Returns the language that is spoken now. */
export const language = () => spoken;

/**
 * Has an element say in which language and direction it is written.
 *
 * @param {HTMLElement} element
 */
export function mark(element) {
  element.lang = spoken.tag;
  element.dir = spoken.direction;
}

/**
 * Marks a message that is translated where it is told.
 *
 * @param {string} message
 */
export const N_ = (message) => message;

/**
 * Returns a message in the language that is spoken, with the facts in its placeholders (`{name}`);
 * several names in one fact are told as a list.
 *
 * @param {string} message
 * @param {Facts} [facts]
 * @returns {string}
 */
export function gettext(message, facts = {}) {
  const found = spoken.messages[message];
  return filled(typeof found === "string" ? found : message, facts);
}

/**
 * Returns the message that fits a number, which fills the placeholder `{number}`.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Facts} [facts]
 * @returns {string}
 */
export function ngettext(one, many, number, facts = {}) {
  const found = spoken.messages[one];
  const told = typeof found === "object" ? formOf(found, number) : undefined;
  return filled(told ?? (number === 1 ? one : many), { number, ...facts });
}

/**
 * Returns names as a phrase: "a, b and c".
 *
 * @param {string[]} names
 * @returns {string}
 */
export function listed(names) {
  if (names.length < 2) return names.join("");
  const last = names.at(-1) ?? "";
  return gettext("{names} and {last}", { names: names.slice(0, -1).join(", "), last });
}

/**
 * Returns clauses as one: "a; b; c".
 *
 * @param {string[]} all
 * @returns {string}
 */
export function clauses(all) {
  const [first = "", ...others] = all;
  return others.reduce(
    (told, clause) => gettext("{clauses}; {clause}", { clauses: told, clause }),
    first,
  );
}

/**
 * Returns the form of a plural for a number. From 200 on each hundred is like the second one, as in
 * every rule that gettext knows.
 *
 * @param {{ forms: string[], which: string }} plural
 * @param {number} number
 */
function formOf({ forms, which }, number) {
  const place = number < which.length ? number : 100 + (number % 100);
  return forms[Number(which[place] ?? 0)];
}

/**
 * @param {string} message
 * @param {Facts} facts
 * @returns {string}
 */
function filled(message, facts) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => {
    const fact = facts[name];
    if (fact === undefined) return whole;
    return Array.isArray(fact) ? listed(fact) : String(fact);
  });
}
