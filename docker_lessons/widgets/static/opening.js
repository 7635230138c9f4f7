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

// src/language.js
var ENGLISH = { tag: "en", direction: "ltr", messages: {} };
var spoken = ENGLISH;
function speak(language2) {
  spoken = language2?.tag ? language2 : ENGLISH;
}
var language = () => spoken;
function mark(element) {
  element.lang = spoken.tag;
  element.dir = spoken.direction;
}
var N_ = (message) => message;
function gettext(message, facts = {}) {
  const found = spoken.messages[message];
  return filled(typeof found === "string" ? found : message, facts);
}
function ngettext(one, many, number, facts = {}) {
  const found = spoken.messages[one];
  const told = typeof found === "object" ? formOf(found, number) : void 0;
  return filled(told ?? (number === 1 ? one : many), { number, ...facts });
}
function listed(names) {
  if (names.length < 2) return names.join("");
  const last = names.at(-1) ?? "";
  return gettext("{names} and {last}", { names: names.slice(0, -1).join(", "), last });
}
function formOf({ forms, which }, number) {
  const place = number < which.length ? number : 100 + number % 100;
  return forms[Number(which[place] ?? 0)];
}
function filled(message, facts) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => {
    const fact = facts[name];
    if (fact === void 0) return whole;
    return Array.isArray(fact) ? listed(fact) : String(fact);
  });
}

// src/lab/application.js
var application = () => window.jupyterapp ?? null;
var mainWidgets = () => [...application()?.shell.widgets("main") ?? []];
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function configuration() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  } catch {
    return {};
  }
}
var baseUrl = () => configuration().baseUrl ?? null;
var isNotebook7 = () => Boolean(configuration().notebookPage);

// src/lab/terminal-page.js
async function openTerminalPage(line) {
  const base = baseUrl();
  const made = await fetch(`${base}api/terminals`, {
    method: "POST",
    headers: { "X-XSRFToken": crossSiteToken() }
  }).catch(() => null);
  if (!made?.ok) return false;
  const { name } = await made.json();
  await type(new URL(`${base}terminals/websocket/${name}`, location.href), line);
  window.open(`${base}terminals/${name}`, "_blank", "noopener");
  return true;
}
var crossSiteToken = () => /(?:^|; )_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
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

