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
function speak(language) {
  spoken = language?.tag ? language : ENGLISH;
}
function mark(element) {
  element.lang = spoken.tag;
  element.dir = spoken.direction;
}
function gettext(message, facts = {}) {
  const found = spoken.messages[message];
  return filled(typeof found === "string" ? found : message, facts);
}
function listed(names) {
  if (names.length < 2) return names.join("");
  const last = names.at(-1) ?? "";
  return gettext("{names} and {last}", { names: names.slice(0, -1).join(", "), last });
}
function filled(message, facts) {
  return message.replace(/\{(\w+)\}/g, (whole, name) => {
    const fact = facts[name];
    if (fact === void 0) return whole;
    return Array.isArray(fact) ? listed(fact) : String(fact);
  });
}

// src/copy.js
var COPIED_MS = 1600;
function sayCopied(label, usual) {
  say(label, gettext("Copied"));
  setTimeout(() => say(label, usual), COPIED_MS);
}

// src/lab/application.js
var application = () => window.jupyterapp ?? null;
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function configuration() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  } catch {
    return {};
  }
}
var isNotebook7 = () => Boolean(configuration().notebookPage);

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

// src/sheet.js
var DOCKER_ID = /^[a-z0-9]{4,30}$/;
var isDockerId = (text) => DOCKER_ID.test(text);
function withOwnAccount(command, account, own) {
  return command.replaceAll(`${account}/`, `${own}/`).replace(`-u ${account}`, `-u ${own}`);
}
function render({ model, el }) {
  let made = sheet();
  made.input.value = model.get("docker_id") ?? "";
  el.classList.add("dl-host");
  function build() {
    speak(model.get("language"));
    const { value } = made.input;
    made = sheet();
    made.input.value = value;
    mark(made.element);
    el.replaceChildren(made.element);
    made.input.addEventListener("input", paint);
    paint();
  }
  function paint() {
    const { input, note, lines, shown, links } = made;
    const typed = input.value.trim();
    const isWrong = typed !== "" && !isDockerId(typed);
    say(
      note,
      isWrong ? gettext("A Docker ID has 4 to 30 lowercase letters and digits, and nothing else.") : ""
    );
    set(input, "aria-invalid", isWrong && "true");
    const account = model.get("account");
    const own = isDockerId(typed) ? typed : gettext("YOU");
    const commands = model.get("commands").map((line) => withOwnAccount(line, account, own));
    say(lines, commands.join("\n"));
    const steps = model.get("shown");
    show(shown, steps.length > 0);
    fill(links, JSON.stringify(steps), () => steps.map(pageLink));
  }
  build();
  model.on("change:language", build);
  model.on("change", paint);
  return () => {
    model.off("change:language", build);
    model.off("change", paint);
  };
}
var sheet_default = { initialize, render };
function sheet() {
  const input = idInput();
  const note = h("span", { class: "dl-echo", id: "dl-docker-id-note", role: "status" });
  const lines = commandLines();
  const copy = h("button", { type: "button", onclick: copyAll }, gettext("Copy all"));
  const print = h(
    "button",
    { type: "button", onclick: () => printAlone(text()) },
    gettext("Print")
  );
  const links = h("ul", { style: "padding-inline-start: 20px" });
  const shownTitle = h(
    "p",
    { class: "dl-text" },
    gettext("These steps were shown to you. Do each one yourself to make it your own:")
  );
  const shown = h("div", { class: "dl-shown" }, shownTitle, links);
  const form = h(
    "form",
    { class: "dl-answer", onsubmit: (event) => event.preventDefault() },
    h("label", { for: "dl-docker-id" }, gettext("Your Docker ID")),
    note,
    h("span", { class: "dl-field" }, input)
  );
  const buttons = h("div", { class: "dl-buttons" }, copy, print);
  const element = h(
    "section",
    {
      class: "dl dl-sheet",
      "aria-label": gettext("Your commands"),
      "data-lm-suppress-shortcuts": "true"
    },
    h("div", { class: "dl-columns" }, form, lines, buttons, shown)
  );
  function text() {
    return lines.textContent;
  }
  async function copyAll() {
    await navigator.clipboard.writeText(text());
    sayCopied(copy, gettext("Copy all"));
  }
  return { element, input, note, lines, shown, links };
}
function idInput() {
  return h("input", {
    id: "dl-docker-id",
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    translate: "no",
    placeholder: gettext("your username on Docker Hub"),
    "aria-describedby": "dl-docker-id-note"
  });
}
function commandLines() {
  return h("pre", {
    style: "margin: 0; padding: 10px 12px; background: var(--wash); border: 1px solid var(--line); border-radius: 6px; font: 13px/1.7 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere",
    translate: "no",
    tabindex: "0",
    role: "group",
    "aria-label": gettext("Your seven commands")
  });
}
function pageLink({ href, title }) {
  const open = (event) => openPage(event, href);
  return h("li", {}, h("a", { href, onclick: open }, title));
}
function printAlone(text) {
  const frame = h("iframe", { class: "dl-away", title: gettext("Your commands, to print") });
  document.body.append(frame);
  const { contentDocument: page, contentWindow: view } = frame;
  if (!page || !view) return;
  const pre = page.createElement("pre");
  pre.textContent = text;
  pre.style.font = "16px/1.9 monospace";
  page.body.append(pre);
  view.onafterprint = () => frame.remove();
  view.print();
}
export {
  sheet_default as default,
  isDockerId,
  withOwnAccount
};
