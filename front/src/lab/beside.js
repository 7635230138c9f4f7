/* Opens the Hub and a terminal beside the notebook. */
import { gettext } from "../language.js";
import { application, baseUrl, isNotebook7, mainWidgets } from "./application.js";
import { openTerminalPage } from "./terminal-page.js";
import { followTheme } from "./theme.js";

/**
 * @import { Application, MainWidget, Place } from "../jupyterlab.js"
 */

/** The width of a notebook below which two columns would be too narrow to read. */
const TWO_COLUMNS_PX = 800;

const NEW_TERMINAL = "terminal:create-new";
const OPEN_PROXIED = "server-proxy:open";

/** Tells whether there is a place for a terminal that is opened from here. */
export const canOpenTerminal = () => Boolean(application()) || isNotebook7();

/**
 * Opens a terminal beside the notebook, in Notebook 7 in a browser tab of its own; returns false
 * where there is neither.
 *
 * @param {string} [wayIn] a line that leads a terminal of this Jupyter into the world
 */
export async function openTerminal(wayIn = "") {
  if (wayIn && isNotebook7()) return openTerminalPage(wayIn);
  const app = application();
  if (!app?.commands.hasCommand(NEW_TERMINAL)) return false;
  const place = placeBeside(app);
  add(app, await app.commands.execute(NEW_TERMINAL, {}), place);
  return true;
}

/**
 * Opens the practice Hub beside the notebook through the Jupyter server; Docker Hub, or where there
 * is no such way, in a new browser tab.
 *
 * @param {string} name the name under which the Jupyter server serves it
 * @param {string} address
 */
export async function openHub(name, address) {
  const app = application();
  const base = baseUrl();
  const isHere = new URL(address).hostname === "127.0.0.1"; // Docker Hub's own pages are not
  const isWanted = base && name && isHere;
  const url = isWanted && (await isProxied(base, name)) ? `${base}${name}/` : null;
  if (!app || !url || !app.commands.hasCommand(OPEN_PROXIED)) {
    window.open(url ?? address, "_blank", "noopener");
    return;
  }
  const place = placeBeside(app);
  const hub = await app.commands.execute(OPEN_PROXIED, {
    id: `server-proxy:${name}`,
    title: gettext("Practice Hub"),
    url,
    newBrowserTab: false,
  });
  add(app, hub, place);
  followTheme(name);
}

/**
 * Tells whether the Jupyter server proxies a server of that name (jupyter-server-proxy's API).
 *
 * @param {string} base
 * @param {string} name
 */
async function isProxied(base, name) {
  try {
    const answer = await fetch(`${base}server-proxy/servers-info`, { credentials: "same-origin" });
    /** @type {{ server_processes: { name: string }[] }} */
    const known = await answer.json();
    return known.server_processes.some((server) => server.name === name);
  } catch {
    return false;
  }
}

/**
 * Returns where to add a tab beside the notebook: to a column that is there already, or else to a
 * new one, or to the notebook's own where there is no room for two.
 *
 * @param {Application} app
 * @returns {Place}
 */
export function placeBeside(app) {
  const notebook = app.shell.currentWidget;
  if (!notebook) return {};
  const { right, width } = notebook.node.getBoundingClientRect();
  const neighbour = mainWidgets().find(
    (other) => other.isVisible && other.node.getBoundingClientRect().left >= right,
  );
  if (neighbour) return { ref: neighbour.id, mode: "tab-after" };
  return { ref: notebook.id, mode: width < TWO_COLUMNS_PX ? "tab-after" : "split-right" };
}

/**
 * Adds a tab to the main area, and shows it.
 *
 * @param {Application} app
 * @param {MainWidget | undefined} widget
 * @param {Place} place
 */
export function add(app, widget, place) {
  if (!widget) return;
  if (place.ref !== widget.id) app.shell.add(widget, "main", place);
  app.shell.activateById(widget.id);
}
