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
 * Returns the base URL of the Jupyter server that brought this page, or null.
 *
 * @returns {string | null}
 */
export function baseUrl() {
  try {
    const config = document.getElementById("jupyter-config-data")?.textContent ?? "";
    return JSON.parse(config).baseUrl;
  } catch {
    return null;
  }
}
