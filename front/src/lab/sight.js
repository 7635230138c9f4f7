/* After Shift+Enter JupyterLab scrolls to the next cell: this scrolls back to the widget. */
import { mainWidgets } from "./application.js";
import { adopt } from "./pages.js";

/** How long JupyterLab goes on scrolling while new outputs grow. */
const SETTLED_MS = 400;

const MARGIN_ABOVE_PX = 8;
const MARGIN_BELOW_PX = 40;

/**
 * Marks the page as one of the course and, if the widget's cell was just run, scrolls up to it.
 *
 * @param {Element} el
 */
export function keepInSight(el) {
  setTimeout(() => {
    adopt(el.closest(".jp-NotebookPanel"));
    const cell = el.closest(".jp-Cell");
    const scroller = el.closest(".jp-WindowedPanel-outer");
    if (!cell || !scroller || !isJustAbove(cell)) return;
    const up = wayUp(cell.getBoundingClientRect(), scroller.getBoundingClientRect());
    if (up) scroller.scrollTop -= up;
  }, SETTLED_MS);
}

/**
 * Tells whether the active cell is the one below `cell`.
 *
 * @param {Element} cell
 */
function isJustAbove(cell) {
  const content = mainWidgets().find((widget) => widget.node.contains(cell))?.content;
  if (!content?.widgets) return false;
  const index = content.widgets.findIndex((widget) => widget.node === cell);
  return index + 1 === content.activeCellIndex;
}

/**
 * Returns by how many pixels to scroll up to a cell whose top is above the view: until its bottom
 * is at the bottom of the view or, if it is taller than the view, its top at the top.
 *
 * @param {{ top: number, bottom: number }} cell
 * @param {{ top: number, bottom: number }} view
 */
export function wayUp(cell, view) {
  if (cell.top >= view.top) return 0;
  const toBottom = view.bottom - MARGIN_BELOW_PX - cell.bottom;
  const toTop = view.top + MARGIN_ABOVE_PX - cell.top;
  return Math.max(toBottom, toTop, 0);
}
