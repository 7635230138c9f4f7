/* Gives the Hub's pages beside a notebook the colours of JupyterLab, whatever the computer prefers. */

/** JupyterLab's own mark of its theme, on the page's body. */
const MARK = "data-jp-theme-light";

/** @type {WeakSet<HTMLIFrameElement>} */
const followers = new WeakSet();

/**
 * Has the frames that show the Hub follow JupyterLab's theme, also those of an earlier visit.
 *
 * @param {string} name the name under which the Jupyter server serves the Hub
 */
export function followTheme(name) {
  if (!name) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (followers.has(frame) || !frame.src.includes(`/${name}/`)) continue;
    followers.add(frame);
    const follow = () => hand(frame);
    frame.addEventListener("load", follow);
    new MutationObserver(follow).observe(document.body, { attributeFilter: [MARK] });
    follow();
  }
}

/**
 * Tells the page in a frame which theme is around it. The frame's own colour scheme counts before
 * the page is there, so that it does not flash.
 *
 * @param {HTMLIFrameElement} frame
 */
function hand(frame) {
  const light = document.body.getAttribute(MARK);
  if (light === null) return;
  const theme = light === "true" ? "light" : "dark";
  frame.style.colorScheme = theme;
  const root = frame.contentDocument?.documentElement;
  if (root) root.dataset.theme = theme;
}
