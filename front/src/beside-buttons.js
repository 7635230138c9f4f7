/* The buttons that open the Hub and a terminal beside the page. */
import { h, say, show } from "./dom.js";
import { canOpenTerminal, openHub, openTerminal } from "./lab/beside.js";
import { gettext } from "./language.js";

/**
 * @import { Step } from "./documents.js"
 * @typedef {{ url: string, proxy: string, wayIn: string }} Hub where its pages are, under which
 * name the Jupyter server serves them, and the line that leads a terminal into its world
 * @typedef {{ hub: boolean, terminal: boolean }} Needed
 */

/**
 * Tells what a step is done with besides the page.
 *
 * @param {Pick<Step, "hands" | "question">} step
 * @returns {Needed}
 */
export const neededBy = ({ hands, question }) => ({
  hub: hands === "hub" || question?.about === "digest",
  terminal: hands === "terminal" || hands === "yours",
});

/**
 * Makes the buttons; `update(needed)` shows those that are needed, and that can be had here.
 *
 * @param {() => Hub} hub
 * @param {Element} note where a failure is said
 */
export function besideButtons(hub, note) {
  const hubButton = h("button", { type: "button", onclick: showHub }, gettext("Open the Hub"));
  const terminalButton = h(
    "button",
    { type: "button", onclick: showTerminal },
    gettext("Open a terminal"),
  );

  function showHub() {
    openHub(hub().proxy, hub().url);
  }

  async function showTerminal() {
    if (await openTerminal(hub().wayIn)) return;
    say(note, gettext("Here, you can open a terminal from your editor’s menu."));
  }

  return {
    buttons: [hubButton, terminalButton],
    /** @param {Needed} needed */
    update(needed) {
      show(hubButton, needed.hub && Boolean(hub().url)); // a registry of one's own choice has no pages
      show(terminalButton, needed.terminal && (canOpenTerminal() || !hub().proxy));
    },
  };
}
