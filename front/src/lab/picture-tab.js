/* The tab of the picture, which stays in sight beside a terminal or far down the page; the
   extension makes it. */
import { h } from "../dom.js";
import { gettext, language, mark, speak } from "../language.js";
import { worldPicture } from "../picture/picture.js";
import { isNotebook7 } from "./application.js";
import { add, placeBeside } from "./beside.js";
import { DRAW_PICTURE, OPEN_PICTURE } from "./picture-beside.js";
import { lumino } from "./shared.js";

/**
 * @import { Application, MainWidget, Tab } from "../jupyterlab.js"
 * @import { Drawing } from "./picture-beside.js"
 * @import { Language } from "../traits.js"
 */

/**
 * Adds the two commands by which panels open the tab and draw in it.
 *
 * @param {Application} app
 */
export function offerPictureTab(app) {
  /** @type {Map<string, string[]>} what each panel asks for, and the picture hides */
  const asked = new Map();
  /** @type {Drawing | null} */
  let latest = null;
  let picture = worldPicture();
  /** @type {Tab | null} */
  let tab = null;

  /** @param {Drawing} drawing */
  function draw(drawing) {
    asked.set(drawing.from, drawing.asked);
    follow(drawing.language);
    if (drawing.picture) latest = drawing;
    picture.update(latest?.picture ?? null, latest?.activity ?? null, [...asked.values()].flat());
  }

  /** @param {Language} spoken that of the panel that draws */
  function follow(spoken) {
    if (spoken.tag === language().tag) return;
    speak(spoken);
    const former = picture.element;
    picture = worldPicture();
    former.replaceWith(picture.element);
    if (tab) name(tab);
  }

  /** @param {Drawing} drawing */
  async function open(drawing) {
    follow(drawing.language);
    if (tab?.isAttached) {
      app.shell.activateById(tab.id);
    } else {
      picture = worldPicture();
      const made = await tabOf(picture.element);
      place(app, made);
      tab = made;
    }
    draw(drawing);
  }

  app.commands.addCommand(DRAW_PICTURE, { execute: draw });
  app.commands.addCommand(OPEN_PICTURE, { execute: open });
}

/**
 * Makes the tab.
 *
 * @param {HTMLElement} picture
 */
async function tabOf(picture) {
  const { Widget } = await lumino();
  const frame = h("section", { class: "dl dl-picture-tab" }, picture);
  const tab = new Widget({ node: h("div", { class: "dl-host dl-picture-host" }, frame) });
  tab.id = "docker-lessons-picture";
  tab.title.closable = true;
  name(tab);
  return tab;
}

/**
 * Says what a tab is, in the language that is spoken.
 *
 * @param {Tab} tab
 */
function name(tab) {
  tab.title.label = gettext("Picture");
  const frame = tab.node.querySelector("section");
  if (!frame) return;
  frame.setAttribute("aria-label", gettext("Picture"));
  mark(frame);
}

/**
 * Places the tab beside the page; in Notebook 7, which has no tabs, in the bar at its right.
 *
 * @param {Application} app
 * @param {MainWidget} tab
 */
function place(app, tab) {
  if (!isNotebook7()) {
    add(app, tab, placeBeside(app));
    return;
  }
  app.shell.add(tab, "right", {});
  app.shell.expandRight?.(tab.id);
}
