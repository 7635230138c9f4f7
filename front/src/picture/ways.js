/* The ways between computer and Hub: push above, pull below, the log-in as a key between them. */
import { draw, h, say } from "../dom.js";
import { gettext } from "../language.js";
import { isAllPrivate } from "./content.js";

/**
 * @import { Activity, Scene } from "../documents.js"
 */

const TO_THE_RIGHT = ["M2 5H61", "M56 1.500l5.500 3.500-5.500 3.500"];
const TO_THE_LEFT = ["M62 5H3", "M8 1.500L2.500 5 8 8.500"];

/** Makes the column between the sides; `update` brings it up to date. */
export function waysBetween() {
  const push = h("div", { class: "dl-way push" }, h("span", {}, "push"), arrow(TO_THE_RIGHT));
  const pull = h("div", { class: "dl-way pull" }, arrow(TO_THE_LEFT), h("span", {}, "pull"));
  const account = h("span", { class: "dl-account", translate: "no" });
  const lock = h("div", { class: "dl-lock" }, key(), account);
  return {
    element: h("div", { class: "dl-between" }, push, lock, pull),
    /**
     * @param {Scene | null} scene
     * @param {Activity | null} activity
     * @param {Scene | null} other the scene that it is compared with
     */
    update(scene, activity, other) {
      const name = scene?.log_in ?? null;
      const isIn = name !== null;
      lock.classList.toggle("changed", isIn && other !== null && other.log_in !== name);
      lock.classList.toggle("none", !isIn);
      say(account, isIn ? name || gettext("logged in") : gettext("no login"));
      push.classList.toggle("closed", !isIn);
      pull.classList.toggle("closed", !isIn && isAllPrivate(scene));
      showTraffic(push, activity?.kind === "push" ? activity : null);
      showTraffic(pull, activity?.kind === "pull" ? activity : null);
    },
  };
}

/** @param {string[]} paths the shaft, and the head */
function arrow([shaft = "", head = ""]) {
  return draw(
    64,
    10,
    [
      ["path", { d: shaft, class: "dl-shaft" }],
      ["path", { d: head }],
    ],
    "dl-arrow",
  );
}

function key() {
  return draw(
    34,
    16,
    [
      ["circle", { cx: 7.5, cy: 8, r: 5 }],
      ["path", { d: "M12.500 8H31M26 8v5M30.500 8v4" }],
    ],
    "dl-key",
  );
}

/**
 * Shows on a way that something goes over it, or was refused.
 *
 * @param {Element} way
 * @param {Activity | null} activity
 */
function showTraffic(way, activity) {
  way.classList.toggle("live", activity !== null && !activity.done);
  way.classList.toggle("refused", activity?.done === true && Boolean(activity.error));
}
