/* The two steps of the picture: before the last change, and now. */
import { fill, h, set } from "../dom.js";
import { clauses, gettext, ngettext } from "../language.js";
import { prose } from "../sentence.js";
import { changes } from "./changes.js";

/**
 * @import { Picture } from "../documents.js"
 */

/** How many changes are told beside the buttons. */
const MOST_CHANGES = 2;

/**
 * Makes the buttons, with the last change beside them; `choose` is told of each choice.
 *
 * @param {(isBefore: boolean) => void} choose
 */
export function pictureSteps(choose) {
  const change = h("p", { class: "dl-change" });
  const before = h("button", { type: "button", onclick: () => choose(true) }, gettext("Before"));
  const now = h("button", { type: "button", onclick: () => choose(false) }, gettext("Now"));
  const group = h(
    "div",
    { class: "dl-steps", role: "group", "aria-label": gettext("What the picture shows") },
    before,
    now,
  );
  return {
    elements: [group, change],
    /**
     * @param {Picture | null} picture
     * @param {boolean} isBefore
     */
    update(picture, isBefore) {
      set(before, "aria-pressed", String(isBefore));
      set(now, "aria-pressed", String(!isBefore));
      before.disabled = !picture?.before;
      const told = lastChange(picture);
      fill(change, told, () => prose(told));
    },
  };
}

/**
 * Says what the last change was.
 *
 * @param {Picture | null} picture
 */
export function lastChange(picture) {
  if (!picture?.before) return gettext("No change seen yet.");
  const all = changes(picture.before, picture);
  const told = all.slice(0, MOST_CHANGES);
  if (all.length > told.length)
    told.push(ngettext("and {number} more", "and {number} more", all.length - told.length));
  return told.length ? gettext("Last change: {changes}.", { changes: clauses(told) }) : "";
}
