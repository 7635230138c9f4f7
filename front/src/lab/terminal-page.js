/* A terminal in a browser tab of its own, led into the world: for a Jupyter that is not the course's. */
import { baseUrl } from "./application.js";

/**
 * Opens a terminal in Notebook 7 and types a line in it; returns whether there is one.
 *
 * @param {string} line
 */
export async function openTerminalPage(line) {
  const base = baseUrl();
  const made = await fetch(`${base}api/terminals`, {
    method: "POST",
    headers: { "X-XSRFToken": crossSiteToken() },
  }).catch(() => null);
  if (!made?.ok) return false; // this Jupyter has no terminals
  /** @type {{ name: string }} */
  const { name } = await made.json();
  await type(new URL(`${base}terminals/websocket/${name}`, location.href), line);
  window.open(`${base}terminals/${name}`, "_blank", "noopener");
  return true;
}

/** Returns Jupyter's token against requests from other sites. */
const crossSiteToken = () => /(?:^|; )_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";

/**
 * Types a line in a terminal.
 *
 * @param {URL} address
 * @param {string} line
 * @returns {Promise<void>}
 */
function type(address, line) {
  const socket = new WebSocket(address.href.replace(/^http/, "ws"));
  return new Promise((resolve) => {
    socket.onopen = () => {
      socket.send(JSON.stringify(["stdin", `${line}\r`]));
      socket.close();
    };
    socket.onclose = () => resolve();
  });
}