// src/lab/theme.js
var MARK = "data-jp-theme-light";
var followers = /* @__PURE__ */ new WeakSet();
function followTheme(name) {
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
function hand(frame) {
  const light = document.body.getAttribute(MARK);
  if (light === null) return;
  const theme = light === "true" ? "light" : "dark";
  frame.style.colorScheme = theme;
  const root = frame.contentDocument?.documentElement;
  if (root) root.dataset.theme = theme;
}

// src/lab/beside.js
var TWO_COLUMNS_PX = 800;
var NEW_TERMINAL = "terminal:create-new";
var OPEN_PROXIED = "server-proxy:open";
var canOpenTerminal = () => Boolean(application()) || isNotebook7();
async function openTerminal(wayIn = "") {
  if (wayIn && isNotebook7()) return openTerminalPage(wayIn);
  const app = application();
  if (!app?.commands.hasCommand(NEW_TERMINAL)) return false;
  const place = placeBeside(app);
  add(app, await app.commands.execute(NEW_TERMINAL, {}), place);
  return true;
}
async function openHub(name, address) {
  const app = application();
  const base = baseUrl();
  const isHere = new URL(address).hostname === "127.0.0.1";
  const isWanted = base && name && isHere;
  const url = isWanted && await isProxied(base, name) ? `${base}${name}/` : null;
  if (!app || !url || !app.commands.hasCommand(OPEN_PROXIED)) {
    window.open(url ?? address, "_blank", "noopener");
    return;
  }
  const place = placeBeside(app);
  const hub = await app.commands.execute(OPEN_PROXIED, {
    id: `server-proxy:${name}`,
    title: gettext("Practice Hub"),
    url,
    newBrowserTab: false
  });
  add(app, hub, place);
  followTheme(name);
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

// src/beside-buttons.js
function besideButtons(hub, note) {
  const hubButton = h("button", { type: "button", onclick: showHub }, gettext("Open the Hub"));
  const terminalButton = h(
    "button",
    { type: "button", onclick: showTerminal },
    gettext("Open a terminal")
  );
  function showHub() {
    openHub(hub().proxy, hub().url);
  }
  async function showTerminal() {
    if (await openTerminal(hub().wayIn)) return;
    say(note, gettext("Here, you can open a terminal from your editor’s menu."));
  }
  return {
    buttons: [hubButton, terminalButton],
    /** @param {Needed} needed */
    update(needed) {
      show(hubButton, needed.hub && Boolean(hub().url));
      show(terminalButton, needed.terminal && (canOpenTerminal() || !hub().proxy));
    }
  };
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
  if (isNotebook7()) {
    await here.context.save().catch(() => {
    });
    location.assign(new URL(href, location.href));
    return;
  }
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
async function openInLanguage(tag) {
  const context = application()?.shell.currentWidget?.context;
  if (!context) return;
  await context.save().catch(() => {
  });
  const address = new URL(location.href);
  address.searchParams.set("lang", tag);
  location.assign(address);
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

// src/lab/saved.js
var VIEW = "application/vnd.jupyter.widget-view+json";
var OURS = "docker_lessons";
var SAVE_MS = 1500;
var ENDS = ["restarting", "autorestarting", "dead"];
function initialize({ model }) {
  const context = model.widget_manager?.context;
  if (!context) return;
  const page = keeping(context);
  const note = () => {
    const { id, data } = model.get("kept");
    if (id && data) page.set(id, data);
  };
  note();
  model.on("change:kept", () => {
    note();
    saveSoon(context);
  });
}
function keeping(context) {
  const known = context.dlKept;
  if (known) return known;
  const kept = /* @__PURE__ */ new Map();
  context.dlKept = kept;
  const { model, sessionContext } = context;
  const toJSON = model.toJSON.bind(model);
  model.toJSON = () => asSaved(toJSON(), kept);
  sessionContext.statusChanged.connect((_, status) => {
    if (ENDS.includes(status)) standStill(context, kept);
  });
  sessionContext.kernelChanged.connect((_, { oldValue }) => {
    if (oldValue) standStill(context, kept);
  });
  return kept;
}
function asSaved(page, kept) {
  const cells = page.cells.map((cell) => {
    if (!cell.outputs) return cell;
    return { ...cell, outputs: cell.outputs.map((output) => stillOf(output, kept)) };
  });
  return { ...page, cells };
}
function stillOf(output, kept) {
  const id = output.data?.[VIEW]?.model_id;
  const data = id && kept.get(id);
  if (!data) return output;
  return { ...output, data, metadata: { ...output.metadata, [OURS]: { model_id: id } } };
}
function standStill(context, kept) {
  for (const output of outputsOf(context)) {
    const { data, metadata } = stillOf(output, kept);
    if (data && data !== output.data) output.setData({ data, metadata: metadata ?? {} });
  }
  kept.clear();
}
function* outputsOf({ model }) {
  for (const cell of model.cells) {
    const { outputs } = (
      /** @type {Partial<CodeCellModel>} */
      cell
    );
    for (let index = 0; index < (outputs?.length ?? 0); index += 1) {
      const output = outputs?.get(index);
      if (output) yield output;
    }
  }
}
async function saveSoon(context) {
  if (context.dlSaving || !application()) return;
  context.dlSaving = true;
  await pause(SAVE_MS * (1 + Math.random()));
  context.dlSaving = false;
  if (context.isDisposed || context.model.dirty) return;
  if (await differsOnDisk(context)) return;
  await context.save().catch(() => {
  });
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

// src/language-switch.js
function languageSwitch(model) {
  const known = model.get("languages") ?? [];
  const buttons = known.map(({ tag, name }) => {
    const choose = () => {
      if (tag === language().tag) return;
      model.send({ do: "speak", language: tag });
      if (!model.get("way_in")) openInLanguage(tag);
    };
    const props = { type: "button", class: "dl-small", lang: tag, onclick: choose };
    return h("button", { ...props, "aria-pressed": String(tag === language().tag) }, name);
  });
  const element = h(
    "div",
    { class: "dl-languages", role: "group", "aria-label": gettext("Language"), translate: "no" },
    ...buttons
  );
  return {
    element,
    /** @param {boolean} isOffered */
    update(isOffered) {
      show(element, isOffered && buttons.length > 1);
    }
  };
}

// src/sentence.js
var LINK = /(?<link>https?:\/\/(?!localhost\b|127\.|[\w.-]+:\d|[\w.-]+\/v[12]\b)[\w.-]+(?:\/[\w./?=&-]*[\w/])?)/;
var ADDRESS = /\bhttps?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./?=&:%-]*[\w/])?/;
var QUOTED = /`(?<quoted>[^`]+)`/;
var DIGEST = /sha256:[0-9a-f]{6,64}/;
var ARGUMENT = /-u \w+|--engine \w+|-{1,2}[a-z-]+|[\w.-]*[/:][\w./:-]*\w|[a-z]+_[a-z]+\d?\b|[0-9a-f]{12}\b|___/;
var COMMAND = new RegExp(`\\b(?:docker|docker-lessons) [a-z-]+(?: (?:${ARGUMENT.source}))*`);
var NAME_WITH_SLASH = /\b[A-Za-z0-9][\w.-]*(?::\d+)?\/[\w./-]*[\w](?::[\w.-]*\w)?/;
var NAME_WITH_TAG = /\b[a-z][\w.-]*:(?:latest\b|\d(?:[\w.-]*\w)?)/;
var SHORT_ID = /\b[0-9a-f]{12}\b/;
var BARE = [ADDRESS, DIGEST, COMMAND, NAME_WITH_SLASH, NAME_WITH_TAG, SHORT_ID];
var CODE = new RegExp(
  `${LINK.source}|${QUOTED.source}|(?<bare>${BARE.map((each) => each.source).join("|")})`,
  "g"
);
function pieces(sentence) {
  const text = sentence ?? "";
  const found = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    if (match.index > end) found.push(text.slice(end, match.index));
    const { link, quoted, bare } = match.groups ?? {};
    found.push(link ? { link } : { code: quoted ?? bare ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(text.slice(end));
  return found;
}
function breakable(name) {
  const parts = name.split(/(?<=\/)/);
  return parts.flatMap((part, index) => index ? [h("wbr"), part] : [part]);
}
function prose(sentence, code = null, runs = []) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    if ("link" in piece) return linkTo(piece.link);
    const written = piece.code === code ? runs : [{ text: piece.code, differs: false }];
    const parts = written.flatMap(
      ({ text, differs }) => differs ? [h("mark", {}, ...breakable(text))] : breakable(text)
    );
    return h("code", { translate: "no" }, ...parts);
  });
}
function linkTo(address) {
  const shown = address.replace(/^https?:\/\//, "");
  const props = { href: address, target: "_blank", rel: "noopener", translate: "no" };
  return h("a", props, ...breakable(shown));
}

// src/track.js
function markNames(steps, marks) {
  let reached = true;
  return new Map(
    steps.map(({ step }) => {
      const mark2 = marks[step] === "skipped" && !reached ? null : marks[step];
      reached &&= Boolean(mark2);
      return [step, mark2 === "by hand" ? "done" : mark2 ?? ""];
    })
  );
}
function isPageDone(page, marks) {
  const steps = page?.steps ?? [];
  return steps.length > 0 && steps.every((step) => marks[step]);
}
function progressInWords(steps, marks) {
  const done = steps.filter(({ step }) => marks[step] && marks[step] !== "skipped");
  const shown = done.filter(({ step }) => marks[step] === "shown").length;
  const facts = { done: done.length, total: steps.length };
  if (!shown) return gettext("{done} of {total} steps done", facts);
  return ngettext(
    "{done} of {total} steps done, {number} of them shown to you",
    "{done} of {total} steps done, {number} of them shown to you",
    shown,
    facts
  );
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
      for (const mark2 of element.querySelectorAll("i")) {
        const step = mark2.dataset.step ?? "";
        const place = here.includes(step) ? "here" : "";
        set(mark2, "class", [names.get(step), place].filter(Boolean).join(" "));
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
  waiting: N_("Connecting to the practice world…"),
  starting: N_("The practice world is starting…"),
  stopped: N_("The practice world has stopped. Nothing is lost; your progress is kept.")
};
var isFirstPage = (model) => model.get("page").page === model.get("course").pages?.[0]?.page;
function messageOf(model) {
  const link = model.get("link");
  if (model.get("trouble")) return model.get("trouble");
  if (link !== "live") return gettext(LINK_WORDS[link]);
  const halted = model.get("halted");
  if (halted) return halted;
  if (model.get("busy")) return gettext("Doing the missing steps for you…");
  const [page, marks] = [model.get("page"), model.get("marks")];
  if (isPageDone(page, marks)) return gettext("Everything on this page is done.");
  if (model.get("missing").length) return gettext("Still to do before this page:");
  const steps = page.steps ?? [];
  const done = steps.filter((step) => marks[step] && marks[step] !== "skipped").length;
  if (done) {
    return gettext("{done} of {total} steps on this page done.", { done, total: steps.length });
  }
  return gettext("Ready to start. Read on below.");
}
function pagesBefore(model) {
  if (model.get("link") !== "live" || isPageDone(model.get("page"), model.get("marks"))) return [];
  const { steps = [], pages = [] } = model.get("course");
  const missing = new Set(model.get("missing").map((one) => one.step));
  const names = new Set(steps.filter(({ step }) => missing.has(step)).map(({ page }) => page));
  return pages.filter(({ page }) => names.has(page)).map(({ page, title }) => ({ href: `${page}.ipynb`, title: `${page.slice(0, 2)} ${title}` }));
}
function pageState(model) {
  if (model.get("link") === "stopped" || model.get("halted")) return "stopped";
  if (model.get("link") !== "live") return "waiting";
  return isPageDone(model.get("page"), model.get("marks")) ? "passed" : "not-yet";
}
function isNextOffered(model) {
  const done = isPageDone(model.get("page"), model.get("marks"));
  return Boolean(model.get("next_page")) && (done || !isFirstPage(model));
}
function render({ model, el }) {
  let head;
  const build = () => {
    speak(model.get("language"));
    head = opening(model);
    mark(head.element);
    el.replaceChildren(head.element);
    head.update();
  };
  const paint = () => head.update();
  el.classList.add("dl-host");
  let engine = model.get("engine");
  const reload = () => {
    if (engine && model.get("engine") !== engine) reloadPages();
    engine = model.get("engine");
  };
  build();
  keepInSight(el);
  followTheme(model.get("proxy"));
  model.on("change:language", build);
  model.on("change:languages", build);
  model.on("change", paint);
  model.on("change:engine", reload);
  return () => {
    model.off("change:language", build);
    model.off("change:languages", build);
    model.off("change", paint);
    model.off("change:engine", reload);
  };
}
var opening_default = { initialize, render };
function opening(model) {
  const titles = pageTitles();
  const track = courseTrack();
  const tasks = taskLine(model);
  const hub = () => ({
    url: model.get("hub_url"),
    proxy: model.get("proxy"),
    wayIn: model.get("way_in") ?? ""
  });
  const beside = besideButtons(hub, tasks.note);
  const languages = languageSwitch(model);
  const element = h(
    "section",
    { class: "dl dl-opening", "data-lm-suppress-shortcuts": "true" },
    h(
      "header",
      {},
      titles.number,
      titles.element,
      h("div", { class: "dl-buttons" }, ...beside.buttons),
      languages.element
    ),
    track.element,
    h("div", { class: "dl-body" }, tasks.element)
  );
  return {
    element,
    update() {
      const page = model.get("page");
      set(element, "data-state", pageState(model));
      set(
        element,
        "aria-label",
        gettext("Page {page}: {title}", { page: page.page, title: page.title })
      );
      titles.update(model);
      track.update(model.get("course"), model.get("marks"), page.steps ?? []);
      tasks.update();
      const isOffered = !isFirstPage(model);
      beside.update({ hub: isOffered, terminal: isOffered });
      languages.update(!isOffered);
    }
  };
}
function pageTitles() {
  const digits = h("span", { "aria-hidden": "true" });
  const word = h("span", { class: "dl-away" });
  const title = h("h2");
  const where = h("p", { class: "dl-where" });
  return {
    number: h("span", { class: "dl-number", translate: "no" }, word, digits),
    element: h("div", { class: "dl-titles" }, title, where),
    /** @param {OpeningModel} model */
    update(model) {
      const { page, title: text, minutes } = model.get("page");
      const account = model.get("account");
      const parts = [
        minutes === "…" ? minutes : ngettext("{number} minute", "{number} minutes", minutes),
        account && gettext("your account: {account}", { account }),
        model.get("engine")
      ];
      const number = page.slice(0, 2);
      say(word, gettext("Page {number}", { number }));
      say(digits, number);
      say(title, text);
      say(where, parts.filter(Boolean).join(" · "));
      set(where, "translate", "no");
    }
  };
}
function taskLine(model) {
  const message = h("span");
  const back = h("span", { class: "dl-back" });
  const act = h("button", { type: "button", onclick: askForIt });
  const note = h("span", { class: "dl-later" });
  const next = h("a", { class: "dl-next", onclick: follow });
  function askForIt() {
    model.send({ do: model.get("link") === "stopped" ? "start" : "catch-up" });
  }
  function follow(event) {
    openPage(event, event.currentTarget.getAttribute("href"));
  }
  const linksTo = (pages) => pages.flatMap(({ href, title }, index) => [
    index ? " · " : " ",
    h("a", { href, onclick: follow }, title)
  ]);
  return {
    element: h(
      "div",
      { class: "dl-missing" },
      h("p", { class: "dl-text" }, message, back),
      act,
      note,
      next
    ),
    note,
    update() {
      const isStopped = model.get("link") === "stopped";
      const [text, pages] = [messageOf(model), pagesBefore(model)];
      fill(message, text, () => prose(text));
      fill(back, JSON.stringify(pages), () => linksTo(pages));
      show(back, Boolean(pages.length) && !model.get("busy") && !model.get("halted"));
      show(act, isStopped || Boolean(pages.length) && model.get("can_catch_up") !== false);
      act.classList.toggle("dl-start", isStopped);
      say(act, isStopped ? gettext("Start it again") : gettext("Do these for me"));
      act.disabled = Boolean(model.get("busy"));
      show(next, isNextOffered(model));
      next.classList.toggle("ready", isPageDone(model.get("page"), model.get("marks")));
      const page = model.get("next_page");
      if (!page) return;
      set(next, "href", page.href);
      say(next, gettext("Next: {title}", { title: page.title }));
    }
  };
}
export {
  opening_default as default,
  isFirstPage,
  isNextOffered,
  messageOf,
  pageState,
  pagesBefore
};
