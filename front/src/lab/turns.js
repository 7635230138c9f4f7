/* Runs the saves and reloads of a page one after the other. */
import { pause } from "./application.js";

/**
 * @import { Context } from "../jupyterlab.js"
 */

/** Milliseconds between two looks for a page that a switch of the engine rewrites on disk. */
export const REWRITE_MS = 500;
export const REWRITE_TRIES = 40;

/**
 * Makes a queue, which runs functions one after the other, also when one of them fails.
 *
 * @returns {<Result>(act: () => Promise<Result>) => Promise<Result>}
 */
export function queue() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (act) => {
    const own = last.then(act);
    last = own.catch(() => {});
    return own;
  };
}

/**
 * Makes the saves of a page wait for each other, and for a page that was rewritten on disk to be
 * reloaded first: otherwise JupyterLab sees a conflict and asks which version to keep.
 *
 * @param {Context} context
 * @param {(context: Context) => Promise<boolean>} differs whether the page on disk is another
 * @param {(ms: number) => Promise<void>} [wait]
 */
export function takeTurns(context, differs, wait = pause) {
  if (context.dlShowAnew) return;
  const save = context.save.bind(context);
  const inTurn = queue();
  /** @param {() => Promise<unknown>} act */
  const whileOpen = (act) => inTurn(async () => (context.isDisposed ? false : act()));

  context.save = async () => {
    for (let tries = 0; tries < REWRITE_TRIES; tries += 1) {
      const isToWait = await whileOpen(async () => (await differs(context)) || save());
      if (!isToWait) return;
      await wait(REWRITE_MS);
    }
    await whileOpen(save); // JupyterLab asks what to overwrite
  };

  context.dlShowAnew = async () => {
    try {
      await whileOpen(async () => (await differs(context)) && context.revert());
    } catch {
      // JupyterLab has said why.
    }
  };
}
