/* Made from front/src by `make front`: change it there. */

// src/dom.js
function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key2, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(key2.slice("on".length), value);
    else set(element, key2, value);
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
function fill(element, key2, make) {
  if (element.dataset.key === key2) return;
  element.dataset.key = key2;
  element.replaceChildren(...make());
}
var SVG = "http://www.w3.org/2000/svg";
function draw(width, height, shapes, className) {
  const svg = document.createElementNS(SVG, "svg");
  set(svg, "viewBox", `0 0 ${width} ${height}`);
  set(svg, "class", className);
  set(svg, "aria-hidden", "true");
  set(svg, "focusable", "false");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [key2, value] of Object.entries(attributes)) set(shape, key2, value);
    svg.append(shape);
  }
  return svg;
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
function clauses(all) {
  const [first = "", ...others] = all;
  return others.reduce(
    (told, clause) => gettext("{clauses}; {clause}", { clauses: told, clause }),
    first
  );
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

// src/picture/looks.js
var LOOKS = 8;
var SHORT = 4;
var digits = (digest) => digest.replace(/^.*:/, "");
var Looks = class {
  /** @type {Map<string, number>} */
  #known = /* @__PURE__ */ new Map();
  /**
   * Gives the layers of one picture their looks, in this order. A new layer gets one that no other
   * layer of the picture has, as long as there are any.
   *
   * @param {string[]} layers
   */
  meet(layers) {
    const taken = new Set(layers.map((layer) => this.#known.get(layer)));
    const all = [...Array(LOOKS).keys()];
    for (const layer of layers) {
      if (this.#known.has(layer)) continue;
      const unused = all.filter((look2) => !taken.has(look2));
      const unseen = unused.filter((look2) => ![...this.#known.values()].includes(look2));
      const look = unseen[0] ?? unused[0] ?? this.#known.size % LOOKS;
      this.#known.set(layer, look);
      taken.add(look);
    }
  }
  /**
   * Returns the number of a layer's look.
   *
   * @param {string} layer
   */
  lookOf(layer) {
    this.meet([layer]);
    return this.#known.get(layer) ?? 0;
  }
  /**
   * Returns the first characters of a layer's digest: four, or as many as tell it from the others.
   *
   * @param {string} layer
   */
  nameOf(layer) {
    const own = digits(layer);
    const others = [...this.#known.keys()].map(digits).filter((each) => each !== own);
    let length = SHORT;
    while (length < own.length && others.some((each) => each.startsWith(own.slice(0, length)))) {
      length += 1;
    }
    return own.slice(0, length);
  }
};
function layersOf(scene) {
  const here = [...scene?.host ?? []].reverse();
  return [...new Set([...here, ...tagsOf(scene)].flatMap(({ layers }) => layers ?? []))];
}
var tagsOf = (scene) => (scene?.hub ?? []).flatMap(({ tags }) => tags);
function layerThatIs(printed, scene) {
  const isIt = (digest) => Boolean(printed) && digits(digest).startsWith(printed);
  for (const { layers, blobs } of tagsOf(scene)) {
    const blob = blobs?.findIndex(isIt) ?? -1;
    if (blob >= 0) return layers?.[blob] ?? null;
  }
  return layersOf(scene).find(isIt) ?? null;
}
var KEY = /* @__PURE__ */ Symbol.for("docker-lessons.looks");
function looksOfPage() {
  const page = (
    /** @type {{ [KEY]?: Looks }} */
    globalThis
  );
  page[KEY] ??= new Looks();
  return page[KEY];
}

// src/activity.js
var DOING = { build: N_("Building"), push: N_("Pushing"), pull: N_("Pulling") };
var DONE = { build: N_("Built"), push: N_("Pushed"), pull: N_("Pulled") };
var STOPPED = {
  build: N_("Building stopped:"),
  push: N_("Pushing stopped:"),
  pull: N_("Pulling stopped:")
};
var WHOLE = /exists|pushed|complete|done|mounted|up to date|cache|success/i;
var MOST_NAMED = 4;
function partDone(layer, done) {
  if (done || WHOLE.test(layer.status)) return 1;
  return layer.total > 0 ? Math.min(1, layer.current / layer.total) : null;
}
function deedInWords({ kind, done, error }) {
  if (error) return gettext(STOPPED[kind]);
  return gettext(done ? DONE[kind] : DOING[kind]);
}
function summaryOf({ kind, layers, done, error }, nameOf = () => null) {
  if (error) return error;
  if (kind === "build") {
    const whole = layers.filter((layer) => partDone(layer, done) === 1).length;
    return gettext("{done} of {total} steps", { done: whole, total: layers.length });
  }
  const states = [...new Set(layers.map((layer) => layer.status).filter(Boolean))];
  const [shared] = states;
  if (shared && states.length === 1 && layers.length > 1) {
    const facts = { status: shared };
    return ngettext("{number} layer: {status}", "{number} layers: {status}", layers.length, facts);
  }
  const names = layers.map(nameOf);
  if (states.length < 2 || layers.length > MOST_NAMED || names.includes(null))
    return states.join(" · ");
  return layers.map(({ status }, index) => `${names[index]}: ${status}`).join(" · ");
}
function activityStrip() {
  const deed = h("span", { class: "dl-doing" });
  const name = h("code", { translate: "no" });
  const bars = h("span", { class: "dl-bars" });
  const note = h("span", { class: "dl-note" });
  const element = h(
    "div",
    { class: "dl-strip", role: "group", "aria-label": gettext("The last build, push or pull") },
    deed,
    name,
    bars,
    note
  );
  function sayNone() {
    say(deed, gettext("Builds, pushes and pulls show up here, layer by layer."));
    say(name, "");
    say(note, "");
    fill(bars, "", () => []);
  }
  function paint(activity, scene) {
    say(deed, deedInWords(activity));
    say(name, activity.name);
    element.classList.toggle("failed", Boolean(activity.error));
    paintBars(bars, activity);
    say(
      note,
      summaryOf(activity, ({ id }) => pictureName(id, scene))
    );
    set(note, "title", note.textContent);
  }
  return {
    element,
    /**
     * @param {Activity | null} activity
     * @param {Scene | null} scene the one in the picture above
     */
    update(activity, scene) {
      element.classList.toggle("none", !activity);
      if (activity) paint(activity, scene);
      else sayNone();
    }
  };
}
function pictureName(id, scene) {
  const layer = layerThatIs(id, scene);
  return layer && looksOfPage().nameOf(layer);
}
function paintBars(bars, { number, layers, done, error }) {
  const key2 = `${number}:${layers.map((layer) => layer.id).join()}`;
  fill(bars, key2, () => layers.map(() => h("progress", { max: "1" })));
  layers.forEach((layer, index) => {
    const bar = bars.children[index];
    if (!bar) return;
    const value = partDone(layer, done && !error);
    set(bar, "value", value ?? (error ? 0 : null));
    const label = gettext("Layer {id}: {status}", { id: layer.id, status: layer.status });
    set(bar, "aria-label", label);
    set(bar, "title", label);
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

// src/lab/picture-beside.js
var OPEN_PICTURE = "docker-lessons:open-picture";
var DRAW_PICTURE = "docker-lessons:draw-picture";
function pictureBeside(from) {
  const button = h(
    "button",
    {
      type: "button",
      class: "dl-small",
      onclick: open,
      "aria-label": gettext("Open the picture in a tab")
    },
    gettext("Open in a tab")
  );
  let latest = empty();
  function empty() {
    return { from: from(), language: language(), picture: null, activity: null, asked: [] };
  }
  function open() {
    application()?.commands.execute(OPEN_PICTURE, latest);
  }
  function draw2() {
    const commands = application()?.commands;
    const isThere = Boolean(commands?.hasCommand(DRAW_PICTURE));
    show(button, isThere);
    if (isThere) commands?.execute(DRAW_PICTURE, latest);
  }
  return {
    element: button,
    /** @param {Omit<Drawing, "from" | "language">} drawing */
    update(drawing) {
      latest = { from: from(), language: language(), ...drawing };
      draw2();
    },
    stop() {
      latest = empty();
      draw2();
    }
  };
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

// src/state.js
var WORDS = {
  passed: N_("Passed"),
  "not-yet": N_("Not yet"),
  stopped: N_("Stopped"),
  unchecked: N_("Couldn’t check"),
  unwatched: N_("Not observed"),
  skipped: N_("Skipped"),
  waiting: N_("Checking…"),
  starting: N_("Starting…")
};
var wordOf = (state) => gettext(WORDS[state]);
function stateOf(link, verdict) {
  if (link === "stopped" || link === "starting") return link;
  if (!verdict) return "waiting";
  if (verdict.cause === "nobody-watched") return "unwatched";
  if (verdict.cause === "world-stopped" || verdict.cause === "engine-stopped") return "stopped";
  if (verdict.verdict === "could not check") return "unchecked";
  return verdict.verdict === "not yet" ? "not-yet" : verdict.verdict;
}
var isOver = (state) => state === "passed" || state === "skipped";
var isWorldAway = (state) => ["stopped", "starting", "waiting"].includes(state);
function stateOfAll(states) {
  for (
    const state of
    /** @type {const} */
    ["stopped", "starting", "waiting"]
  ) {
    if (states.includes(state)) return state;
  }
  if (states.every(isOver)) return states.includes("passed") ? "passed" : "skipped";
  const [only = "waiting", ...others] = states;
  return others.length ? "not-yet" : only;
}

// src/sign.js
var RING = ["circle", { cx: 12, cy: 12, r: 9 }];
var DISC = ["circle", { cx: 12, cy: 12, r: 10.5, class: "full" }];
var DOTS = [
  "circle",
  { cx: 12, cy: 12, r: 9, "stroke-dasharray": "1.2 4.45", "stroke-linecap": "round" }
];
var TICK = ["path", { d: "M6.8 12.4l3.6 3.6 6.8-7.6", class: "cut" }];
var PAUSE = [5, 14].map((x) => [
  "rect",
  { x, y: 3.5, width: 5, height: 17, rx: 1.2, class: "full" }
]);
var QUESTION_MARK = [
  ["path", { d: "M9.2 9.4a2.9 2.9 0 1 1 4.2 2.7c-1 .5-1.4 1-1.4 2" }],
  ["circle", { cx: 12, cy: 17, r: 1.3, class: "full" }]
];
var EYE = "M2.5 12c2.6-4.4 5.8-6.4 9.5-6.4s6.900 2 9.500 6.400c-2.600 4.400-5.800 6.400-9.500 6.400S5.100 16.400 2.500 12z";
var SHAPES = {
  passed: [DISC, TICK],
  "not-yet": [RING],
  stopped: PAUSE,
  unchecked: [RING, ...QUESTION_MARK],
  unwatched: [
    ["path", { d: EYE }],
    ["path", { d: "M4.500 20.500l15-17" }]
  ],
  skipped: [["path", { d: "M4 5l7 7-7 7M13 5l7 7-7 7" }]],
  waiting: [DOTS],
  starting: [DOTS]
};
function stateSign(className) {
  const word = h("span", { class: "dl-word" });
  const element = h("span", { class: `dl-state ${className}` }, word);
  return {
    element,
    /**
     * @param {State} state
     * @param {string} [text]
     */
    update(state, text) {
      if (element.dataset.state !== state) {
        element.dataset.state = state;
        element.querySelector("svg")?.remove();
        element.prepend(draw(24, 24, SHAPES[state], "dl-shape"));
      }
      say(word, text ?? wordOf(state));
    }
  };
}

// src/panel-header.js
function headingOf(entries, course, views, state) {
  const numbers = entries.map((entry) => entry.step.number);
  const total = course.steps?.length || "…";
  const isOne = entries.length === 1;
  const step = entries[0]?.step;
  const page = course.pages?.find((candidate) => candidate.page === step?.page);
  const done = views.filter((view) => isOver(view.state)).length;
  const steps = { first: numbers[0] ?? "…", last: numbers.at(-1) ?? "…", total };
  const hasParts = entries.some((entry) => entry.part !== null);
  return {
    page: (step?.page ?? "").slice(0, 2),
    title: (isOne ? null : page?.title) ?? step?.title ?? "",
    where: isOne ? gettext("Step {first} of {total}", steps) : whereOf(hasParts, views.length, steps),
    remark: remarkOf(views, state),
    state: !isOne && state === "not-yet" ? gettext("{done} of {total} done", { done, total: views.length }) : wordOf(state)
  };
}
var whereOf = (hasParts, lines, steps) => hasParts ? ngettext(
  "{number} goal in steps {first} to {last} of {total}",
  "{number} goals in steps {first} to {last} of {total}",
  lines,
  steps
) : gettext("Steps {first} to {last} of {total}", steps);
function remarkOf(views, state) {
  if (state === "stopped") return gettext("couldn’t check");
  return views.some((view) => view.mark === "shown") ? gettext("shown: try it yourself") : "";
}
function panelHeader(entries) {
  const digits2 = h("span", { "aria-hidden": "true" });
  const word = h("span", { class: "dl-away" });
  const number = h("span", { class: "dl-number", translate: "no" }, word, digits2);
  const title = h("h3");
  const where = h("p", { class: "dl-where" });
  const sign = stateSign("large");
  const titles = h("div", { class: "dl-titles" }, title, where);
  return {
    element: h("header", {}, number, titles, sign.element),
    /**
     * @param {Course} course
     * @param {View[]} views
     * @param {State} state
     */
    update(course, views, state) {
      const heading = headingOf(entries, course, views, state);
      sign.update(state, heading.state);
      say(word, gettext("Page {number}", { number: heading.page }));
      say(digits2, heading.page);
      say(title, heading.title);
      say(where, [heading.where, heading.remark].filter(Boolean).join(" · "));
      const { page, where: place, title: name } = heading;
      return gettext("Page {page}, {place}: {title}", { page, place, title: name });
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
function prose(sentence, code = null, runs2 = []) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    if ("link" in piece) return linkTo(piece.link);
    const written = piece.code === code ? runs2 : [{ text: piece.code, differs: false }];
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

// src/answer.js
var fields = 0;
function echoOf({ answer, tried, busy }, typed) {
  if (busy === "answer") return gettext("Checking…");
  if (answer) return typed === answer ? gettext("Right") : gettext("Right: {answer}", { answer });
  return tried ? gettext("You answered {answer}", { answer: tried }) : "";
}
function answerField(step, question, send) {
  fields += 1;
  const id = `dl-answer-${fields}`;
  const input = answerInput(id, question.placeholder);
  const button = h("button", { type: "submit" }, gettext("Check"));
  const echo = h("span", { class: "dl-echo", id: `${id}-echo` });
  const label = h("label", { for: id });
  const field = h("span", { class: "dl-field" }, input, button);
  const element = h("form", { class: "dl-answer", onsubmit: submit }, label, echo, field);
  let accepted = null;
  function submit(event) {
    event.preventDefault();
    const text = input.value.trim();
    if (text) send({ do: "answer", step, text });
    else input.focus();
  }
  function takeOver(answer) {
    const isTyping = input.value && document.activeElement === input;
    if (answer && answer !== accepted && !isTyping) input.value = answer;
    accepted = answer || null;
  }
  return {
    element,
    /** @param {View} view */
    update(view) {
      fill(label, question.text, () => prose(question.text));
      takeOver(view.answer);
      say(echo, echoOf(view, input.value.trim()));
      set(echo, "translate", "no");
      element.classList.toggle("accepted", Boolean(view.answer));
      set(input, "aria-invalid", Boolean(view.tried && !view.answer) && "true");
      button.disabled = view.link !== "live";
    }
  };
}
function answerInput(id, placeholder) {
  return h("input", {
    id,
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    translate: "no",
    placeholder,
    "aria-describedby": `${id}-echo`,
    onkeydown: submitOnEnter
  });
}
function submitOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form?.requestSubmit();
}

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
var neededBy = ({ hands, question }) => ({
  hub: hands === "hub" || question?.about === "digest",
  terminal: hands === "terminal" || hands === "yours"
});
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

// src/difference.js
var NAME = /^(?:(?<registry>localhost(?::\d+)?|[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w-]+:\d+)\/)?(?:(?<account>[^/:@\s]+)\/)?(?<repository>[^/:@\s]+)(?::(?<tag>[^/:@\s]+))?$/;
var ALIKE = 3;
var PARTS = ["registry", "account", "repository", "tag"];
var OTHER = {
  registry: N_("The registry is `{seen}`, not `{wanted}`."),
  account: N_("The account is `{seen}`, not `{wanted}`."),
  repository: N_("The repository is `{seen}`, not `{wanted}`."),
  tag: N_("The tag is `{seen}`, not `{wanted}`.")
};
var MISSING = {
  registry: N_("The registry `{wanted}` is missing."),
  account: N_("The account `{wanted}` is missing."),
  repository: N_("The repository `{wanted}` is missing."),
  tag: N_("The tag `{wanted}` is missing.")
};
function differenceOf(seen, wanted) {
  const [found, ...others] = namesIn(seen);
  const [goal] = namesIn(wanted);
  if (!found || !goal || others.length || !areAlike(found.name, goal.name)) return null;
  const [is, shall] = [found.name, goal.name];
  const parts = PARTS.filter((part) => shall[part] && is[part] !== shall[part]).map((part) => ({
    part,
    seen: is[part],
    wanted: shall[part]
  }));
  const said = found.isCommand ? parts : parts.filter(({ part, seen: seen2 }) => seen2 || part !== "tag");
  if (!said.length) return null;
  return {
    code: found.code,
    parts: said,
    seen: runs(
      found,
      parts.filter((one) => one.seen).map(({ part }) => part)
    ),
    goal: goal.code,
    wanted: runs(
      goal,
      parts.map(({ part }) => part)
    )
  };
}
function differenceInWords({ parts }) {
  const said = parts.map(
    ({ part, seen, wanted }) => gettext(seen ? OTHER[part] : MISSING[part], { seen, wanted })
  );
  return said.join(" ");
}
function areAlike(one, other) {
  if (one.repository === other.repository) return true;
  if (one.account || other.account) return one.account === other.account;
  return one.repository.slice(0, ALIKE) === other.repository.slice(0, ALIKE);
}
function namesIn(sentence) {
  const all = pieces(sentence);
  const found = all.flatMap((piece, index) => {
    if (typeof piece === "string" || !("code" in piece)) return [];
    const [before, after] = [all[index - 1], all[index + 1]];
    const isWhole = (typeof before !== "string" || /[\s(]$/.test(before)) && (typeof after !== "string" || /^(?:[,.:;)!?]?\s|[,.:;)!?]*$)/.test(after));
    return [nameIn(piece.code, isWhole)];
  });
  const commands = found.filter(({ isCommand }) => isCommand);
  return (commands.length ? commands : found).flatMap(
    (one) => one.name ? [{ ...one, name: one.name }] : []
  );
}
function nameIn(code, isWhole) {
  const last = code.split(" ").at(-1) ?? "";
  const isName = isWhole && /[/:]/.test(last) && !last.startsWith("sha256:");
  const groups2 = isName ? NAME.exec(last)?.groups : null;
  const name = groups2 && Object.fromEntries(PARTS.map((part) => [part, groups2[part] ?? ""]));
  return { code, last, isCommand: code.startsWith("docker "), name: (
    /** @type {?Name} */
    name
  ) };
}
function runs({ code, last, name }, differing) {
  const before = code.slice(0, code.length - last.length);
  const cut = PARTS.flatMap((part) => {
    const run = { text: name[part], differs: differing.includes(part) };
    if (!run.text) return [];
    const plain = (text) => ({ text, differs: false });
    if (part === "tag") return [plain(":"), run];
    return part === "repository" ? [run] : [run, plain("/")];
  });
  return before ? [{ text: before, differs: false }, ...cut] : cut;
}

// src/findings.js
var CALM = {
  waiting: [N_("Checking…"), N_("This panel updates by itself.")],
  starting: [
    N_("The practice world is starting."),
    N_("This takes a moment, and the panel updates by itself.")
  ],
  stopped: [
    N_("The practice world has stopped."),
    N_("This isn’t your fault, and nothing is lost.")
  ]
};
var START = "docker-lessons start";
function worldInWords({ state, link, trouble }) {
  if (state !== "waiting" && state !== "starting" && state !== "stopped") return null;
  if (state === "stopped" && link === "live") return null;
  const [bold = "", rest = ""] = CALM[state];
  return [gettext(bold), state === "stopped" && trouble ? trouble : gettext(rest)];
}
function isMissing(view) {
  return !worldInWords(view) && !isOver(view.state) && view.state !== "stopped";
}
function canStart({ link, state, verdict }) {
  const engineIsAway = state === "stopped" || state === "unchecked";
  return link === "stopped" || engineIsAway && verdict?.repair === START;
}
function findingsBlock(send) {
  const facts = factsList();
  const sentence = verdictSentence();
  const start = h(
    "button",
    { type: "button", class: "dl-start", onclick: () => send({ do: "start" }) },
    gettext("Start it again")
  );
  const element = h("div", { class: "dl-findings" }, sentence.element, facts.element, start);
  return {
    element,
    /** @param {View} view */
    update(view) {
      element.classList.toggle("calm", !isMissing(view));
      sentence.update(view);
      facts.update(view);
      show(start, canStart(view));
    }
  };
}
var listsWhatIsHere = (verdict) => Object.values(verdict?.finding?.facts ?? {}).some(
  (fact) => typeof fact === "object" && fact !== null && "shown" in fact
);
function factsList() {
  const [seen, wanted] = [labelled(gettext("Seen")), labelled(gettext("Wanted"))];
  const why = labelled(gettext("Why"));
  const rows = [seen, wanted, why];
  const element = h(
    "dl",
    { class: "dl-facts-list" },
    ...rows.flatMap(({ term, text }) => [term, text])
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      const { verdict, state } = view;
      const missing = isMissing(view);
      const told = missing || state === "passed";
      const isCompared = missing && !listsWhatIsHere(verdict);
      const difference = isCompared ? differenceOf(verdict?.seen, verdict?.wanted) : null;
      const words = difference ? `${differenceInWords(difference)} ` : "";
      show(element, told && Boolean(verdict?.seen || verdict?.wanted));
      seen.tell(told, verdict?.seen, difference?.code, difference?.seen);
      wanted.tell(missing, verdict?.wanted, difference?.goal, difference?.wanted);
      why.tell(missing, words + (verdict?.text ?? ""));
      say(why.term, difference ? gettext("What differs") : gettext("Why"));
    }
  };
}
function labelled(label) {
  const term = h("dt", {}, label);
  const text = h("dd");
  return {
    term,
    text,
    /**
     * @param {boolean} visible
     * @param {string | undefined} sentence
     * @param {string} [code]
     * @param {Run[]} [runs]
     */
    tell(visible, sentence, code, runs2) {
      const isTold = visible && Boolean(sentence);
      show(term, isTold);
      show(text, isTold);
      fill(text, JSON.stringify([sentence, code, runs2]), () => prose(sentence, code, runs2));
    }
  };
}
function verdictSentence() {
  const element = h("p", { class: "dl-text" });
  return {
    element,
    /** @param {View} view */
    update(view) {
      const world = worldInWords(view);
      const text = world || isMissing(view) ? "" : view.verdict?.text ?? "";
      const key2 = world ? view.state + (view.trouble || view.verdict?.cause || "") : text;
      fill(element, key2, () => world ? [h("strong", {}, world[0]), ` ${world[1]}`] : prose(text));
      show(element, Boolean(world) || Boolean(text));
    }
  };
}

// src/copy.js
var COPIED_MS = 1600;
function copyLine() {
  const code = h("code", { translate: "no" });
  const label = h("span", {}, gettext("Copy"));
  const button = h("button", { type: "button", class: "dl-copy" }, label);
  button.addEventListener("click", () => copy(code.textContent, button, label));
  return {
    element: h("div", { class: "dl-repair" }, code, button),
    /** @param {string} command */
    update(command) {
      say(code, command);
      set(button, "aria-label", gettext("Copy {command}", { command }));
    }
  };
}
function sayCopied(label, usual) {
  say(label, gettext("Copied"));
  setTimeout(() => say(label, usual), COPIED_MS);
}
async function copy(text, button, label) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "dl-away" });
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  sayCopied(label, gettext("Copy"));
}

// src/help-buttons.js
function solveButton(ask) {
  const element = h("button", { type: "button", onclick: ask });
  return {
    element,
    /**
     * @param {boolean} offered
     * @param {boolean} away
     * @param {boolean} busy
     */
    update(offered, away, busy) {
      show(element, offered);
      element.disabled = away || busy;
      say(element, busy ? gettext("Showing…") : gettext("Show me"));
    }
  };
}
function disclosure(label, controls, toggle) {
  const element = h(
    "button",
    { type: "button", class: "dl-toggle", "aria-controls": controls, onclick: toggle },
    label
  );
  return {
    element,
    /**
     * @param {boolean} offered
     * @param {boolean} open
     * @param {boolean} disabled
     */
    update(offered, open, disabled) {
      show(element, offered);
      set(element, "aria-expanded", open ? "true" : "false");
      element.disabled = disabled;
    }
  };
}

// src/help.js
var boxes = 0;
function commandOf({ hints = [] }, view, isHintRead) {
  const { verdict, state, link, revealed, repairShown } = view;
  if (isOver(state) || !revealed || link !== "live" || canStart(view)) return null;
  if (repairShown !== "withheld") return verdict?.repair ?? null;
  return isHintRead && !isWorldAway(state) ? hints[1] ?? null : null;
}
var isCommandOpen = ({ repairShown }, command, chosen) => command !== null && (chosen.get(command) ?? repairShown === "open");
function offerOf(step, view, isHintRead) {
  const over = isOver(view.state);
  return {
    hint: !over && Boolean(step.hints?.[0]),
    command: commandOf(step, view, isHintRead),
    solve: !over && view.revealed && view.canShow
  };
}
function remarkOf2({ reveal_after = 0 }, { state, revealed, said, canShow }) {
  if (isOver(state)) return "";
  if (said) return said;
  if (revealed) return "";
  const minutes = Math.round(reveal_after / 60);
  if (!canShow) {
    return ngettext(
      "Try it on your own first: the command appears after {number} minute.",
      "Try it on your own first: the command appears after {number} minutes.",
      minutes
    );
  }
  return ngettext(
    "Try it on your own first: the command and “Show me” appear after {number} minute.",
    "Try it on your own first: the command and “Show me” appear after {number} minutes.",
    minutes
  );
}
function helpBox(step, send) {
  const pointer = step.hints?.[0];
  const { text, line, box } = helpTexts();
  const hint = disclosure(gettext("Hint"), text.id, () => {
    hints = { isOpen: !hints.isOpen, isRead: true };
    repaint();
  });
  const command = disclosure(gettext("Show the command"), line.element.id, () => {
    if (shown?.command) chosen.set(shown.command, !shown.isOpen);
    repaint();
  });
  const solve = solveButton(() => send({ do: "solve", step: step.step }));
  const remark = h("span", { class: "dl-later" });
  const chosen = /* @__PURE__ */ new Map();
  let hints = { isOpen: false, isRead: false };
  let shown = null;
  function repaint() {
    if (shown) paint(shown.view);
  }
  function paint(view) {
    const offer = offerOf(step, view, hints.isRead);
    const isOpen = isCommandOpen(view, offer.command, chosen);
    const isHintOpen = offer.hint && hints.isOpen;
    const away = isWorldAway(view.state);
    shown = { view, command: offer.command, isOpen };
    show(box, isHintOpen || isOpen);
    show(text, isHintOpen);
    fill(text, pointer ?? "", () => prose(pointer));
    show(line.element, isOpen);
    line.update(offer.command ?? "");
    hint.update(offer.hint, isHintOpen, away);
    command.update(offer.command !== null, isOpen, false);
    solve.update(offer.solve, away, view.busy === "solve");
    say(remark, remarkOf2(step, view));
  }
  return {
    box,
    remark,
    buttons: h(
      "div",
      { class: "dl-buttons" },
      hint.element,
      command.element,
      solve.element,
      remark
    ),
    update: paint
  };
}
function helpTexts() {
  boxes += 1;
  const text = h("p", { class: "dl-hint", id: `dl-hint-${boxes}` });
  const line = copyLine();
  line.element.id = `dl-command-${boxes}`;
  return { text, line, box: h("div", { class: "dl-help" }, text, line.element) };
}

// src/step.js
function stepBlock(step, send, hub) {
  const goal = h("span");
  const findings = findingsBlock(send);
  const answer = step.question ? answerField(step.step, step.question, send) : null;
  const help = helpBox(step, send);
  const beside = besideButtons(hub, help.remark);
  help.buttons.prepend(...beside.buttons);
  return {
    element: h(
      "div",
      { class: "dl-step" },
      h(
        "p",
        { class: "dl-goal" },
        ...step.hands ? [h("strong", {}, gettext("Goal:")), " "] : [],
        goal
      ),
      findings.element,
      answer?.element,
      help.buttons,
      help.box
    ),
    buttons: help.buttons,
    /** @param {View} view */
    update(view) {
      fill(goal, step.goal, () => prose(step.goal));
      findings.update(view);
      answer?.update(view);
      help.update(view);
      const needed = neededBy(step);
      const isOpen = !isOver(view.state);
      beside.update({ hub: isOpen && needed.hub, terminal: isOpen && needed.terminal });
    }
  };
}

// src/view.js
function entriesOf(steps) {
  return steps.flatMap((step) => {
    const parts = step.lines ?? [];
    if (parts.length < 2) return [
      /** @type {Entry} */
      { step, part: null }
    ];
    return parts.map((line, part) => ({ step: { ...step, ...line }, part }));
  });
}
function viewOf(model, { step: { step, reveal_after }, part }) {
  const link = model.get("link");
  const verdict = model.get("verdicts")[step] ?? null;
  const revealed = !reveal_after || model.get("revealed").includes(step);
  return {
    link,
    verdict,
    state: stateOf(link, verdict && partVerdict(verdict, model.get("line_words")[step], part)),
    revealed,
    repairShown: verdict?.repair_shown ?? "withheld",
    canShow: verdict?.show_me ?? true,
    trouble: model.get("trouble"),
    answer: model.get("answers")[step] ?? null,
    tried: model.get("tried")[step] ?? null,
    busy: model.get("busy")[step] ?? null,
    said: model.get("said")[step] ?? null,
    mark: model.get("marks")[step] ?? null
  };
}
function partVerdict(verdict, words, part) {
  const word = part === null ? void 0 : words?.[part];
  if (!word) return verdict;
  return { verdict: word, cause: word === "passed" ? null : verdict.cause };
}
function choiceThatHolds(chosen, views) {
  const over = views.map((view) => isOver(view.state));
  return chosen !== null && over[chosen] && !over.every(Boolean) ? null : chosen;
}
function firstToDo(views) {
  const index = views.findIndex((view) => !isOver(view.state));
  return index < 0 ? views.length - 1 : index;
}
function lineToSpeakOf(before, now) {
  if (!before) return -1;
  const isChanged = (view, last) => view.state !== last?.state || (view.verdict?.cause ?? "") !== (last?.verdict?.cause ?? "") || isCommandShown(view) && !isCommandShown(last);
  const index = now.findIndex((view, line) => isChanged(view, before[line]));
  const waits = [before[index], now[index]].some((view) => view?.state === "waiting");
  return waits ? -1 : index;
}
var isCommandShown = ({ state, revealed, repairShown }) => !isOver(state) && revealed && repairShown === "open";
function spokenOf(title, view) {
  const said = [gettext("{title}: {state}.", { title, state: wordOf(view.state) })];
  if (!isWorldAway(view.state)) {
    said.push(firstSentence(view.verdict?.text ?? ""));
    if (isCommandShown(view)) said.push(gettext("The command is shown."));
  }
  return said.filter(Boolean).join(" ");
}
var firstSentence = (text) => /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;

// src/panel-lines.js
function singleStep([entry], send, hub) {
  const element = h("div", { class: "dl-body" });
  const block2 = entry && stepBlock(entry.step, send, hub);
  if (block2) element.append(block2.element);
  return {
    element,
    place: (next) => block2?.buttons.append(next),
    onChoice: () => {
    },
    update: ([view]) => view && block2?.update(view)
  };
}
function panelLines(entries, send, hub) {
  let chosen = null;
  let changed = () => {
  };
  const lines = entries.map(
    ({ step }, index) => stepLine(step, send, hub, () => {
      chosen = index;
      changed();
    })
  );
  const list = h("ol", { class: "dl-lines" }, ...lines.map((line) => line.element));
  const element = h("div", { class: "dl-body" }, list);
  return {
    element,
    place: (next) => element.append(h("p", { class: "dl-end" }, next)),
    onChoice(listener) {
      changed = listener;
    },
    update(views) {
      chosen = choiceThatHolds(chosen, views);
      const open = chosen ?? firstToDo(views);
      views.forEach((view, index) => {
        lines[index]?.update(view, index === open);
      });
    }
  };
}
function stepLine(step, send, hub, choose) {
  const block2 = stepBlock(step, send, hub);
  const sign = stateSign("small");
  const title = h("span", { class: "dl-line-title" });
  const button = h(
    "button",
    { type: "button", class: "dl-line", onclick: choose },
    sign.element,
    title
  );
  const body = h("div", { class: "dl-line-body" }, block2.element);
  return {
    element: h("li", {}, button, body),
    /**
     * @param {View} view
     * @param {boolean} open
     */
    update(view, open) {
      block2.update(view);
      sign.update(view.state);
      say(title, step.title);
      set(button, "aria-expanded", open ? "true" : "false");
      show(body, open);
    }
  };
}

// src/picture/words.js
var hubName = (scene) => scene?.hub_name ?? gettext("Practice Hub");
var STATES = {
  created: N_("created"),
  running: N_("running"),
  paused: N_("paused"),
  restarting: N_("restarting"),
  exited: N_("exited"),
  dead: N_("dead")
};
function containerState(state) {
  return gettext(STATES[
    /** @type {keyof typeof STATES} */
    state
  ] ?? state);
}
var visibilityWord = (visibility) => visibility === "private" ? gettext("private") : gettext("public");
function logInInWords(account) {
  if (account === null) return gettext("Docker is not logged in.");
  if (!account) return gettext("Docker is logged in.");
  return gettext("Docker is logged in as {account}.", { account });
}
var shortened = (digest) => (digest ?? "").replace(/^sha256:/, "").slice(0, 12);
function writers(asked, hidden) {
  const writer = (what) => asked.includes(what) ? () => hidden : shortened;
  return { id: writer("image ID"), digest: writer("digest") };
}
function besides(scene) {
  const { images = 0, containers = 0 } = scene?.others ?? {};
  const counts = [
    images ? ngettext("{number} other image", "{number} other images", images) : "",
    containers ? ngettext("{number} container", "{number} containers", containers) : ""
  ];
  return listed(counts.filter(Boolean));
}
function describe(scene, looks, asked = []) {
  if (!scene) return gettext("The picture isn’t ready yet.");
  const written = writers(asked, gettext("that you are asked for"));
  const others = besides(scene);
  const sentences = [
    hostInWords(scene, looks, written),
    others ? gettext("It also has {images}.", { images: others }) : "",
    ...hubInWords(scene, looks, written),
    ...layersOf(scene).map((layer) => sharing(scene, layer, looks, written)),
    logInInWords(scene.log_in)
  ];
  return sentences.filter(Boolean).join(" ");
}
function sharing({ host, hub }, layer, looks, written) {
  const holds = ({ layers }) => layers?.includes(layer);
  const here = (host ?? []).filter(holds).map(({ names: [name], id }) => {
    return name ?? gettext("image {id}", { id: written.id(id) });
  });
  const there = (hub ?? []).flatMap(
    ({ repository, tags }) => tags.filter(holds).map(({ name }) => `${repository}:${name}`)
  );
  if (here.length + there.length < 2) return "";
  const facts = { layer: looks.nameOf(layer), here, there };
  if (!there.length) return gettext("Layer {layer} is on this computer in {here}.", facts);
  if (!here.length) return gettext("Layer {layer} is on the Hub in {there}.", facts);
  return gettext("Layer {layer} is on this computer in {here}, and on the Hub in {there}.", facts);
}
function layersInWords(layers, looks) {
  if (!layers) return gettext("layers unknown");
  if (!layers.length) return gettext("no layers");
  const names = layers.map((layer) => looks.nameOf(layer));
  return ngettext("layer {names}", "layers {names}", layers.length, { names });
}
function hostInWords(scene, looks, written) {
  if (scene.host === null) return gettext("This computer: the engine isn’t answering.");
  if (!scene.host.length) {
    if (besides(scene)) return gettext("This computer: no course images.");
    return gettext("This computer: no images.");
  }
  const images = clauses(scene.host.map((image) => imageInWords(image, looks, written)));
  return gettext("This computer: {images}.", { images });
}
function imageInWords({ id, layers, names, containers = [] }, looks, written) {
  const facts = { id: written.id(id), names, layers: layersInWords(layers, looks) };
  const image = names.length ? gettext("image {id}, named {names}, {layers}", facts) : gettext("image {id}, without a name, {layers}", facts);
  return containers.reduce((told, { name, state }) => {
    const container = { image: told, name, state: containerState(state) };
    return gettext("{image}, with the container {name} ({state})", container);
  }, image);
}
function hubInWords(scene, looks, written) {
  const hub = hubName(scene);
  if (scene.hub_hidden) return [gettext("{hub}: shown only after a login.", { hub })];
  if (scene.hub === null) return [gettext("{hub}: can’t be seen right now.", { hub })];
  if (!scene.hub.length) {
    return [
      scene.hub_public_only ? gettext("{hub}: no public repositories.", { hub }) : gettext("{hub}: no repositories.", { hub })
    ];
  }
  return scene.hub.map((one) => {
    const repository = repositoryInWords(one, looks, written);
    return gettext("{hub}: {repository}.", { hub, repository });
  });
}
function repositoryInWords({ repository, visibility, tags }, looks, written) {
  const words = tags.map(({ name, image, digest, layers }) => {
    const facts2 = {
      name,
      id: written.id(image),
      digest: written.digest(digest),
      layers: layersInWords(layers, looks)
    };
    if (image) return gettext("tag {name} is image {id}, digest {digest}, {layers}", facts2);
    return gettext("tag {name} is an unknown image, digest {digest}, {layers}", facts2);
  });
  const facts = { name: repository, tags: clauses(words) || gettext("no tags yet") };
  if (!visibility) return gettext("repository {name}, {tags}", facts);
  if (visibility === "private") return gettext("private repository {name}, {tags}", facts);
  return gettext("public repository {name}, {tags}", facts);
}

// src/picture/content.js
function hostSide(scene, view) {
  const there = view.other?.host;
  const isNew = newIn(there?.flatMap(({ layers }) => layers ?? []));
  const rows = (scene?.host ?? []).map((image) => hostRow(image, there, isNew, view));
  return [{ key: "host", title: "", mark: null, rows, empty: hostIsEmpty(scene), differs: false }];
}
function hostRow({ id, names, layers, containers = [] }, there, isNew, view) {
  const known = there?.find((image) => image.id === id);
  return {
    key: id,
    ids: [id],
    layers: blocks(layers, isNew, view),
    labels: names.map((name) => ({
      name,
      differs: Boolean(there) && !known?.names.includes(name)
    })),
    facts: [[gettext("image"), view.written.id(id)]],
    notes: containers.map(
      ({ name, state }) => gettext("container {name} ({state})", { name, state: containerState(state) })
    ),
    differs: Boolean(there) && !known
  };
}
function hostIsEmpty(scene) {
  if (!scene) return "…";
  if (scene.host === null) return gettext("the engine isn’t answering");
  return besides(scene) ? gettext("no course images") : gettext("no images");
}
function hubSide(scene, view) {
  const repositories = scene?.hub ?? [];
  const there = view.other?.hub;
  const isNew = newIn(there?.flatMap(({ tags }) => tags).flatMap(({ layers }) => layers ?? []));
  if (!repositories.length) {
    return [{ key: "", title: "", mark: null, rows: [], empty: hubIsEmpty(scene), differs: false }];
  }
  return repositories.map((repository) => {
    const known = there?.find((each) => each.repository === repository.repository);
    return {
      key: repository.repository,
      title: repository.repository,
      mark: repository.visibility && {
        name: visibilityWord(repository.visibility),
        isPrivate: repository.visibility === "private",
        differs: known !== void 0 && known.visibility !== repository.visibility
      },
      rows: tagRows(repository, there ? known?.tags ?? [] : null, isNew, view),
      empty: gettext("no tags yet"),
      differs: Boolean(there) && !known
    };
  });
}
function hubIsEmpty(scene) {
  if (!scene) return "…";
  if (scene.hub_hidden) return gettext("shown only after a login");
  if (scene.hub === null) return gettext("can’t be seen right now");
  return scene.hub_public_only ? gettext("no public repositories") : gettext("no repositories yet");
}
function tagRows({ tags }, there, isNew, view) {
  const rows = /* @__PURE__ */ new Map();
  for (const { name, digest, image, layers } of tags) {
    const same = there?.filter((tag) => tag.digest === digest);
    const row = rows.get(digest) ?? {
      key: digest,
      ids: [image, digest].filter(Boolean),
      layers: blocks(layers, isNew, view),
      /** @type {Row["labels"]} */
      labels: [],
      facts: [
        [gettext("digest"), view.written.digest(digest)],
        [gettext("image"), image ? view.written.id(image) : gettext("not known")]
      ],
      notes: [],
      differs: same?.length === 0
    };
    row.labels.push({ name, differs: Boolean(same) && !same?.some((tag) => tag.name === name) });
    rows.set(digest, row);
  }
  return [...rows.values()];
}
function blocks(layers, isNew, { looks }) {
  if (!layers) return null;
  return layers.map((digest) => ({
    digest,
    name: looks.nameOf(digest),
    look: looks.lookOf(digest),
    differs: isNew(digest)
  }));
}
function newIn(layers) {
  const known = layers && new Set(layers);
  return (layer) => Boolean(known) && !known?.has(layer);
}
function isAllPrivate(scene) {
  const repositories = scene?.hub ?? [];
  return repositories.length > 0 && repositories.every(({ visibility }) => visibility === "private");
}

// src/picture/stack.js
var MOST_LAYERS = 7;
var LOWEST = 3;
var UPPERMOST = 3;
function drawStack(element, layers) {
  fill(element, JSON.stringify(layers), () => {
    if (!layers) {
      return [h("i", { class: "dl-layer unknown", title: gettext("layers unknown") }, "?")];
    }
    if (!layers.length) {
      return [h("i", { class: "dl-layer none", title: gettext("no layers") }, gettext("none"))];
    }
    const drawn = layers.map(block);
    const between = drawn.length - LOWEST - UPPERMOST;
    if (drawn.length > MOST_LAYERS) {
      const more = ngettext("{number} more", "{number} more", between);
      drawn.splice(LOWEST, between, h("i", { class: "dl-layer more" }, more));
    }
    return drawn.reverse();
  });
}
function block({ digest, name, look, differs }) {
  const title = gettext("layer {digest}", { digest });
  const props = { class: "dl-layer", "data-look": look, title, translate: "no" };
  const element = h("i", props, name);
  element.classList.toggle("changed", differs);
  return element;
}

// src/picture/group.js
var GHOST_MS = 3200;
var Group = class {
  constructor() {
    this.title = h("code", { translate: "no" });
    this.mark = h("span", { class: "dl-mark" });
    this.head = h("div", { class: "dl-group-head" }, this.title, this.mark);
    this.rows = h("div", { class: "dl-rows" });
    this.empty = h("p", { class: "dl-empty" });
    this.element = h("div", { class: "dl-group" }, this.head, this.rows, this.empty);
    this.known = /* @__PURE__ */ new Map();
  }
  /**
   * Draws the content; returns the rows that are new, or have a new label, since the last time.
   *
   * @param {Content} content
   */
  update({ title, mark: mark2, rows, empty, differs }) {
    say(this.title, title);
    say(this.mark, mark2?.name);
    this.head.hidden = !title;
    this.mark.classList.toggle("private", Boolean(mark2?.isPrivate));
    this.mark.classList.toggle("changed", Boolean(mark2?.differs));
    this.head.classList.toggle("changed", differs);
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key2, drawn] of this.known) if (!wanted.has(key2)) this.#fade(key2, drawn);
    const arrived = rows.filter((row, index) => this.#place(row, index));
    say(this.empty, rows.length ? "" : empty);
    this.#sayWhetherEmpty();
    return arrived;
  }
  /** Dashes everything for a moment, and takes it away. */
  fade() {
    for (const [key2, drawn] of this.known) this.#fade(key2, drawn);
    this.element.classList.add("off");
    setTimeout(() => this.element.remove(), GHOST_MS);
  }
  /**
   * Draws a row; tells whether it, or one of its labels, is new since the last time.
   *
   * @param {Row} row
   * @param {number} index
   */
  #place(row, index) {
    const known = this.known.get(row.key);
    const drawn = known ?? this.#add(row);
    drawn.row = row;
    const there = this.rows.children[index];
    if (there !== drawn.element) this.rows.insertBefore(drawn.element, there ?? null);
    drawn.element.classList.toggle("changed", row.differs);
    drawStack(drawn.stack, row.layers);
    drawFacts(drawn.facts, row);
    const gained = drawLabels(drawn, row.labels);
    return !known || gained;
  }
  /** @param {Row} row */
  #add(row) {
    const stack = h("span", { class: "dl-stack" });
    const none = gettext("no name (<none>)");
    const labels = h("span", { class: "dl-labels", "data-none": none });
    const facts = h("span", { class: "dl-facts" });
    const names = h("span", { class: "dl-names" }, labels, facts);
    const element = h("div", { class: "dl-image" }, stack, names);
    const drawn = { row, element, stack, labels, facts, names: /* @__PURE__ */ new Map() };
    this.known.set(row.key, drawn);
    return drawn;
  }
  /**
   * @param {string} key
   * @param {Drawn} drawn
   */
  #fade(key2, { element, names }) {
    this.known.delete(key2);
    element.classList.add("off");
    for (const label of names.values()) label.classList.add("off");
    setTimeout(() => {
      element.remove();
      this.#sayWhetherEmpty();
    }, GHOST_MS);
  }
  #sayWhetherEmpty() {
    this.empty.hidden = this.known.size > 0 || this.rows.children.length > 0;
  }
};
function drawLabels({ labels, names }, wanted) {
  let gained = false;
  for (const [name, label] of names) {
    if (wanted.some((each) => each.name === name)) continue;
    names.delete(name);
    fadeLabel(label);
  }
  for (const { name, differs } of wanted) {
    let label = names.get(name);
    if (!label) {
      label = h("code", { class: "dl-label", translate: "no", title: name }, ...breakable(name));
      names.set(name, label);
      labels.append(label);
      gained = true;
    }
    label.classList.toggle("changed", differs);
  }
  labels.classList.toggle("none", wanted.length === 0);
  return gained;
}
function drawFacts(element, { facts, notes }) {
  const key2 = JSON.stringify([facts, notes]);
  if (element.dataset.key === key2) return;
  element.dataset.key = key2;
  element.replaceChildren(
    ...facts.map(
      ([word, value]) => h("small", {}, `${word} `, h("code", { translate: "no" }, value))
    ),
    ...notes.map((note) => h("small", { class: "dl-held" }, note))
  );
}
function fadeLabel(label) {
  label.classList.remove("changed");
  label.classList.add("off");
  setTimeout(() => label.remove(), GHOST_MS);
}

// src/picture/side.js
var Side = class {
  /** @param {string} title */
  constructor(title) {
    this.besides = h("p", { class: "dl-besides" });
    this.groups = h("div", { class: "dl-groups" });
    this.title = h("div", { class: "dl-side-title" }, title);
    this.element = h("div", { class: "dl-side" }, this.title, this.groups, this.besides);
    this.known = /* @__PURE__ */ new Map();
    this.seen = false;
  }
  /** @param {string} title */
  call(title) {
    say(this.title, title);
  }
  /**
   * Draws the groups and the text below them; returns the rows that are new, or have a new label,
   * since the last time. Of a side that does not answer nothing is known to be gone, nor to be new
   * when it answers again.
   *
   * @param {Content[]} contents
   * @param {boolean} answers
   * @param {string} [besides]
   */
  update(contents, answers, besides2 = "") {
    if (!answers) {
      this.known.clear();
      this.groups.replaceChildren();
    }
    const wanted = new Set(contents.map(({ key: key2 }) => key2));
    for (const [key2, group] of this.known) {
      if (wanted.has(key2)) continue;
      this.known.delete(key2);
      if (group.known.size || key2) group.fade();
      else group.element.remove();
    }
    const arrived = contents.flatMap((content, index) => this.#place(content, index));
    say(this.besides, besides2);
    const isFirst = !this.seen;
    this.seen = answers;
    return isFirst ? [] : arrived;
  }
  /** Returns the keys of the rows that are drawn. */
  keys() {
    return [...this.known.values()].flatMap((group) => [...group.known.keys()]);
  }
  /**
   * Returns the stack of layers of an image that one of these IDs names; null if it is not drawn.
   *
   * @param {string[]} ids
   */
  stackOf(ids) {
    for (const group of this.known.values()) {
      for (const { row, stack } of group.known.values()) {
        if (row.ids.some((id) => ids.includes(id))) return stack;
      }
    }
    return null;
  }
  /**
   * @param {Content} content
   * @param {number} index
   * @returns {Row[]}
   */
  #place(content, index) {
    const group = this.known.get(content.key) ?? new Group();
    this.known.set(content.key, group);
    const there = this.groups.children[index];
    if (there !== group.element) this.groups.insertBefore(group.element, there ?? null);
    return group.update(content);
  }
};

// src/picture/ways.js
var TO_THE_RIGHT = ["M2 5H61", "M56 1.500l5.500 3.500-5.500 3.500"];
var TO_THE_LEFT = ["M62 5H3", "M8 1.500L2.500 5 8 8.500"];
function waysBetween() {
  const push = h("div", { class: "dl-way push" }, h("span", {}, "push"), arrow(TO_THE_RIGHT));
  const pull = h("div", { class: "dl-way pull" }, arrow(TO_THE_LEFT), h("span", {}, "pull"));
  const account = h("span", { class: "dl-account", translate: "no" });
  const lock = h("div", { class: "dl-lock" }, key(), account);
  return {
    element: h("div", { class: "dl-between" }, push, lock, pull),
    /**
     * @param {Scene | null} scene
     * @param {Activity | null} activity
     * @param {Scene | null} other the scene that it is compared with
     */
    update(scene, activity, other) {
      const name = scene?.log_in ?? null;
      const isIn = name !== null;
      lock.classList.toggle("changed", isIn && other !== null && other.log_in !== name);
      lock.classList.toggle("none", !isIn);
      say(account, isIn ? name || gettext("logged in") : gettext("no login"));
      push.classList.toggle("closed", !isIn);
      pull.classList.toggle("closed", !isIn && isAllPrivate(scene));
      showTraffic(push, activity?.kind === "push" ? activity : null);
      showTraffic(pull, activity?.kind === "pull" ? activity : null);
    }
  };
}
function arrow([shaft = "", head = ""]) {
  return draw(
    64,
    10,
    [
      ["path", { d: shaft, class: "dl-shaft" }],
      ["path", { d: head }]
    ],
    "dl-arrow"
  );
}
function key() {
  return draw(
    34,
    16,
    [
      ["circle", { cx: 7.5, cy: 8, r: 5 }],
      ["path", { d: "M12.500 8H31M26 8v5M30.500 8v4" }]
    ],
    "dl-key"
  );
}
function showTraffic(way, activity) {
  way.classList.toggle("live", activity !== null && !activity.done);
  way.classList.toggle("refused", activity?.done === true && Boolean(activity.error));
}

// src/picture/scene.js
var FLIGHT_MS = 800;
var wantsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
function drawnScene() {
  const host = new Side(gettext("This computer"));
  const hub = new Side(gettext("Practice Hub"));
  const ways = waysBetween();
  const element = h(
    "div",
    { class: "dl-world", "aria-hidden": "true" },
    host.element,
    ways.element,
    hub.element
  );
  return {
    element,
    /**
     * @param {Content | null} scene
     * @param {Activity | null} activity
     * @param {View} view
     */
    update(scene, activity, view) {
      const others = besides(scene);
      const before = new Set(host.keys());
      const here = host.update(
        hostSide(scene, view),
        Boolean(scene?.host),
        others ? gettext("and {images}", { images: others }) : ""
      );
      hub.call(hubName(scene));
      const there = hub.update(hubSide(scene, view), Boolean(scene?.hub));
      ways.update(scene, activity, view.other);
      for (const { ids } of there) fly(element, host.stackOf(ids), hub.stackOf(ids));
      if (activity?.kind === "pull") {
        const pulled = here.filter((row) => !before.has(row.key));
        for (const { ids } of pulled) fly(element, hub.stackOf(ids), host.stackOf(ids));
      }
    }
  };
}
function fly(scene, from, to) {
  if (!from || !to || wantsCalm()) return;
  const frame = scene.getBoundingClientRect();
  const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
  if (!start.width || !end.width) return;
  const ghost = (
    /** @type {HTMLElement} */
    from.cloneNode(true)
  );
  ghost.classList.add("dl-flying");
  scene.append(ghost);
  const at = (rect) => ({
    transform: `translate(${rect.left - frame.left}px, ${rect.top - frame.top}px)`,
    opacity: 1
  });
  const flight = ghost.animate([at(start), at(end)], {
    duration: FLIGHT_MS,
    easing: "cubic-bezier(.45,.05,.25,1)"
  });
  flight.onfinish = () => ghost.remove();
  flight.oncancel = () => ghost.remove();
  to.animate([{ opacity: 0 }, { opacity: 0, offset: 0.9 }, { opacity: 1 }], {
    duration: FLIGHT_MS
  });
}

// src/picture/changes.js
var NEW = {
  names: (names) => ngettext("{names} is new on this computer", "{names} are new on this computer", names.length, {
    names
  }),
  nameless: () => gettext("an image without a name is new on this computer"),
  container: (name) => gettext("the container {name} is new on this computer", { name })
};
var GONE = {
  names: (names) => ngettext(
    "{names} is gone from this computer",
    "{names} are gone from this computer",
    names.length,
    { names }
  ),
  nameless: () => gettext("an image without a name is gone from this computer"),
  container: (name) => gettext("the container {name} is gone from this computer", { name })
};
function changes(before, now) {
  return [
    ...before.host && now.host ? hostChanges(before.host, now.host, now.tagged ?? {}) : [],
    ...before.hub && now.hub ? hubChanges(before.hub, now.hub, now.hub_public_only ?? false) : [],
    ...logInChange(before.log_in, now.log_in)
  ];
}
function hostChanges(before, now, tagged) {
  const earlier = namesOf(before);
  const present = namesOf(now);
  const moved = [...present].flatMap(
    ([name, id]) => earlier.has(name) && earlier.get(name) !== id ? [name] : []
  );
  const stays = ({ id }) => before.find((image) => image.id === id);
  const gone = before.filter(({ id }) => !now.some((image) => image.id === id));
  return [
    ...moved.map((name) => gettext("{name} is a different image now", { name })),
    ...now.flatMap((image) => {
      const known = stays(image);
      return known ? imageChanges(known, image, moved, tagged) : oneSided(image, moved, NEW);
    }),
    ...gone.flatMap((image) => oneSided(image, moved, GONE))
  ];
}
var namesOf = (images) => new Map(images.flatMap(({ id, names }) => names.map((name) => [name, id])));
function oneSided({ names, containers = [] }, moved, words) {
  const own = names.filter((name) => !moved.includes(name));
  const isToldByName = names.length > 0 && !own.length;
  const told = own.length ? words.names(own) : words.nameless();
  return [...isToldByName ? [] : [told], ...containers.map(({ name }) => words.container(name))];
}
function imageChanges(known, image, moved, tagged) {
  const gained = image.names.filter((n) => !known.names.includes(n) && !moved.includes(n));
  const lost = known.names.filter((n) => !image.names.includes(n) && !moved.includes(n));
  const lostAll = known.names.length > 0 && !image.names.length;
  const said = [];
  if (gained.length && known.names.length) {
    said.push(...gainedInWords(gained, known, tagged));
  } else if (gained.length) {
    said.push(gettext("the image without a name is now called {names}", { names: gained }));
  }
  if (lost.length) said.push(lostInWords(lost, image.names));
  else if (lostAll) said.push(gettext("the earlier image is still here, without a name"));
  return [...said, ...containerChanges(known.containers ?? [], image.containers ?? [])];
}
function gainedInWords(gained, { id, names }, tagged) {
  const isOfImage = (source) => source !== void 0 && (names.includes(source) || isIdOf(source, id));
  const sources = gained.map((name) => tagged[name]).filter(isOfImage);
  const [only] = names.length === 1 ? names : sources;
  if (only && gained.every((name) => names.length === 1 || tagged[name] === only)) {
    return [gettext("{name} is now also called {names}", { name: only, names: gained })];
  }
  return [
    ngettext(
      "{names} is a new name of the image {known}",
      "{names} are new names of the image {known}",
      gained.length,
      { names: gained, known: names }
    )
  ];
}
function isIdOf(typed, id) {
  const digits2 = (text) => text.replace(/^sha256:/, "");
  return digits2(id).startsWith(digits2(typed));
}
function lostInWords(names, left) {
  const facts = { names, left };
  if (!left.length) {
    return ngettext(
      "{names} is gone; the image is still here without a name",
      "{names} are gone; the image is still here without a name",
      names.length,
      facts
    );
  }
  return ngettext(
    "{names} is gone; the image is here as {left}",
    "{names} are gone; the image is here as {left}",
    names.length,
    facts
  );
}
function containerChanges(before, now) {
  const stateOf2 = new Map(before.map(({ name, state }) => [name, state]));
  const names = new Set(now.map(({ name }) => name));
  return [
    ...now.flatMap(({ name, state }) => {
      const facts = { name, state: containerState(state) };
      if (!stateOf2.has(name)) return [gettext("the container {name} is new ({state})", facts)];
      if (stateOf2.get(name) === state) return [];
      if (state === "exited") return [gettext("the container {name} has exited", facts)];
      return [gettext("the container {name} is {state} now", facts)];
    }),
    ...before.filter(({ name }) => !names.has(name)).map(({ name }) => gettext("the container {name} is gone", { name }))
  ];
}
function hubChanges(before, now, isPublicOnly) {
  const was = new Map(before.map((each) => [each.repository, each]));
  const names = new Set(now.map(({ repository }) => repository));
  return [
    ...now.flatMap((repository) => {
      const known = was.get(repository.repository);
      const { repository: name, visibility } = repository;
      const [isPrivate, facts] = [visibility === "private", { name }];
      if (!known && isPublicOnly) return [gettext("{name} is public now", facts)];
      const said = [];
      if (!known) said.push(newRepository(visibility, facts));
      else if (known.visibility !== visibility)
        said.push(
          isPrivate ? gettext("{name} is private now", facts) : gettext("{name} is public now", facts)
        );
      return [...said, ...tagChanges(known?.tags ?? [], repository)];
    }),
    ...before.filter(({ repository }) => !names.has(repository)).map(
      ({ repository: name }) => isPublicOnly ? gettext("the repository {name} is private now, or gone from the Hub", { name }) : gettext("the repository {name} is gone from the Hub", { name })
    )
  ];
}
function newRepository(visibility, facts) {
  if (!visibility) return gettext("the repository {name} is new on the Hub", facts);
  return visibility === "private" ? gettext("the private repository {name} is new on the Hub", facts) : gettext("the public repository {name} is new on the Hub", facts);
}
function tagChanges(before, { repository, tags }) {
  const was = new Map(before.map(({ name, digest }) => [name, digest]));
  const names = new Set(tags.map(({ name }) => name));
  return [
    ...tags.flatMap(({ name, digest }) => {
      const facts = { name: `${repository}:${name}` };
      if (!was.has(name)) return [gettext("{name} is new on the Hub", facts)];
      if (was.get(name) === digest) return [];
      return [gettext("{name} is a different image on the Hub", facts)];
    }),
    ...before.filter(({ name }) => !names.has(name)).map(({ name }) => gettext("{name} is gone from the Hub", { name: `${repository}:${name}` }))
  ];
}
function logInChange(before, now) {
  if (before === now) return [];
  if (now === null) return [gettext("you are logged out")];
  return [
    now ? gettext("you are logged in as {account}", { account: now }) : gettext("you are logged in")
  ];
}

// src/picture/steps.js
var MOST_CHANGES = 2;
function pictureSteps(choose) {
  const change = h("p", { class: "dl-change" });
  const before = h("button", { type: "button", onclick: () => choose(true) }, gettext("Before"));
  const now = h("button", { type: "button", onclick: () => choose(false) }, gettext("Now"));
  const group = h(
    "div",
    { class: "dl-steps", role: "group", "aria-label": gettext("What the picture shows") },
    before,
    now
  );
  return {
    elements: [group, change],
    /**
     * @param {Picture | null} picture
     * @param {boolean} isBefore
     */
    update(picture, isBefore) {
      set(before, "aria-pressed", String(isBefore));
      set(now, "aria-pressed", String(!isBefore));
      before.disabled = !picture?.before;
      const told = lastChange(picture);
      fill(change, told, () => prose(told));
    }
  };
}
function lastChange(picture) {
  if (!picture?.before) return gettext("No change seen yet.");
  const all = changes(picture.before, picture);
  const told = all.slice(0, MOST_CHANGES);
  if (all.length > told.length)
    told.push(ngettext("and {number} more", "and {number} more", all.length - told.length));
  return told.length ? gettext("Last change: {changes}.", { changes: clauses(told) }) : "";
}

// src/picture/picture.js
function worldPicture(...tools) {
  const looks = looksOfPage();
  const now = drawnScene();
  const was = sceneBefore();
  const words = h("p", { class: "dl-away" });
  const steps = pictureSteps(turn);
  const legend = gettext("Each block is a layer. The same digits mean the same layer.");
  const element = h(
    "div",
    {
      class: "dl-picture",
      role: "group",
      "aria-label": gettext("Picture of this computer and the Hub")
    },
    h("div", { class: "dl-picture-head" }, ...steps.elements, ...tools),
    words,
    h("div", { class: "dl-scenes" }, now.element, was.element),
    h("p", { class: "dl-legend", "aria-hidden": "true" }, legend)
  );
  let shown = null;
  let hidden = [];
  let isBefore = false;
  function turn(toBefore) {
    const before = shown?.before ?? null;
    isBefore = toBefore && before !== null;
    element.classList.toggle("before", isBefore);
    steps.update(shown, isBefore);
    const told = describe(isBefore ? before : shown, looks, hidden);
    say(words, isBefore ? gettext("Before the last change. {picture}", { picture: told }) : told);
  }
  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {Activity | null} activity
     * @param {(string | undefined)[]} asked
     */
    update(picture, activity, asked) {
      const before = picture?.before ?? null;
      const isNews = JSON.stringify(picture) !== JSON.stringify(shown);
      [shown, hidden] = [picture, asked];
      looks.meet([.../* @__PURE__ */ new Set([...layersOf(before), ...layersOf(picture)])]);
      const written = writers(asked, "?");
      now.update(picture, activity, { other: before, looks, written });
      was.update(picture, asked, { other: picture, looks, written });
      turn(isBefore && !isNews);
    }
  };
}
function sceneBefore() {
  const element = h("div", { class: "dl-was" });
  let drawn = "";
  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {(string | undefined)[]} asked
     * @param {View} view
     */
    update(picture, asked, view) {
      const key2 = JSON.stringify([picture, asked]);
      if (key2 === drawn) return;
      drawn = key2;
      const before = picture?.before;
      const scene = drawnScene();
      if (before) scene.update(before, null, view);
      element.replaceChildren(...before ? [scene.element] : []);
    }
  };
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

// src/panel.js
function render({ model, el }) {
  el.classList.add("dl-host");
  speak(model.get("language"));
  const beside = pictureBeside(() => model.get("kept")?.id ?? "");
  let paint = build(model, el, beside);
  const repaint = () => paint();
  const rebuild = () => {
    speak(model.get("language"));
    paint = build(model, el, beside);
  };
  model.on("change:steps", rebuild);
  model.on("change:language", rebuild);
  model.on("change", repaint);
  keepInSight(el);
  return () => {
    model.off("change:steps", rebuild);
    model.off("change:language", rebuild);
    model.off("change", repaint);
    beside.stop();
  };
}
var panel_default = { initialize, render };
function build(model, el, beside) {
  const entries = entriesOf(model.get("steps"));
  const header = panelHeader(entries);
  const track = courseTrack();
  const scene = worldScene(model, beside);
  const next = nextPageLink(model);
  const hub = () => ({
    url: model.get("hub_url"),
    proxy: model.get("proxy"),
    wayIn: model.get("way_in") ?? ""
  });
  const spoken2 = spokenVerdict(entries);
  const send = (message) => model.send(message);
  const steps = entries.length > 1 ? panelLines(entries, send, hub) : singleStep(entries, send, hub);
  steps.place(next.element);
  steps.onChoice(paint);
  const height = keptHeight(steps.element);
  const columns = h("div", { class: "dl-columns" }, steps.element, scene.element);
  const root = h(
    "section",
    { class: "dl", tabindex: "-1", "data-lm-suppress-shortcuts": "true" },
    header.element,
    track.element,
    columns,
    spoken2.element
  );
  mark(root);
  el.replaceChildren(root);
  function paint() {
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    const course = model.get("course");
    const views = entries.map((entry) => viewOf(model, entry));
    const state = stateOfAll(views.map((view) => view.state));
    set(root, "data-state", state);
    set(root, "aria-label", header.update(course, views, state));
    const here = entries.map((entry) => entry.step.step);
    track.update(course, model.get("marks"), here);
    steps.update(views);
    scene.update(entries, views);
    next.update(state);
    height.keep(!isOver(state));
    spoken2.update(views);
    returnFocus(root, held);
  }
  paint();
  return paint;
}
function worldScene(model, beside) {
  const drawn = worldPicture(beside.element);
  const strip = activityStrip();
  return {
    element: h("div", { class: "dl-scene" }, drawn.element, strip.element),
    /**
     * @param {Entry[]} entries
     * @param {View[]} views
     */
    update(entries, views) {
      const activity = model.get("activities").at(-1) ?? null;
      const open = entries.filter((_, index) => !isOver(views[index]?.state ?? "waiting"));
      const asked = open.flatMap((entry) => entry.step.question?.about ?? []);
      const picture = model.get("picture");
      drawn.update(picture, activity, asked);
      beside.update({ picture, activity, asked });
      strip.update(activity, picture);
      show(strip.element, !model.get("own_docker"));
    }
  };
}
function nextPageLink(model) {
  const element = h("a", { class: "dl-next", onclick: open });
  function open(event) {
    openPage(event, element.getAttribute("href"));
  }
  return {
    element,
    /** @param {State} state */
    update(state) {
      const page = model.get("next_page");
      const own = model.get("steps").at(-1)?.page;
      const here = model.get("course").pages?.find((one) => one.page === own);
      element.classList.toggle("ready", isPageDone(here, model.get("marks")));
      set(element, "href", page?.href ?? "#");
      fill(
        element,
        page?.title ?? "",
        () => page ? [gettext("Next page: {title}", { title: page.title })] : []
      );
      show(element, Boolean(page) && isOver(state));
    }
  };
}
function spokenVerdict(entries) {
  const element = h("p", { class: "dl-away", role: "status", "aria-live": "polite" });
  let last = null;
  return {
    element,
    /** @param {View[]} views */
    update(views) {
      const line = lineToSpeakOf(last, views);
      last = views;
      const [entry, view] = [entries[line], views[line]];
      if (!entry || !view) return;
      say(element, spokenOf(entry.step.title, view));
    }
  };
}
function keptHeight(element) {
  let isKept = true;
  let width = 0;
  let height = 0;
  const release = () => {
    element.style.minHeight = "";
    height = 0;
  };
  element.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[aria-expanded]")) release();
  });
  new ResizeObserver(() => {
    const box = element.getBoundingClientRect();
    if (!box.width || !isKept) return;
    if (Math.abs(box.width - width) > 1) {
      release();
      width = box.width;
    }
    height = Math.max(height, element.getBoundingClientRect().height);
    element.style.minHeight = `${height}px`;
  }).observe(element);
  return {
    /** @param {boolean} kept */
    keep(kept) {
      if (isKept && !kept) release();
      isKept = kept;
    }
  };
}
function returnFocus(root, held) {
  const isGone = held !== root && held instanceof HTMLElement && held.offsetParent === null;
  if (isGone) root.focus({ preventScroll: true });
}
export {
  panel_default as default
};
