/* The images of a repository, or of this computer. New rows and labels are lit; what goes is dashed
   for a moment. */
import { h, say } from "../dom.js";
import { gettext } from "../language.js";
import { breakable } from "../sentence.js";
import { drawStack } from "./stack.js";

/**
 * @import { Group as Content, Row } from "./content.js"
 */

/**
 * @typedef {object} Drawn A row that is drawn.
 * @property {Row} row
 * @property {HTMLElement} element
 * @property {HTMLElement} stack
 * @property {HTMLElement} labels
 * @property {HTMLElement} facts
 * @property {Map<string, HTMLElement>} names the label of each name
 */

/** How long a row or label that is gone stays, dashed. */
const GHOST_MS = 3200;

export class Group {
  constructor() {
    this.title = h("code", { translate: "no" });
    this.mark = h("span", { class: "dl-mark" });
    this.head = h("div", { class: "dl-group-head" }, this.title, this.mark);
    this.rows = h("div", { class: "dl-rows" });
    this.empty = h("p", { class: "dl-empty" });
    this.element = h("div", { class: "dl-group" }, this.head, this.rows, this.empty);
    /** @type {Map<string, Drawn>} */
    this.known = new Map();
  }

  /**
   * Draws the content; returns the rows that are new, or have a new label, since the last time.
   *
   * @param {Content} content
   */
  update({ title, mark, rows, empty, differs }) {
    say(this.title, title);
    say(this.mark, mark?.name);
    this.head.hidden = !title;
    this.mark.classList.toggle("private", Boolean(mark?.isPrivate));
    this.mark.classList.toggle("changed", Boolean(mark?.differs));
    this.head.classList.toggle("changed", differs);
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key, drawn] of this.known) if (!wanted.has(key)) this.#fade(key, drawn);
    const arrived = rows.filter((row, index) => this.#place(row, index));
    say(this.empty, rows.length ? "" : empty);
    this.#sayWhetherEmpty();
    return arrived;
  }

  /** Dashes everything for a moment, and takes it away. */
  fade() {
    for (const [key, drawn] of this.known) this.#fade(key, drawn);
    this.element.classList.add("off");
    setTimeout(() => this.element.remove(), GHOST_MS);
  }

  /**
   * Draws a row; tells whether it, or one of its labels, is new since the last time.
   *
   * @param {Row} row
   * @param {number} index
   */
  #place(row, index) {
    const known = this.known.get(row.key);
    const drawn = known ?? this.#add(row);
    drawn.row = row;
    const there = this.rows.children[index];
    if (there !== drawn.element) this.rows.insertBefore(drawn.element, there ?? null);
    drawn.element.classList.toggle("changed", row.differs);
    drawStack(drawn.stack, row.layers);
    drawFacts(drawn.facts, row);
    const gained = drawLabels(drawn, row.labels);
    return !known || gained;
  }

  /** @param {Row} row */
  #add(row) {
    const stack = h("span", { class: "dl-stack" });
    const none = gettext("no name (<none>)");
    const labels = h("span", { class: "dl-labels", "data-none": none });
    const facts = h("span", { class: "dl-facts" });
    const names = h("span", { class: "dl-names" }, labels, facts);
    const element = h("div", { class: "dl-image" }, stack, names);
    /** @type {Drawn} */
    const drawn = { row, element, stack, labels, facts, names: new Map() };
    this.known.set(row.key, drawn);
    return drawn;
  }

  /**
   * @param {string} key
   * @param {Drawn} drawn
   */
  #fade(key, { element, names }) {
    this.known.delete(key);
    element.classList.add("off");
    for (const label of names.values()) label.classList.add("off");
    setTimeout(() => {
      element.remove();
      this.#sayWhetherEmpty();
    }, GHOST_MS);
  }

  #sayWhetherEmpty() {
    this.empty.hidden = this.known.size > 0 || this.rows.children.length > 0;
  }
}

/**
 * Draws the labels of a row; tells whether one is new.
 *
 * @param {Drawn} drawn
 * @param {Row["labels"]} wanted
 */
function drawLabels({ labels, names }, wanted) {
  let gained = false;
  for (const [name, label] of names) {
    if (wanted.some((each) => each.name === name)) continue;
    names.delete(name);
    fadeLabel(label);
  }
  for (const { name, differs } of wanted) {
    let label = names.get(name);
    if (!label) {
      label = h("code", { class: "dl-label", translate: "no", title: name }, ...breakable(name));
      names.set(name, label);
      labels.append(label);
      gained = true;
    }
    label.classList.toggle("changed", differs);
  }
  labels.classList.toggle("none", wanted.length === 0);
  return gained;
}

/**
 * @param {HTMLElement} element
 * @param {Row} row
 */
function drawFacts(element, { facts, notes }) {
  const key = JSON.stringify([facts, notes]);
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.replaceChildren(
    ...facts.map(([word, value]) =>
      h("small", {}, `${word} `, h("code", { translate: "no" }, value)),
    ),
    ...notes.map((note) => h("small", { class: "dl-held" }, note)),
  );
}

/** @param {HTMLElement} label */
function fadeLabel(label) {
  label.classList.remove("changed");
  label.classList.add("off");
  setTimeout(() => label.remove(), GHOST_MS);
}
