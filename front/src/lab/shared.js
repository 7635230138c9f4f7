/* The modules that JupyterLab shares with its extensions. */

/**
 * @import { Shared, SharedModules } from "../jupyterlab.js"
 */

/** @type {SharedModules} */
let modules = {};

/**
 * Takes the shared modules; JupyterLab calls it before it asks for the extension.
 *
 * @param {SharedModules} scope
 */
export function share(scope) {
  modules = scope;
}

/**
 * Returns a module that JupyterLab shares.
 *
 * @template Module
 * @param {Shared<Module> | undefined} versions
 */
async function moduleOf(versions = {}) {
  const [version] = Object.values(versions);
  if (!version) throw new Error("JupyterLab does not share a module that the course needs.");
  const module = await version.get();
  return module();
}

/** Returns JupyterLab's `NotebookActions`. */
export async function notebookActions() {
  const { NotebookActions } = await moduleOf(modules["@jupyterlab/notebook"]);
  return NotebookActions;
}

/** Returns what JupyterLab's tabs are made of. */
export const lumino = () => moduleOf(modules["@lumino/widgets"]);
