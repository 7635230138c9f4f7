/* One side of the picture. New rows and labels are lit; what goes is dashed for a moment. */
import { h, say } from "../dom.js";
import { breakable } from "../sentence.js";

/**
 * @import { Row, SideContent } from "./rows.js"
 */

/**
 * @typedef {object} Drawn A row that is drawn.
 * @property {string} image the image's ID
 * @property {HTMLElement} element
 * @property {HTMLElement} stack
 * @property {HTMLElement} labels
 * @property {HTMLElement} facts
 * @property {Map<string, HTMLElement>} names the label of each name
 */

/** How long a row or label that is gone stays, dashed. */
const GHOST_MS = 3200;

/** How many layers are drawn at most. */
const MOST_LAYERS = 6;

export class Side {
  /** @param {string} title */
  constructor(title) {
    this.detail = h("span", { class: "dl-side-detail" });
    this.rows = h("div", { class: "dl-rows" });
    this.empty = h("p", { class: "dl-empty" });
    this.besides = h("p", { class: "dl-besides" });
    const head = h(
      "div",
      { class: "dl-side-head" },
      h("span", { class: "dl-side-title" }, title),
      this.detail,
    );
    this.element = h("div", { class: "dl-side" }, head, this.rows, this.empty, this.besides);
    /** @type {Map<string, Drawn>} */
    this.known = new Map();
    this.seen = false;
  }

  /**
   * Draws the content; returns the rows that are new, or have a new label, since the last time.
   *
   * @param {SideContent} content
   */
  update({ rows, detail, empty }) {
    say(this.detail, detail);
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key, drawn] of this.known) if (!wanted.has(key)) this.#fade(key, drawn);
    const arrived = rows.filter((row, index) => this.#place(row, index));
    say(this.empty, rows.length ? "" : empty);
    this.empty.hidden = rows.length > 0 || this.rows.children.length > 0;
    this.seen = true;
    return arrived;
  }

  /**
   * Returns the stack of layers of the image with this ID; null if it is not drawn.
   *
   * @param {string} image
   */
  stackOf(image) {
    for (const drawn of this.known.values()) if (drawn.image === image) return drawn.stack;
    return null;
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
    drawn.image = row.image;
    const there = this.rows.children[index];
    if (there !== drawn.element) this.rows.insertBefore(drawn.element, there ?? null);
    drawLayers(drawn.stack, row.layers);
    drawFacts(drawn.facts, row.facts);
    const gained = this.#drawLabels(drawn, row.labels);
    return this.seen && (!known || gained);
  }

  /** @param {Row} row */
  #add(row) {
    const stack = h("span", { class: "dl-stack" });
    const labels = h("span", { class: "dl-labels" });
    const facts = h("span", { class: "dl-facts" });
    const names = h("span", { class: "dl-names" }, labels, facts);
    const element = h("div", { class: "dl-image" }, stack, names);
    /** @type {Drawn} */
    const drawn = { image: row.image, element, stack, labels, facts, names: new Map() };
    this.known.set(row.key, drawn);
    return drawn;
  }

  /**
   * Draws the labels of a row; tells whether one is new.
   *
   * @param {Drawn} drawn
   * @param {Row["labels"]} wanted
   */
  #drawLabels({ labels, names }, wanted) {
    let gained = false;
    for (const [name, label] of names) {
      if (wanted.some((each) => each.name === name)) continue;
      names.delete(name);
      fadeLabel(label);
    }
    for (const { name, isNew } of wanted) {
      let label = names.get(name);
      if (!label) {
        label = h("code", { class: "dl-label", translate: "no", title: name }, ...breakable(name));
        names.set(name, label);
        labels.append(label);
        gained = true;
      }
      label.classList.toggle("new", isNew);
    }
    labels.classList.toggle("none", wanted.length === 0);
    return gained;
  }

  /**
   * Dashes a row for a moment, and takes it away.
   *
   * @param {string} key
   * @param {Drawn} drawn
   */
  #fade(key, { element, names }) {
    this.known.delete(key);
    element.classList.add("off");
    for (const label of names.values()) label.classList.add("off");
    setTimeout(() => {
      element.remove();
      this.empty.hidden = this.rows.children.length > 0;
    }, GHOST_MS);
  }
}

/**
 * @param {HTMLElement} stack
 * @param {number} layers
 */
function drawLayers(stack, layers) {
  const drawn = Math.max(1, Math.min(layers, MOST_LAYERS));
  while (stack.children.length < drawn) stack.append(h("i"));
  while (stack.children.length > drawn) stack.lastChild?.remove();
}

/**
 * @param {HTMLElement} element
 * @param {Row["facts"]} facts
 */
function drawFacts(element, facts) {
  const key = facts.map((fact) => fact.join(" ")).join("|");
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  const lines = facts.map(([word, value]) =>
    h("small", {}, `${word} `, h("code", { translate: "no" }, value)),
  );
  element.replaceChildren(...lines);
}

/** @param {HTMLElement} label */
function fadeLabel(label) {
  label.classList.remove("new");
  label.classList.add("off");
  setTimeout(() => label.remove(), GHOST_MS);
}
