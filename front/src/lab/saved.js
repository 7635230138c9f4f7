/* What a page keeps of a widget: its latest state as still text, which outlives the kernel. */
import { application, pause } from "./application.js";
import { differsOnDisk } from "./pages.js";

/**
 * @import { Bundle, CodeCellModel, Context, NotebookDocument, Output } from "../jupyterlab.js"
 * @import { KeptTraits, Model } from "../traits.js"
 */

export const VIEW = "application/vnd.jupyter.widget-view+json";

/** The name of our entry in an output's metadata, which holds the ID of the widget. */
export const OURS = "docker_lessons";

/** Milliseconds in which several changes are saved together. */
const SAVE_MS = 1500;

/** What happens to a kernel with which its widgets end. */
const ENDS = ["restarting", "autorestarting", "dead"];

/**
 * Keeps the widget's latest state in its page; anywidget calls this once for each widget. Does
 * nothing where there is no JupyterLab or Notebook around it.
 *
 * @param {{ model: Model<KeptTraits> }} initializing
 */
export function initialize({ model }) {
  const context = model.widget_manager?.context;
  if (!context) return;
  const page = keeping(context);
  const note = () => {
    const { id, data } = model.get("kept");
    if (id && data) page.set(id, data);
  };
  note();
  model.on("change:kept", () => {
    note();
    saveSoon(context);
  });
}

/**
 * Returns what is kept of a page's widgets, by their IDs; from the first call on the page is saved
 * with it, and shows it when the kernel ends.
 *
 * @param {Context} context
 */
function keeping(context) {
  const known = context.dlKept;
  if (known) return known;
  /** @type {Map<string, Bundle>} */
  const kept = new Map();
  context.dlKept = kept;
  const { model, sessionContext } = context;
  const toJSON = model.toJSON.bind(model);
  model.toJSON = () => asSaved(toJSON(), kept);
  sessionContext.statusChanged.connect((_, status) => {
    if (ENDS.includes(status)) standStill(context, kept);
  });
  sessionContext.kernelChanged.connect((_, { oldValue }) => {
    if (oldValue) standStill(context, kept);
  });
  return kept;
}

/**
 * Returns a page as it is saved: each widget of which something is kept is its still text.
 *
 * @param {NotebookDocument} page
 * @param {Map<string, Bundle>} kept
 * @returns {NotebookDocument}
 */
export function asSaved(page, kept) {
  const cells = page.cells.map((cell) => {
    if (!cell.outputs) return cell;
    return { ...cell, outputs: cell.outputs.map((output) => stillOf(output, kept)) };
  });
  return { ...page, cells };
}

/**
 * Returns an output with still text in the place of its widget, or the output itself.
 *
 * @param {Output} output
 * @param {Map<string, Bundle>} kept
 * @returns {Output}
 */
function stillOf(output, kept) {
  const id = output.data?.[VIEW]?.model_id;
  const data = id && kept.get(id);
  if (!data) return output;
  return { ...output, data, metadata: { ...output.metadata, [OURS]: { model_id: id } } };
}

/**
 * Shows still text in the place of a page's widgets, whose kernel has ended.
 *
 * @param {Context} context
 * @param {Map<string, Bundle>} kept
 */
function standStill(context, kept) {
  for (const output of outputsOf(context)) {
    const { data, metadata } = stillOf(output, kept);
    if (data && data !== output.data) output.setData({ data, metadata: metadata ?? {} });
  }
  kept.clear();
}

/**
 * Iterates over the outputs of a page.
 *
 * @param {Context} context
 */
export function* outputsOf({ model }) {
  for (const cell of model.cells) {
    const { outputs } = /** @type {Partial<CodeCellModel>} */ (cell);
    for (let index = 0; index < (outputs?.length ?? 0); index += 1) {
      const output = outputs?.get(index);
      if (output) yield output;
    }
  }
}

/**
 * Saves a page of which only a widget has changed: JupyterLab by itself would not. Another window
 * may have done so already.
 *
 * @param {Context} context
 */
async function saveSoon(context) {
  if (context.dlSaving || !application()) return;
  context.dlSaving = true;
  await pause(SAVE_MS * (1 + Math.random())); // two windows do not save at the same time
  context.dlSaving = false;
  if (context.isDisposed || context.model.dirty) return; // JupyterLab saves it
  if (await differsOnDisk(context)) return;
  await context.save().catch(() => {}); // JupyterLab has said why
}
