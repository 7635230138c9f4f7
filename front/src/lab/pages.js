/* Opens, leaves and reloads the course's pages in JupyterLab. */
import { application, isNotebook7, mainWidgets, pause } from "./application.js";
import { REWRITE_MS, REWRITE_TRIES, takeTurns } from "./turns.js";

/**
 * @import { Context, MainWidget } from "../jupyterlab.js"
 */

const PAGE = /^\d\d-[a-z-]+\.ipynb$/;

/**
 * Opens a page of the course in the place of this one, which is saved. In JupyterLab its kernel
 * ends here, otherwise the server sees to that; where there is neither, the browser follows the link.
 *
 * @param {Event} event
 * @param {string | null} href
 */
export async function openPage(event, href) {
  const app = application();
  const here = app?.shell.currentWidget;
  if (!app || !here?.context?.path || !href) return;
  event.preventDefault();
  if (here.dlLeaving) return;
  here.dlLeaving = true;
  if (isNotebook7()) {
    await here.context.save().catch(() => {}); // Jupyter has said why, and the browser asks
    location.assign(new URL(href, location.href));
    return;
  }
  const folder = here.context.path.split("/").slice(0, -1);
  try {
    const path = [...folder, href].join("/");
    const page = await app.commands.execute("docmanager:open", { path });
    if (page && page !== here) await leave(here, here.context);
  } finally {
    here.dlLeaving = false;
  }
}

/**
 * Saves a page, ends its kernel and closes it.
 *
 * @param {MainWidget} page
 * @param {Context} context
 */
async function leave(page, context) {
  takeTurns(context, differsOnDisk);
  const { save } = context;
  try {
    const saved = context.save();
    context.save = async () => {}; // from here on only widgets change it: nothing to save
    await saved;
    await page.sessionContext?.shutdown();
    context.model.dirty = false;
  } catch {
    context.save = save; // JupyterLab has said why, and asks before it closes the page
  }
  page.close();
}

/**
 * Saves the page in front and loads it anew, in another language; the server renders it before it
 * answers. Does nothing where there is no JupyterLab or Notebook around it.
 *
 * @param {string} tag
 */
export async function openInLanguage(tag) {
  const context = application()?.shell.currentWidget?.context;
  if (!context) return;
  await context.save().catch(() => {}); // Jupyter has said why, and the browser asks
  const address = new URL(location.href);
  address.searchParams.set("lang", tag);
  location.assign(address);
}

/** Reloads open pages after a switch of the engine, as soon as each is rewritten on disk. */
export async function reloadPages() {
  for (let tries = 0; application() && tries < REWRITE_TRIES; tries += 1) {
    await pause(REWRITE_MS);
    for (const { context } of mainWidgets()) await context?.dlShowAnew?.();
  }
}

/**
 * Tells whether the page on disk is another one than was last read or saved here.
 *
 * @param {Context} context
 */
export async function differsOnDisk({ path, contentsModel }) {
  try {
    const contents = application()?.serviceManager.contents;
    const found = await contents?.get(path, { content: false, hash: true });
    if (!found || !contentsModel) return false;
    if (found.hash) return found.hash !== contentsModel.hash;
    return found.last_modified !== contentsModel.last_modified;
  } catch {
    return false; // gone, or no answer: saving says so
  }
}

/**
 * Marks a notebook as a page of the course: links to other pages replace it, its saves take turns.
 *
 * @param {Element | null} panel
 */
export function adopt(panel) {
  if (!panel || panel.classList.contains("dl-course")) return;
  panel.classList.add("dl-course");
  panel.addEventListener("click", followLink, true); // before JupyterLab's own handler
  const page = mainWidgets().find((widget) => widget.node === panel);
  if (page?.context) takeTurns(page.context, differsOnDisk);
}

/**
 * Opens the page of the course to which a link in a page's own text leads.
 *
 * @param {Event} event
 */
function followLink(event) {
  const target = /** @type {Element} */ (event.target);
  /** @type {HTMLAnchorElement | null} */
  const link = target.closest(".jp-RenderedMarkdown a[href]");
  const page = link ? pageOf(link.href) : null;
  if (!application() || !page) return;
  event.stopPropagation();
  openPage(event, page);
}

/**
 * Returns the file name of the course's page at an address, or null.
 *
 * @param {string} address
 */
export function pageOf(address) {
  const name = new URL(address).pathname.split("/").at(-1) ?? "";
  return PAGE.test(name) ? name : null;
}
