/* What the page around the widget offers: JupyterLab's application when it is exposed, else the browser alone. */

/** JupyterLab's application, or null. */
export const application = () => window.jupyterapp ?? null;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The base URL of the Jupyter server that brought this page, or null. */
function baseUrl() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl;
  } catch {
    return null;
  }
}

/** Opens a terminal to the right of the notebook. */
export async function openTerminal(cwd) {
  const app = application();
  if (!app?.commands.hasCommand("terminal:create-new")) return false;
  const place = beside(app);
  add(app, await app.commands.execute("terminal:create-new", cwd ? { cwd } : {}), place);
  return true;
}

/** Opens the Hub to the right of the notebook, through the Jupyter server; elsewhere in a browser tab of its own. */
export async function openHub(proxy, address) {
  const app = application();
  const base = baseUrl();
  if (app && base && proxy && app.commands.hasCommand("server-proxy:open") && (await proxied(base, proxy))) {
    const place = beside(app);
    add(app, await app.commands.execute("server-proxy:open", { id: `server-proxy:${proxy}`, title: "Practice Hub", url: `${base}${proxy}/`, newBrowserTab: false }), place);
    return true;
  }
  window.open(address, "_blank", "noopener");
  return false;
}

/** Whether the Jupyter server knows a proxied server of that name. */
async function proxied(base, name) {
  try {
    const answer = await fetch(`${base}server-proxy/servers-info`, { credentials: "same-origin" });
    const known = await answer.json();
    return known.server_processes.some((server) => server.name === name);
  } catch {
    return false;
  }
}

const TWO_COLUMNS_PX = 800; // in less, neither of two can be read

/** Where to put what belongs beside the notebook: with what stands there, else in a column of its own, on a phone over it. */
function beside(app) {
  const notebook = app.shell.currentWidget;
  if (!notebook) return {};
  const { right, width } = notebook.node.getBoundingClientRect();
  const neighbour = [...app.shell.widgets("main")].find((other) => other.isVisible && other.node.getBoundingClientRect().left >= right);
  if (neighbour) return { ref: neighbour.id, mode: "tab-after" };
  return { ref: notebook.id, mode: width < TWO_COLUMNS_PX ? "tab-after" : "split-right" };
}

function add(app, widget, place) {
  if (!widget) return;
  if (place.ref !== widget.id) app.shell.add(widget, "main", place);
  app.shell.activateById(widget.id);
}

/** Opens a page of the course: in JupyterLab in place of this one, whose kernel ends; elsewhere as a link does. */
export async function openPage(event, href) {
  const app = application();
  const here = app?.shell.currentWidget;
  if (!here?.context?.path || !href) return;
  event.preventDefault();
  if (here.dlLeaving) return;
  here.dlLeaving = true;
  const folder = here.context.path.split("/").slice(0, -1);
  try {
    const page = await app.commands.execute("docmanager:open", { path: [...folder, href].join("/") });
    if (page && page !== here) await leave(here);
  } finally {
    here.dlLeaving = false;
  }
}

/** Saves a page, ends its kernel and closes it. */
async function leave(page) {
  const { context } = page;
  takeTurns(context);
  const { save } = context;
  try {
    const saved = context.save();
    context.save = async () => {}; // what changes from here on, widgets change: nothing to save, nothing to ask about
    await saved;
    await page.sessionContext.shutdown();
    context.model.dirty = false;
  } catch {
    context.save = save; // JupyterLab has said why, and asks before it closes the page
  }
  page.close();
}

const REWRITE_MS = 500; // after a switch of the engine the pages are written anew, one after the other
const REWRITE_TRIES = 40;

/** Shows open pages as they are on disk, once they are written anew there: what they held is for another engine. */
export async function reloadPages() {
  const app = application();
  for (let tries = 0; app && tries < REWRITE_TRIES; tries += 1) {
    await pause(REWRITE_MS);
    for (const { context } of app.shell.widgets("main")) await context?.dlShowAnew?.();
  }
}

/** Whether a page is on disk, and as something else than what was read or saved here. */
async function differs({ path, contentsModel }) {
  try {
    const found = await application().serviceManager.contents.get(path, { content: false, hash: true });
    return found.hash ? found.hash !== contentsModel.hash : found.last_modified !== contentsModel.last_modified;
  } catch {
    return false; // gone, or no answer: saving says so
  }
}

/** Has the saves of a page, and its reading when a switch has written it anew, follow each other.
 *
 * JupyterLab takes a save that begins during another for a change by somebody else, and asks what to overwrite. */
function takeTurns(context) {
  if (context.dlShowAnew) return;
  const save = context.save.bind(context);
  let last = Promise.resolve();
  const turn = (act) => {
    const own = last.then(() => !context.isDisposed && act());
    last = own.catch(() => {});
    return own;
  };
  context.save = async () => {
    for (let tries = 0; tries < REWRITE_TRIES; tries += 1) {
      const waits = await turn(async () => (await differs(context)) || save());
      if (!waits) return;
      await pause(REWRITE_MS); // it may have been written anew, and is shown so in a moment
    }
    await turn(save); // JupyterLab asks
  };
  context.dlShowAnew = () => turn(async () => { if (await differs(context)) await context.revert(); }).catch(() => {}); // JupyterLab has said why
}

const SETTLED_MS = 400; // JupyterLab scrolls on while new outputs grow

const PAGE = /^\d\d-[a-z-]+\.ipynb$/;

/** A link of a page's own text to another page of the course opens it as those of the widgets do. */
function followLink(event) {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  const page = link ? new URL(link.href).pathname.split("/").at(-1) : "";
  if (!application() || !PAGE.test(page)) return;
  event.stopPropagation();
  openPage(event, page);
}

/** Marks the page as one of the course. */
function adopt(panel) {
  if (!panel || panel.classList.contains("dl-course")) return;
  panel.classList.add("dl-course");
  panel.addEventListener("click", followLink, true); // before JupyterLab's own handler
  const page = [...(application()?.shell.widgets("main") ?? [])].find((widget) => widget.node === panel);
  if (page?.context) takeTurns(page.context);
}

/** Marks the page as one of the course. After Shift+Enter JupyterLab brings the next cell into sight: this brings back the widget that was run, and what stands above it. */
export function keepInSight(el) {
  setTimeout(() => {
    adopt(el.closest(".jp-NotebookPanel"));
    const cell = el.closest(".jp-Cell");
    const scroller = el.closest(".jp-WindowedPanel-outer");
    const main = [...(application()?.shell.widgets("main") ?? [])].find((widget) => widget.node.contains(el));
    const cells = main?.content?.widgets;
    if (!cell || !scroller || !cells) return;
    const ran = cells.findIndex((widget) => widget.node === cell) + 1 === main.content.activeCellIndex;
    const [own, view] = [cell.getBoundingClientRect(), scroller.getBoundingClientRect()];
    const up = Math.max(view.bottom - 40 - own.bottom, view.top + 8 - own.top);
    if (ran && own.top < view.top && up > 0) scroller.scrollTop -= up;
  }, SETTLED_MS);
}
