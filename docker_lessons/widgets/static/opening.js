/* Made from front/src by `make front`: change it there. */

// src/dom.js
function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(key.slice("on".length), value);
    else set(element, key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== void 0));
  return element;
}
function set(element, name, value) {
  if (value === false || value === null || value === void 0) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const wanted = value === true ? "" : String(value);
    if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}
function say(element, text) {
  const wanted = text ?? "";
  if (element.textContent !== wanted) element.textContent = wanted;
}
function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}
function fill(element, key, make) {
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.replaceChildren(...make());
}

// src/lab/application.js
var application = () => window.jupyterapp ?? null;
var mainWidgets = () => [...application()?.shell.widgets("main") ?? []];
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function baseUrl() {
  try {
    const config = document.getElementById("jupyter-config-data")?.textContent ?? "";
    return JSON.parse(config).baseUrl;
  } catch {
    return null;
  }
}

// src/lab/beside.js
var TWO_COLUMNS_PX = 800;
var NEW_TERMINAL = "terminal:create-new";
var OPEN_PROXIED = "server-proxy:open";
async function openTerminal() {
  const app = application();
  if (!app?.commands.hasCommand(NEW_TERMINAL)) return false;
  const place = placeBeside(app);
  add(app, await app.commands.execute(NEW_TERMINAL, {}), place);
  return true;
}
async function openHub(name, address) {
  const app = application();
  const base = baseUrl();
  const canOpen = app?.commands.hasCommand(OPEN_PROXIED) && base && name;
  if (!app || !canOpen || !await isProxied(base, name)) {
    window.open(address, "_blank", "noopener");
    return;
  }
  const place = placeBeside(app);
  const hub = await app.commands.execute(OPEN_PROXIED, {
    id: `server-proxy:${name}`,
    title: "Practice Hub",
    url: `${base}${name}/`,
    newBrowserTab: false
  });
  add(app, hub, place);
}
async function isProxied(base, name) {
  try {
    const answer = await fetch(`${base}server-proxy/servers-info`, { credentials: "same-origin" });
    const known = await answer.json();
    return known.server_processes.some((server) => server.name === name);
  } catch {
    return false;
  }
}
function placeBeside(app) {
  const notebook = app.shell.currentWidget;
  if (!notebook) return {};
  const { right, width } = notebook.node.getBoundingClientRect();
  const neighbour = mainWidgets().find(
    (other) => other.isVisible && other.node.getBoundingClientRect().left >= right
  );
  if (neighbour) return { ref: neighbour.id, mode: "tab-after" };
  return { ref: notebook.id, mode: width < TWO_COLUMNS_PX ? "tab-after" : "split-right" };
}
function add(app, widget, place) {
  if (!widget) return;
  if (place.ref !== widget.id) app.shell.add(widget, "main", place);
  app.shell.activateById(widget.id);
}

// src/lab/turns.js
var REWRITE_MS = 500;
var REWRITE_TRIES = 40;
function queue() {
  let last = Promise.resolve();
  return (act) => {
    const own = last.then(act);
    last = own.catch(() => {
    });
    return own;
  };
}
function takeTurns(context, differs, wait = pause) {
  if (context.dlShowAnew) return;
  const save = context.save.bind(context);
  const inTurn = queue();
  const whileOpen = (act) => inTurn(async () => context.isDisposed ? false : act());
  context.save = async () => {
    for (let tries = 0; tries < REWRITE_TRIES; tries += 1) {
      const isToWait = await whileOpen(async () => await differs(context) || save());
      if (!isToWait) return;
      await wait(REWRITE_MS);
    }
    await whileOpen(save);
  };
  context.dlShowAnew = async () => {
    try {
      await whileOpen(async () => await differs(context) && context.revert());
    } catch {
    }
  };
}

