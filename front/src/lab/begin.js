/* Begins a page of the course: its widgets live where their kernel does, its first cell is run. */

import { pause } from "./application.js";
import { endQuestion, noteQuestions } from "./question.js";
import { OURS, outputsOf, VIEW } from "./saved.js";
import { notebookActions } from "./shared.js";

/**
 * @import { Bundle, Cell, Context, Kernel, NotebookPage, OutputModel, SessionContext } from "../jupyterlab.js"
 */

/** The cell that opens a page. Nothing else runs by itself: who opens a notebook has run nothing. */
const OPENING = /^from docker_lessons import lesson(, panel)?\s+lesson\("[a-z-]+"\)\s*$/;

/** How long a kernel that is being started already may take. */
const OVERTAKEN_MS = 60_000;

const OUR_TEXT = /^(lesson|panel|sheet)\(/;

/**
 * Begins a page whenever it gets a kernel, or its kernel is restarted; JupyterLab calls this for
 * every notebook that is opened.
 *
 * @param {NotebookPage} page
 * @param {Context} context
 */
export function begin(page, context) {
  const { sessionContext } = context;
  let begun = Promise.resolve();
  /** @type {Set<Cell>} cells that were run before there was a kernel, and that JupyterLab drops */
  const early = new Set();
  const meet = () => {
    begun = meetKernel(page, context, early).catch(() => {}); // the kernel has gone again
  };
  notebookActions().then(({ executionScheduled }) => {
    executionScheduled.connect((_, { notebook, cell }) => {
      if (notebook === page.content && !sessionContext.session?.kernel) early.add(cell);
    });
  });
  sessionContext.kernelChanged.connect((_, { newValue }) => {
    if (newValue) meet();
  });
  sessionContext.statusChanged.connect((_, status) => {
    if (status === "restarting" || status === "autorestarting") runFirst(page, []);
  });
  startOnce(sessionContext, () => begun);
  if (sessionContext.session?.kernel) meet();
}

/**
 * Has a cell that is run before there is a kernel wait for it, and for what comes first.
 * JupyterLab would start a second kernel, fail, and ask which one is meant.
 *
 * @param {SessionContext} sessionContext
 * @param {() => Promise<void>} begun
 */
function startOnce(sessionContext, begun) {
  const startKernel = sessionContext.startKernel.bind(sessionContext);
  /** @type {Promise<boolean> | null} */
  let starting = null;
  const start = async () => {
    try {
      const isToChoose = await startKernel();
      if (isToChoose) {
        // The page's own start may have overtaken this one, which then failed, or is still to come.
        starting = null;
        await Promise.race([sessionContext.ready, pause(OVERTAKEN_MS)]);
      }
      await begun();
      return isToChoose && !sessionContext.session?.kernel;
    } finally {
      starting = null;
    }
  };
  sessionContext.startKernel = () => {
    starting ??= start();
    return starting;
  };
}

/**
 * Brings a page and its kernel together: returns once the page's opening was asked for, and then
 * the cells that were run early.
 *
 * @param {NotebookPage} page
 * @param {Context} context
 * @param {Set<Cell>} early
 */
async function meetKernel(page, context, early) {
  await context.ready;
  const kernel = context.sessionContext.session?.kernel;
  if (kernel) {
    await endQuestion(kernel);
    noteQuestions(kernel);
  }
  const outputs = [...outputsOf(context)].filter(widgetOf);
  const alive = kernel && outputs.length ? await widgetsOf(kernel) : new Set();
  const { dirty } = context.model;
  for (const output of outputs) settle(output, alive);
  context.model.dirty = dirty;
  const isOpen = outputs.some((output) => isOpening(output) && alive.has(widgetOf(output)));
  const others = [...early];
  early.clear();
  await runFirst(page, others, isOpen);
}

/**
 * Returns the ID of the course's widget that an output shows, or showed when it was saved.
 *
 * @param {OutputModel} output
 * @returns {string | undefined}
 */
function widgetOf({ data, metadata }) {
  const shown = OUR_TEXT.test(plain(data)) ? data?.[VIEW]?.model_id : undefined;
  return shown ?? metadata?.[OURS]?.model_id;
}

/** @param {OutputModel} output */
const isOpening = ({ data }) => plain(data).startsWith("lesson(");

/** @param {Bundle | undefined} data */
const plain = (data) => [data?.["text/plain"] ?? ""].flat().join("");

/**
 * Shows a widget that is alive in the kernel, and still text in the place of another one.
 *
 * @param {OutputModel} output
 * @param {Set<unknown>} alive
 */
function settle(output, alive) {
  const id = widgetOf(output);
  const { [VIEW]: shown, ...still } = output.data ?? {};
  const metadata = output.metadata ?? {};
  if (id && alive.has(id) && !shown) {
    const view = { model_id: id, version_major: 2, version_minor: 0 };
    output.setData({ data: { ...still, [VIEW]: view }, metadata });
  } else if (shown && !alive.has(id)) {
    output.setData({ data: still, metadata });
  }
}

/**
 * Returns the IDs of the widgets that are alive in a kernel.
 *
 * @param {Kernel} kernel
 * @returns {Promise<Set<unknown>>}
 */
async function widgetsOf(kernel) {
  const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
  return new Set(Object.keys(content.comms ?? {}));
}

/**
 * Asks the kernel to run a page's opening, if it has one and is not open, and then other cells.
 *
 * @param {NotebookPage} page
 * @param {Cell[]} others
 * @param {boolean} [isOpen]
 */
async function runFirst(page, others, isOpen = false) {
  const { runCells } = await notebookActions();
  const opening = page.content.widgets.find(({ model }) => {
    return model.type === "code" && OPENING.test(model.sharedModel.getSource());
  });
  const cells = opening && !isOpen ? [opening] : [];
  cells.push(...others.filter((cell) => !cells.includes(cell)));
  if (cells.length) runCells(page.content, cells, page.sessionContext);
}
