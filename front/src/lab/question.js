/* A kernel that asks something does nothing else, and JupyterLab shows the question only where it was asked. */

/**
 * @import { Kernel } from "../jupyterlab.js"
 */

const ASKED = "asked";

/** @param {Kernel} kernel */
const noteOf = (kernel) => `docker-lessons:asks:${kernel.id}`;

/** Returns what this browser keeps between pages, undefined where it is set up to keep nothing. */
function kept() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/**
 * Keeps a note in this browser as long as a kernel waits for an answer.
 *
 * @param {Kernel} kernel
 */
export function noteQuestions(kernel) {
  kernel.pendingInput.connect((_, isAsked) => {
    if (isAsked) kept()?.setItem(noteOf(kernel), ASKED);
    else kept()?.removeItem(noteOf(kernel));
  });
}

/**
 * Ends a question that was asked where nobody can answer it anymore: before a page was loaded anew, closed and opened
 * again. What had asked is interrupted, and the kernel runs cells again.
 *
 * @param {Kernel} kernel
 */
export async function endQuestion(kernel) {
  if (kept()?.getItem(noteOf(kernel)) !== ASKED) return;
  kept()?.removeItem(noteOf(kernel));
  await kernel.interrupt();
}