// src/lab/pages.js
var PAGE = /^\d\d-[a-z-]+\.ipynb$/;
async function openPage(event, href) {
  const app = application();
  const here = app?.shell.currentWidget;
  if (!app || !here?.context?.path || !href) return;
  event.preventDefault();
  if (here.dlLeaving) return;
  here.dlLeaving = true;
  const folder = here.context.path.split("/").slice(0, -1);
  try {
    const path = [...folder, href].join("/");
    const page = await app.commands.execute("docmanager:open", { path });
    if (page && page !== here) await leave(here, here.context);
  } finally {
    here.dlLeaving = false;
  }
}
async function leave(page, context) {
  takeTurns(context, differsOnDisk);
  const { save } = context;
  try {
    const saved = context.save();
    context.save = async () => {
    };
    await saved;
    await page.sessionContext?.shutdown();
    context.model.dirty = false;
  } catch {
    context.save = save;
  }
  page.close();
}
async function reloadPages() {
  for (let tries = 0; application() && tries < REWRITE_TRIES; tries += 1) {
    await pause(REWRITE_MS);
    for (const { context } of mainWidgets()) await context?.dlShowAnew?.();
  }
}
async function differsOnDisk({ path, contentsModel }) {
  try {
    const contents = application()?.serviceManager.contents;
    const found = await contents?.get(path, { content: false, hash: true });
    if (!found || !contentsModel) return false;
    if (found.hash) return found.hash !== contentsModel.hash;
    return found.last_modified !== contentsModel.last_modified;
  } catch {
    return false;
  }
}
function adopt(panel) {
  if (!panel || panel.classList.contains("dl-course")) return;
  panel.classList.add("dl-course");
  panel.addEventListener("click", followLink, true);
  const page = mainWidgets().find((widget) => widget.node === panel);
  if (page?.context) takeTurns(page.context, differsOnDisk);
}
function followLink(event) {
  const target = (
    /** @type {Element} */
    event.target
  );
  const link = target.closest(".jp-RenderedMarkdown a[href]");
  const page = link ? pageOf(link.href) : null;
  if (!application() || !page) return;
  event.stopPropagation();
  openPage(event, page);
}
function pageOf(address) {
  const name = new URL(address).pathname.split("/").at(-1) ?? "";
  return PAGE.test(name) ? name : null;
}

// src/lab/sight.js
var SETTLED_MS = 400;
var MARGIN_ABOVE_PX = 8;
var MARGIN_BELOW_PX = 40;
function keepInSight(el) {
  setTimeout(() => {
    adopt(el.closest(".jp-NotebookPanel"));
    const cell = el.closest(".jp-Cell");
    const scroller = el.closest(".jp-WindowedPanel-outer");
    if (!cell || !scroller || !isJustAbove(cell)) return;
    const up = wayUp(cell.getBoundingClientRect(), scroller.getBoundingClientRect());
    if (up) scroller.scrollTop -= up;
  }, SETTLED_MS);
}
function isJustAbove(cell) {
  const content = mainWidgets().find((widget) => widget.node.contains(cell))?.content;
  if (!content?.widgets) return false;
  const index = content.widgets.findIndex((widget) => widget.node === cell);
  return index + 1 === content.activeCellIndex;
}
function wayUp(cell, view) {
  if (cell.top >= view.top) return 0;
  const toBottom = view.bottom - MARGIN_BELOW_PX - cell.bottom;
  const toTop = view.top + MARGIN_ABOVE_PX - cell.top;
  return Math.max(toBottom, toTop, 0);
}

