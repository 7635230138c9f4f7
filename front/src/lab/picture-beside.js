/* The button that opens the picture in a tab of its own, and what keeps that tab up to date. */
import { h, show } from "../dom.js";
import { gettext, language } from "../language.js";
import { application } from "./application.js";

/**
 * @import { Activity, Picture } from "../documents.js"
 * @import { Language } from "../traits.js"
 */

/**
 * @typedef {object} Drawing
 * @property {string} from the panel's ID
 * @property {Language} language
 * @property {Picture | null} picture
 * @property {Activity | null} activity
 * @property {string[]} asked what the picture must not tell
 */

export const OPEN_PICTURE = "docker-lessons:open-picture";
export const DRAW_PICTURE = "docker-lessons:draw-picture";

/**
 * Makes the button of a panel; `update(drawing)` tells the tab what the panel shows, `stop()` that
 * the panel is gone.
 *
 * @param {() => string} from the panel's ID
 */
export function pictureBeside(from) {
  const button = h(
    "button",
    {
      type: "button",
      class: "dl-small",
      onclick: open,
      "aria-label": gettext("Open the picture in a tab"),
    },
    gettext("Open in a tab"),
  );
  /** @type {Drawing} */
  let latest = empty();

  /** @returns {Drawing} */
  function empty() {
    return { from: from(), language: language(), picture: null, activity: null, asked: [] };
  }

  function open() {
    application()?.commands.execute(OPEN_PICTURE, latest);
  }

  function draw() {
    const commands = application()?.commands;
    const isThere = Boolean(commands?.hasCommand(DRAW_PICTURE));
    show(button, isThere);
    if (isThere) commands?.execute(DRAW_PICTURE, latest);
  }

  return {
    element: button,
    /** @param {Omit<Drawing, "from" | "language">} drawing */
    update(drawing) {
      latest = { from: from(), language: language(), ...drawing };
      draw();
    },
    stop() {
      latest = empty();
      draw();
    },
  };
}
