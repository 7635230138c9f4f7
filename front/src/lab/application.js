/* What is around the widget: JupyterLab's application where it is exposed. */

/**
 * @import { Application, MainWidget } from "../jupyterlab.js"
 */

/**
 * Returns JupyterLab's application, or null.
 *
 * @returns {Application | null}
 */
export const application = () => window.jupyterapp ?? null;

/**
 * Returns the tabs of the main area; none outside JupyterLab.
 *
 * @returns {MainWidget[]}
 */
export const mainWidgets = () => [...(application()?.shell.widgets("main") ?? [])];

/**
 * Resolves after `ms` milliseconds.
 *
 * @param {number} ms
 * @returns {Promise<void>}
 */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Returns what the Jupyter server told this page of itself; nothing elsewhere.
 *
 * @returns {{ baseUrl?: string, notebookPage?: string }}
 */
function configuration() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  } catch {
    return {};
  }
}

/** Returns the base URL of the Jupyter server that brought this page, or null. */
export const baseUrl = () => configuration().baseUrl ?? null;

/** Tells whether this page is one of Notebook 7. */
export const isNotebook7 = () => Boolean(configuration().notebookPage);
