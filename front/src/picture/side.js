/* One side of the picture: its images, in groups. */
import { h, say } from "../dom.js";
import { Group } from "./group.js";

/**
 * @import { Group as Content, Row } from "./content.js"
 */

export class Side {
  /** @param {string} title */
  constructor(title) {
    this.besides = h("p", { class: "dl-besides" });
    this.groups = h("div", { class: "dl-groups" });
    this.title = h("div", { class: "dl-side-title" }, title);
    this.element = h("div", { class: "dl-side" }, this.title, this.groups, this.besides);
    /** @type {Map<string, Group>} */
    this.known = new Map();
    this.seen = false;
  }

  /** @param {string} title */
  call(title) {
    say(this.title, title);
  }

  /**
   * Draws the groups and the text below them; returns the rows that are new, or have a new label,
   * since the last time. Of a side that does not answer nothing is known to be gone, nor to be new
   * when it answers again.
   *
   * @param {Content[]} contents
   * @param {boolean} answers
   * @param {string} [besides]
   */
  update(contents, answers, besides = "") {
    if (!answers) {
      this.known.clear();
      this.groups.replaceChildren();
    }
    const wanted = new Set(contents.map(({ key }) => key));
    for (const [key, group] of this.known) {
      if (wanted.has(key)) continue;
      this.known.delete(key);
      if (group.known.size || key) group.fade();
      else group.element.remove();
    }
    const arrived = contents.flatMap((content, index) => this.#place(content, index));
    say(this.besides, besides);
    const isFirst = !this.seen;
    this.seen = answers;
    return isFirst ? [] : arrived;
  }

  /** Returns the keys of the rows that are drawn. */
  keys() {
    return [...this.known.values()].flatMap((group) => [...group.known.keys()]);
  }

  /**
   * Returns the stack of layers of an image that one of these IDs names; null if it is not drawn.
   *
   * @param {string[]} ids
   */
  stackOf(ids) {
    for (const group of this.known.values()) {
      for (const { row, stack } of group.known.values()) {
        if (row.ids.some((id) => ids.includes(id))) return stack;
      }
    }
    return null;
  }

  /**
   * @param {Content} content
   * @param {number} index
   * @returns {Row[]}
   */
  #place(content, index) {
    const group = this.known.get(content.key) ?? new Group();
    this.known.set(content.key, group);
    const there = this.groups.children[index];
    if (there !== group.element) this.groups.insertBefore(group.element, there ?? null);
    return group.update(content);
  }
}