// src/sentence.js
var QUOTED = /`(?<quoted>[^`]+)`/;
var DIGEST = /sha256:[0-9a-f]{6,64}/;
var ARGUMENT = /-u \w+|-{1,2}[a-z-]+|[\w.-]*[/:][\w./:-]*\w|___/;
var COMMAND = new RegExp(`\\b(?:docker|docker-lessons) [a-z-]+(?: (?:${ARGUMENT.source}))*`);
var NAME_WITH_SLASH = /\b[a-z0-9][\w.-]*(?::\d+)?\/[\w./-]*[\w](?::[\w.-]*\w)?/;
var NAME_WITH_TAG = /\b[a-z][\w.-]*:\d(?:[\w.-]*\w)?/;
var SHORT_ID = /\b[0-9a-f]{12}\b/;
var BARE = [DIGEST, COMMAND, NAME_WITH_SLASH, NAME_WITH_TAG, SHORT_ID];
var CODE = new RegExp(
  `${QUOTED.source}|(?<bare>${BARE.map((each) => each.source).join("|")})`,
  "g"
);
function pieces(sentence) {
  const text = sentence ?? "";
  const found = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    if (match.index > end) found.push(text.slice(end, match.index));
    found.push({ code: match.groups?.quoted ?? match.groups?.bare ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(text.slice(end));
  return found;
}
function cutAtDifference(seen, wanted) {
  let same = 0;
  let cut = 0;
  while (same < seen.length && seen[same] === wanted[same]) {
    same += 1;
    if ("/:".includes(seen.charAt(same - 1))) cut = same;
  }
  return wanted.startsWith(seen) || cut === 0 ? [seen, ""] : [seen.slice(0, cut), seen.slice(cut)];
}
function breakable(name) {
  const parts = name.split(/(?<=\/)/);
  return parts.flatMap((part, index) => index ? [h("wbr"), part] : [part]);
}
function prose(sentence, wanted = null) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    const [same, other] = wanted === null ? [piece.code, ""] : cutAtDifference(piece.code, wanted);
    const mark = other ? h("mark", {}, ...breakable(other)) : null;
    return h("code", { translate: "no" }, ...breakable(same), mark);
  });
}

// src/track.js
function markNames(steps, marks) {
  let reached = true;
  return new Map(
    steps.map(({ step }) => {
      const mark = marks[step] === "skipped" && !reached ? null : marks[step];
      reached &&= Boolean(mark);
      return [step, mark === "by hand" ? "done" : mark ?? ""];
    })
  );
}
function progressInWords(steps, marks) {
  const done = steps.filter(({ step }) => marks[step] && marks[step] !== "skipped");
  const shown = done.filter(({ step }) => marks[step] === "shown").length;
  return `${done.length} of ${steps.length} steps done${shown ? `, ${shown} of them shown` : ""}`;
}
function courseTrack() {
  const element = h("div", { class: "dl-track", role: "img" });
  return {
    element,
    /**
     * @param {Course} course
     * @param {Marks} marks
     * @param {string[]} here
     */
    update(course, marks, here) {
      const steps = course.steps ?? [];
      const layout = steps.map((step) => `${step.page}/${step.step}`).join();
      if (element.dataset.key !== layout) {
        element.dataset.key = layout;
        element.replaceChildren(...groups(steps));
      }
      const names = markNames(steps, marks);
      for (const mark of element.querySelectorAll("i")) {
        const step = mark.dataset.step ?? "";
        const place = here.includes(step) ? "here" : "";
        set(mark, "class", [names.get(step), place].filter(Boolean).join(" "));
      }
      set(element, "aria-label", progressInWords(steps, marks));
    }
  };
}
function groups(steps) {
  const pages = /* @__PURE__ */ new Map();
  for (const { step, page, title } of steps) {
    if (!pages.has(page)) pages.set(page, h("span", { class: "dl-page" }));
    pages.get(page).append(h("i", { "data-step": step, title }));
  }
  return pages.values();
}

// src/opening.js
var LINK_WORDS = {
  waiting: "Looking at the world…",
  starting: "The practice world is starting…",
  stopped: "The practice world has stopped. Nothing is lost; your progress is kept."
};
var isFirstPage = (model) => model.get("page").page === model.get("course").pages?.[0]?.page;
function messageOf(model) {
  const link = model.get("link");
  const missing = model.get("missing");
  if (model.get("trouble")) return model.get("trouble");
  if (link !== "live") return LINK_WORDS[link];
  const halted = model.get("halted");
  if (halted) return halted;
  if (model.get("busy")) return "Doing what is missing…";
  if (isFirstPage(model)) {
    return "Nothing comes before this page. Go on with the next grey box.";
  }
  if (!missing.length) return "Everything before this page is done. Go on.";
  return `Before this page, still to do: ${missing.map((step) => step.title).join(" · ")}.`;
}
function pageState(model) {
  if (model.get("link") === "stopped" || model.get("halted")) return "stopped";
  if (model.get("link") !== "live") return "waiting";
  return model.get("missing").length ? "not-yet" : "passed";
}
function isNextOffered(model) {
  const done = (model.get("page").steps ?? []).every((step) => model.get("marks")[step]);
  return Boolean(model.get("next_page")) && (done || !isFirstPage(model));
}
function render({ model, el }) {
  const head = opening(model);
  el.classList.add("dl-host");
  el.replaceChildren(head.element);
  const paint = () => head.update();
  let engine = model.get("engine");
  const reload = () => {
    if (engine && model.get("engine") !== engine) reloadPages();
    engine = model.get("engine");
  };
  paint();
  keepInSight(el);
  model.on("change", paint);
  model.on("change:engine", reload);
  return () => {
    model.off("change", paint);
    model.off("change:engine", reload);
  };
}
var opening_default = { render };
function opening(model) {
  const titles = pageTitles();
  const track = courseTrack();
  const tasks = taskLine(model);
  const sideButtons = besideButtons(model, tasks.note);
  const element = h(
    "section",
    { class: "dl dl-opening", "data-lm-suppress-shortcuts": "true" },
    h("header", {}, titles.number, titles.element, sideButtons.element),
    track.element,
    h("div", { class: "dl-body" }, tasks.element)
  );
  return {
    element,
    update() {
      const page = model.get("page");
      set(element, "data-state", pageState(model));
      set(element, "aria-label", `Page ${page.page}: ${page.title}`);
      titles.update(model);
      track.update(model.get("course"), model.get("marks"), page.steps ?? []);
      tasks.update();
      sideButtons.update();
    }
  };
}
function pageTitles() {
  const digits = h("span");
  const word = h("span", { class: "dl-away" }, "Page ");
  const title = h("h3");
  const where = h("p", { class: "dl-where" });
  return {
    number: h("span", { class: "dl-number", translate: "no" }, word, digits),
    element: h("div", { class: "dl-titles" }, title, where),
    /** @param {OpeningModel} model */
    update(model) {
      const { page, title: text, minutes } = model.get("page");
      const account = model.get("account");
      const parts = [`${minutes} minutes`, account && `you are ${account}`, model.get("engine")];
      say(digits, page.slice(0, 2));
      say(title, text);
      say(where, parts.filter(Boolean).join(" · "));
      set(where, "translate", "no");
    }
  };
}
function taskLine(model) {
  const message = h("p", { class: "dl-text" });
  const act = h("button", { type: "button", class: "dl-start", onclick: askForIt });
  const note = h("span", { class: "dl-later" });
  const next = h("a", { class: "dl-next", onclick: openNext });
  function askForIt() {
    model.send({ do: model.get("link") === "stopped" ? "start" : "catch-up" });
  }
  function openNext(event) {
    openPage(event, next.getAttribute("href"));
  }
  return {
    element: h("div", { class: "dl-missing" }, message, act, note, next),
    note,
    update() {
      const link = model.get("link");
      const text = messageOf(model);
      fill(message, text, () => prose(text));
      show(act, link === "stopped" || link === "live" && model.get("missing").length > 0);
      say(act, link === "stopped" ? "Start it again" : "Do these for me");
      act.disabled = Boolean(model.get("busy"));
      show(next, isNextOffered(model));
      const page = model.get("next_page");
      if (!page) return;
      set(next, "href", page.href);
      say(next, `Next: ${page.title}`);
    }
  };
}
function besideButtons(model, note) {
  const hub = h("button", { type: "button", onclick: showHub }, "Open the Hub beside");
  const terminal = h("button", { type: "button", onclick: showTerminal }, "Open a terminal beside");
  function showHub() {
    openHub(model.get("proxy"), model.get("hub_url"));
  }
  async function showTerminal() {
    if (await openTerminal()) return;
    say(note, "Here a terminal opens from your editor’s own menu.");
  }
  return {
    element: h("div", { class: "dl-buttons" }, hub, terminal),
    update() {
      const isFirst = isFirstPage(model);
      show(hub, !isFirst);
      show(terminal, !isFirst && (Boolean(application()) || !model.get("proxy")));
    }
  };
}
export {
  opening_default as default,
  isFirstPage,
  isNextOffered,
  messageOf,
  pageState
};
