/* The extension of JupyterLab and Notebook that the course's own Jupyter loads, and no other. */
import { h } from "./dom.js";
import { begin } from "./lab/begin.js";
import { offerPictureTab } from "./lab/picture-tab.js";
import { share } from "./lab/shared.js";

/**
 * @import { Application } from "./jupyterlab.js"
 */

const plugin = {
  id: "docker-lessons:pages",
  description: "Begins a page of the course when it is opened; shows the picture in a tab.",
  autoStart: true,
  /** @param {Application} app */
  activate(app) {
    addStyle();
    offerPictureTab(app);
    app.docRegistry.addWidgetExtension("Notebook", { createNew: begin });
  },
};

/** Where this script is, which is known only while it is run for the first time. */
const HERE = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? location.href;

function addStyle() {
  document.head.append(h("link", { rel: "stylesheet", href: new URL("style.css", HERE).href }));
}

/* What JupyterLab asks of a federated extension: https://webpack.js.org/concepts/module-federation/ */
window._JUPYTERLAB ??= {};
window._JUPYTERLAB["docker-lessons"] = {
  init: share,
  get: async () => () => ({ __esModule: true, default: plugin }),
};
