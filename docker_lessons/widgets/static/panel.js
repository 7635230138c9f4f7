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

// src/activity.js
var DOING = { build: "Building", push: "Pushing", pull: "Pulling" };
var DONE = { build: "Built", push: "Pushed", pull: "Pulled" };
var WHOLE = /exists|pushed|complete|done|mounted|up to date|cache|success/i;
function partDone(layer, done) {
  if (done || WHOLE.test(layer.status)) return 1;
  return layer.total > 0 ? Math.min(1, layer.current / layer.total) : null;
}
function deedInWords({ kind, done, error }) {
  if (error) return `${DOING[kind]} stopped:`;
  return done ? DONE[kind] : DOING[kind];
}
function summaryOf({ kind, layers, done, error }) {
  if (error) return error;
  if (kind === "build") {
    const whole = layers.filter((layer) => partDone(layer, done) === 1).length;
    return `${whole} of ${layers.length} steps`;
  }
  const states = [...new Set(layers.map((layer) => layer.status).filter(Boolean))];
  const isShared = states.length === 1 && layers.length > 1;
  return isShared ? `${layers.length} layers: ${states[0]}` : states.join(" · ");
}
function activityStrip() {
  const deed = h("span", { class: "dl-doing" });
  const name = h("code", { translate: "no" });
  const bars = h("span", { class: "dl-bars" });
  const note = h("span", { class: "dl-note" });
  const element = h(
    "div",
    { class: "dl-strip", role: "group", "aria-label": "The last build, push or pull" },
    deed,
    name,
    bars,
    note
  );
  function sayNone() {
    say(deed, "Builds, pushes and pulls show here, layer by layer.");
    say(name, "");
    say(note, "");
    fill(bars, "", () => []);
  }
  function paint(activity) {
    say(deed, deedInWords(activity));
    say(name, activity.name);
    element.classList.toggle("failed", Boolean(activity.error));
    paintBars(bars, activity);
    say(note, summaryOf(activity));
    set(note, "title", note.textContent);
  }
  return {
    element,
    /** @param {Activity | null} activity */
    update(activity) {
      element.classList.toggle("none", !activity);
      if (activity) paint(activity);
      else sayNone();
    }
  };
}
function paintBars(bars, { number, layers, done, error }) {
  const key2 = `${number}:${layers.map((layer) => layer.id).join()}`;
  fill(bars, key2, () => layers.map(() => h("progress", { max: "1" })));
  layers.forEach((layer, index) => {
    const bar = bars.children[index];
    if (!bar) return;
    const value = partDone(layer, done && !error);
    set(bar, "value", value ?? (error ? 0 : null));
    const label = `Layer ${layer.id}: ${layer.status}`;
    set(bar, "aria-label", label);
    set(bar, "title", label);
  });
}

// src/lab/application.js
var application = () => window.jupyterapp ?? null;
var mainWidgets = () => [...application()?.shell.widgets("main") ?? []];
var pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

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

// src/state.js
var WORDS = {
  passed: "Passed",
  "not-yet": "Not yet",
  stopped: "Stopped",
  unchecked: "Could not check",
  unwatched: "Nobody watched",
  skipped: "Skipped",
  waiting: "Looking…",
  starting: "Starting…"
};
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
      say(word, text ?? WORDS[state]);
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
  return {
    page: (step?.page ?? "").slice(0, 2),
    title: (isOne ? null : page?.title) ?? step?.title ?? "",
    where: isOne ? `Step ${numbers[0]} of ${total}` : `Steps ${numbers[0]} to ${numbers.at(-1)} of ${total}`,
    remark: remarkOf(views, state),
    state: !isOne && state === "not-yet" ? `${done} of ${views.length}` : WORDS[state]
  };
}
function remarkOf(views, state) {
  if (state === "stopped") return "could not check";
  return views.some((view) => view.mark === "shown") ? "shown: worth doing by hand" : "";
}
function panelHeader(entries) {
  const digits = h("span");
  const word = h("span", { class: "dl-away" }, "Page ");
  const number = h("span", { class: "dl-number", translate: "no" }, word, digits);
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
      say(digits, heading.page);
      say(title, heading.title);
      say(where, [heading.where, heading.remark].filter(Boolean).join(" · "));
      return `Page ${heading.page}, ${heading.where.toLowerCase()}: ${heading.title}`;
    }
  };
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
function firstCode(sentence) {
  for (const piece of pieces(sentence)) if (typeof piece !== "string") return piece.code;
  return null;
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

// src/answer.js
var fields = 0;
function echoOf({ answer, tried, busy }, typed) {
  if (busy === "answer") return "Checking…";
  if (answer) return typed === answer ? "✓ It stands" : `✓ It stands: ${answer}`;
  return tried ? `You answered ${tried}` : "";
}
function answerField(step, question, send) {
  fields += 1;
  const id = `dl-answer-${fields}`;
  const input = answerInput(id, question.placeholder);
  const button = h("button", { type: "submit" }, "Check");
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

// src/copy.js
var COPIED_MS = 1600;
function copyLine() {
  const code = h("code", {
    translate: "no",
    tabindex: "0",
    role: "group",
    "aria-label": "command"
  });
  const label = h("span", {}, "Copy");
  const button = h("button", { type: "button", class: "dl-copy" }, label);
  button.addEventListener("click", () => copy(code.textContent, button, label));
  return {
    element: h("div", { class: "dl-repair" }, code, button),
    /** @param {string} command */
    update(command) {
      say(code, command);
      set(code, "aria-label", `command: ${command}`);
      set(button, "aria-label", `Copy ${command}`);
    }
  };
}
function sayCopied(label, usual) {
  say(label, "Copied");
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
  sayCopied(label, "Copy");
}

// src/findings.js
var CALM = {
  waiting: ["Looking at the world…", "The first answer comes by itself."],
  starting: ["The practice world is starting.", "A moment; this panel goes on by itself."],
  stopped: ["The practice world has stopped.", "Not your doing, and nothing is lost."]
};
var START = "docker-lessons start";
function worldInWords({ state, link, trouble }) {
  if (state !== "waiting" && state !== "starting" && state !== "stopped") return null;
  if (state === "stopped" && link === "live") return null;
  const [bold = "", rest = ""] = CALM[state];
  return [bold, state === "stopped" && trouble ? trouble : rest];
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
  const repair = copyLine();
  const start = h(
    "button",
    { type: "button", class: "dl-start", onclick: () => send({ do: "start" }) },
    "Start it again"
  );
  const element = h(
    "div",
    { class: "dl-findings" },
    facts.element,
    sentence.element,
    repair.element,
    start
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      element.classList.toggle("calm", view.state !== "not-yet");
      sentence.update(view);
      facts.update(view);
      const repaired = isMissing(view) && view.repairShown;
      show(repair.element, repaired);
      if (repaired) repair.update(view.verdict?.repair ?? "");
      show(start, canStart(view));
    }
  };
}
function factsList() {
  const seen = h("dd");
  const wanted = h("dd");
  const element = h(
    "dl",
    { class: "dl-facts-list" },
    h("dt", {}, "seen"),
    seen,
    h("dt", {}, "wanted"),
    wanted
  );
  return {
    element,
    /** @param {View} view */
    update(view) {
      const { verdict, state } = view;
      const missing = isMissing(view);
      const told = missing || state === "passed";
      show(element, told && Boolean(verdict?.seen || verdict?.wanted));
      element.classList.toggle("seen", isOver(state));
      if (!told) return;
      const target = missing ? firstCode(verdict?.wanted) : "";
      fill(seen, `${verdict?.seen}|${target}`, () => prose(verdict?.seen, target));
      fill(wanted, verdict?.wanted ?? "", () => prose(verdict?.wanted));
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
      const text = world ? "" : view.verdict?.text ?? "";
      const key2 = world ? view.state + (view.trouble || view.verdict?.cause || "") : text;
      fill(element, key2, () => world ? [h("strong", {}, world[0]), ` ${world[1]}`] : prose(text));
      show(element, Boolean(world) || Boolean(text));
    }
  };
}

// src/help.js
function offerOf({ hints: [pointer, command] = [] }, { state, revealed }, given) {
  const over = isOver(state);
  const commandIsNext = given === 1 && Boolean(command) && revealed;
  return {
    pointer: given > 0 && !over,
    command: given > 1 && Boolean(command) && revealed,
    hintButton: Boolean(pointer) && !over && (given === 0 || commandIsNext),
    hintWord: given > 0 && command ? "Show the command" : "Hint",
    solveButton: !over && revealed
  };
}
function remarkOf2({ reveal_after = 0 }, { state, revealed, said }) {
  if (said) return said;
  if (isOver(state) || revealed) return "";
  const minutes = Math.round(reveal_after / 60);
  return `Try it alone first: the command and “Show me” come after ${minutes} minutes.`;
}
function helpBox(step, send) {
  const [pointer, command] = step.hints ?? [];
  const text = h("p", { class: "dl-hint" });
  const line = copyLine();
  const box = h("div", { class: "dl-help" }, text, line.element);
  const hint = h("button", { type: "button", "aria-expanded": "false", onclick: giveHint }, "Hint");
  const solve = h("button", { type: "button", onclick: askToSolve }, "Show me");
  const remark = h("span", { class: "dl-later" });
  let given = 0;
  let shown = null;
  function giveHint() {
    given += 1;
    if (shown) paint(shown);
  }
  function askToSolve() {
    send({ do: "solve", step: step.step });
  }
  function paint(view) {
    const offer = offerOf(step, view, given);
    show(box, offer.pointer);
    fill(text, pointer ?? "", () => prose(pointer));
    show(line.element, offer.command);
    if (offer.command) line.update(command ?? "");
    set(hint, "aria-expanded", given > 0 ? "true" : "false");
    say(hint, offer.hintWord);
    show(hint, offer.hintButton);
    hint.disabled = isWorldAway(view.state);
    show(solve, offer.solveButton);
    solve.disabled = isWorldAway(view.state) || view.busy === "solve";
    say(solve, view.busy === "solve" ? "Showing…" : "Show me");
    say(remark, remarkOf2(step, view));
  }
  return {
    box,
    buttons: h("div", { class: "dl-buttons" }, hint, solve, remark),
    /** @param {View} view */
    update(view) {
      shown = view;
      paint(view);
    }
  };
}

// src/step.js
function stepBlock(step, send) {
  const goal = h("p", { class: "dl-goal" });
  const findings = findingsBlock(send);
  const answer = step.question ? answerField(step.step, step.question, send) : null;
  const help = helpBox(step, send);
  return {
    element: h("div", { class: "dl-step" }, goal, findings.element, answer?.element, help.box),
    buttons: help.buttons,
    /** @param {View} view */
    update(view) {
      fill(goal, step.goal, () => prose(step.goal));
      findings.update(view);
      answer?.update(view);
      help.update(view);
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
    repairShown: revealed && Boolean(verdict?.repair_shown),
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
  const isChanged = (view, last) => view.state !== last?.state || (view.verdict?.cause ?? "") !== (last?.verdict?.cause ?? "");
  const index = now.findIndex((view, line) => isChanged(view, before[line]));
  const waits = [before[index], now[index]].some((view) => view?.state === "waiting");
  return waits ? -1 : index;
}

// src/panel-lines.js
function singleStep([entry], send) {
  const element = h("div", { class: "dl-body" });
  const block = entry && stepBlock(entry.step, send);
  if (block) element.append(block.element, block.buttons);
  return {
    element,
    place: (next) => block?.buttons.append(next),
    onChoice: () => {
    },
    update: ([view]) => view && block?.update(view)
  };
}
function panelLines(entries, send) {
  let chosen = null;
  let changed = () => {
  };
  const lines = entries.map(
    ({ step }, index) => stepLine(step, send, () => {
      chosen = index;
      changed();
    })
  );
  const list2 = h("ol", { class: "dl-lines" }, ...lines.map((line) => line.element));
  const element = h("div", { class: "dl-body" }, list2);
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
function stepLine(step, send, choose) {
  const block = stepBlock(step, send);
  const sign = stateSign("small");
  const title = h("span", { class: "dl-line-title" });
  const button = h(
    "button",
    { type: "button", class: "dl-line", onclick: choose },
    sign.element,
    title
  );
  const body = h("div", { class: "dl-line-body" }, block.element, block.buttons);
  return {
    element: h("li", {}, button, body),
    /**
     * @param {View} view
     * @param {boolean} open
     */
    update(view, open) {
      block.update(view);
      sign.update(view.state);
      say(title, step.title);
      set(button, "aria-expanded", open ? "true" : "false");
      show(body, open);
    }
  };
}

// src/picture/words.js
var count = (number, noun, plural = `${noun}s`) => `${number} ${number === 1 ? noun : plural}`;
var list = (words) => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
var shortened = (digest) => (digest ?? "").replace(/^sha256:/, "").slice(0, 12);
function writers(asked, hidden) {
  const writer = (what) => asked.includes(what) ? () => hidden : shortened;
  return { id: writer("image ID"), digest: writer("digest") };
}
function besides(picture) {
  const { images = 0, containers = 0 } = picture?.others ?? {};
  const counts = [
    images ? count(images, "other image") : "",
    containers ? count(containers, "container") : ""
  ];
  return list(counts.filter(Boolean));
}
function describe(picture, asked = []) {
  if (!picture) return "The picture waits for the first look at the world.";
  const written = writers(asked, "that you are asked for");
  const others = besides(picture);
  const sentences = [
    `This computer: ${hostInWords(picture, written)}.`,
    others ? `Besides the course's it holds ${others}.` : "",
    ...hubInWords(picture, written).map((words) => `Practice Hub: ${words}.`),
    picture.log_in ? `Docker is logged in as ${picture.log_in}.` : "Docker is not logged in."
  ];
  return sentences.filter(Boolean).join(" ");
}
function hostInWords(picture, written) {
  if (picture.host === null) return "the engine does not answer";
  if (!picture.host.length) return `no images${besides(picture) ? " of the course" : ""}`;
  return picture.host.map((image) => imageInWords(image, written)).join("; ");
}
function imageInWords({ id, layers, names }, written) {
  const named = names.length ? `named ${list(names)}` : "without a name";
  return `image ${written.id(id)}, ${count(layers, "layer")}, ${named}`;
}
function hubInWords(picture, written) {
  if (picture.hub === null) return ["does not answer"];
  if (!picture.hub.length) return ["no repositories"];
  return picture.hub.map((repository) => repositoryInWords(repository, written));
}
function repositoryInWords({ repository, visibility, tags }, written) {
  const words = tags.map(
    ({ name, image, digest }) => `tag ${name} is image ${written.id(image)}, digest ${written.digest(digest)}`
  );
  return `${visibility} repository ${repository}, ${words.length ? words.join("; ") : "no tags"}`;
}

// src/picture/rows.js
var UNKNOWN_LAYERS = 2;
function hostSide(picture, written) {
  const rows = (picture?.host ?? []).map((image) => ({
    key: image.id,
    image: image.id,
    layers: image.layers,
    labels: image.names.map((name) => ({ name, isNew: (image.new ?? []).includes(name) })),
    facts: [
      /** @type {[string, string]} */
      ["image", written.id(image.id)]
    ]
  }));
  return { rows, detail: "", empty: hostIsEmpty(picture) };
}
function hostIsEmpty(picture) {
  if (!picture) return "…";
  if (picture.host === null) return "the engine does not answer";
  return besides(picture) ? "no images of the course" : "no images";
}
function hubSide(picture, layers, written) {
  const repositories = picture?.hub ?? [];
  const [first, ...others] = repositories;
  const isOne = first !== void 0 && others.length === 0;
  const rows = repositories.flatMap((repository) => {
    const prefix = isOne ? "" : `${repository.repository.split("/").at(-1)}:`;
    return repositoryRows(repository, prefix, layers, written);
  });
  const detail = isOne ? `${first.repository} · ${first.visibility}` : countAll(repositories);
  return { rows, detail, empty: hubIsEmpty(picture) };
}
var countAll = ({ length }) => length ? count(length, "repository", "repositories") : "";
function hubIsEmpty(picture) {
  if (!picture) return "…";
  if (picture.hub === null) return "the Hub does not answer";
  return picture.hub.length ? "no tags yet" : "no repository yet";
}
function repositoryRows({ repository, tags }, prefix, layers, written) {
  const rows = /* @__PURE__ */ new Map();
  for (const { name, digest, image } of tags) {
    const key2 = `${repository}@${digest}`;
    const row = rows.get(key2) ?? {
      key: key2,
      image,
      layers: layers.get(image) ?? UNKNOWN_LAYERS,
      labels: [],
      facts: [
        ["digest", written.digest(digest)],
        ["image", written.id(image)]
      ]
    };
    row.labels.push({ name: `${prefix}${name}`, isNew: false });
    rows.set(key2, row);
  }
  return [...rows.values()];
}
function isAllPrivate(picture) {
  const repositories = picture?.hub ?? [];
  return repositories.length > 0 && repositories.every(({ visibility }) => visibility === "private");
}

// src/picture/side.js
var GHOST_MS = 3200;
var MOST_LAYERS = 6;
var Side = class {
  /** @param {string} title */
  constructor(title) {
    this.detail = h("span", { class: "dl-side-detail" });
    this.rows = h("div", { class: "dl-rows" });
    this.empty = h("p", { class: "dl-empty" });
    this.besides = h("p", { class: "dl-besides" });
    const head = h(
      "div",
      { class: "dl-side-head" },
      h("span", { class: "dl-side-title" }, title),
      this.detail
    );
    this.element = h("div", { class: "dl-side" }, head, this.rows, this.empty, this.besides);
    this.known = /* @__PURE__ */ new Map();
    this.seen = false;
  }
  /**
   * Draws the content; returns the rows that are new, or have a new label, since the last time.
   *
   * @param {SideContent} content
   */
  update({ rows, detail, empty }) {
    say(this.detail, detail);
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key2, drawn] of this.known) if (!wanted.has(key2)) this.#fade(key2, drawn);
    const arrived = rows.filter((row, index) => this.#place(row, index));
    say(this.empty, rows.length ? "" : empty);
    this.empty.hidden = rows.length > 0 || this.rows.children.length > 0;
    this.seen = true;
    return arrived;
  }
  /**
   * Returns the stack of layers of the image with this ID; null if it is not drawn.
   *
   * @param {string} image
   */
  stackOf(image) {
    for (const drawn of this.known.values()) if (drawn.image === image) return drawn.stack;
    return null;
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
    drawn.image = row.image;
    const there = this.rows.children[index];
    if (there !== drawn.element) this.rows.insertBefore(drawn.element, there ?? null);
    drawLayers(drawn.stack, row.layers);
    drawFacts(drawn.facts, row.facts);
    const gained = this.#drawLabels(drawn, row.labels);
    return this.seen && (!known || gained);
  }
  /** @param {Row} row */
  #add(row) {
    const stack = h("span", { class: "dl-stack" });
    const labels = h("span", { class: "dl-labels" });
    const facts = h("span", { class: "dl-facts" });
    const names = h("span", { class: "dl-names" }, labels, facts);
    const element = h("div", { class: "dl-image" }, stack, names);
    const drawn = { image: row.image, element, stack, labels, facts, names: /* @__PURE__ */ new Map() };
    this.known.set(row.key, drawn);
    return drawn;
  }
  /**
   * Draws the labels of a row; tells whether one is new.
   *
   * @param {Drawn} drawn
   * @param {Row["labels"]} wanted
   */
  #drawLabels({ labels, names }, wanted) {
    let gained = false;
    for (const [name, label] of names) {
      if (wanted.some((each) => each.name === name)) continue;
      names.delete(name);
      fadeLabel(label);
    }
    for (const { name, isNew } of wanted) {
      let label = names.get(name);
      if (!label) {
        label = h("code", { class: "dl-label", translate: "no", title: name }, ...breakable(name));
        names.set(name, label);
        labels.append(label);
        gained = true;
      }
      label.classList.toggle("new", isNew);
    }
    labels.classList.toggle("none", wanted.length === 0);
    return gained;
  }
  /**
   * Dashes a row for a moment, and takes it away.
   *
   * @param {string} key
   * @param {Drawn} drawn
   */
  #fade(key2, { element, names }) {
    this.known.delete(key2);
    element.classList.add("off");
    for (const label of names.values()) label.classList.add("off");
    setTimeout(() => {
      element.remove();
      this.empty.hidden = this.rows.children.length > 0;
    }, GHOST_MS);
  }
};
function drawLayers(stack, layers) {
  const drawn = Math.max(1, Math.min(layers, MOST_LAYERS));
  while (stack.children.length < drawn) stack.append(h("i"));
  while (stack.children.length > drawn) stack.lastChild?.remove();
}
function drawFacts(element, facts) {
  const key2 = facts.map((fact) => fact.join(" ")).join("|");
  if (element.dataset.key === key2) return;
  element.dataset.key = key2;
  const lines = facts.map(
    ([word, value]) => h("small", {}, `${word} `, h("code", { translate: "no" }, value))
  );
  element.replaceChildren(...lines);
}
function fadeLabel(label) {
  label.classList.remove("new");
  label.classList.add("off");
  setTimeout(() => label.remove(), GHOST_MS);
}

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
     * @param {Picture | null} picture
     * @param {Activity | null} activity
     */
    update(picture, activity) {
      const name = picture?.log_in ?? "";
      lock.classList.toggle("none", !name);
      say(account, name || "no log-in");
      push.classList.toggle("closed", !name);
      pull.classList.toggle("closed", !name && isAllPrivate(picture));
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

// src/picture/picture.js
var FLIGHT_MS = 800;
var wantsCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
function worldPicture() {
  const host = new Side("This computer");
  const hub = new Side("Practice Hub");
  const ways = waysBetween();
  const words = h("p", { class: "dl-away" });
  const scene = h(
    "div",
    { class: "dl-world", "aria-hidden": "true" },
    host.element,
    ways.element,
    hub.element
  );
  const element = h(
    "div",
    {
      class: "dl-picture",
      role: "group",
      "aria-label": "Picture of this computer and the practice Hub"
    },
    words,
    scene
  );
  const layers = /* @__PURE__ */ new Map();
  return {
    element,
    /**
     * @param {Picture | null} picture
     * @param {Activity | null} activity
     * @param {(string | undefined)[]} asked
     */
    update(picture, activity, asked) {
      const written = writers(asked, "?");
      say(words, describe(picture, asked));
      for (const image of picture?.host ?? []) layers.set(image.id, image.layers);
      const before = new Set(host.known.keys());
      const here = host.update(hostSide(picture, written));
      say(host.besides, besides(picture) ? `and ${besides(picture)}` : "");
      const there = hub.update(hubSide(picture, layers, written));
      set(hub.detail, "translate", "no");
      for (const { image } of there) fly(scene, host.stackOf(image), hub.stackOf(image));
      if (activity?.kind === "pull") {
        const pulled = here.filter((row) => !before.has(row.key));
        for (const { image } of pulled) fly(scene, hub.stackOf(image), host.stackOf(image));
      }
      ways.update(picture, activity);
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

// src/panel.js
function render({ model, el }) {
  el.classList.add("dl-host");
  let paint = build(model, el);
  const repaint = () => paint();
  const rebuild = () => {
    paint = build(model, el);
  };
  model.on("change:steps", rebuild);
  model.on("change", repaint);
  keepInSight(el);
  return () => {
    model.off("change:steps", rebuild);
    model.off("change", repaint);
  };
}
var panel_default = { render };
function build(model, el) {
  const entries = entriesOf(model.get("steps"));
  const header = panelHeader(entries);
  const track = courseTrack();
  const scene = worldScene(model);
  const next = nextPageLink();
  const spoken = spokenVerdict(entries);
  const send = (message) => model.send(message);
  const steps = entries.length > 1 ? panelLines(entries, send) : singleStep(entries, send);
  steps.place(next.element);
  steps.onChoice(paint);
  keepHeight(steps.element);
  const columns = h("div", { class: "dl-columns" }, steps.element, scene.element);
  const root = h(
    "section",
    { class: "dl", tabindex: "-1", "data-lm-suppress-shortcuts": "true" },
    header.element,
    track.element,
    columns,
    spoken.element
  );
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
    next.update(model.get("next_page"), state);
    spoken.update(views);
    returnFocus(root, held);
  }
  paint();
  return paint;
}
function worldScene(model) {
  const picture = worldPicture();
  const strip = activityStrip();
  return {
    element: h("div", { class: "dl-scene" }, picture.element, strip.element),
    /**
     * @param {Entry[]} entries
     * @param {View[]} views
     */
    update(entries, views) {
      const activity = model.get("activities").at(-1) ?? null;
      const open = entries.filter((_, index) => !isOver(views[index]?.state ?? "waiting"));
      const asked = open.map((entry) => entry.step.question?.about);
      picture.update(model.get("picture"), activity, asked);
      strip.update(activity);
      show(strip.element, !model.get("own_docker"));
    }
  };
}
function nextPageLink() {
  const element = h("a", { class: "dl-next", onclick: open });
  function open(event) {
    openPage(event, element.getAttribute("href"));
  }
  return {
    element,
    /**
     * @param {PageLink | null} page
     * @param {State} state
     */
    update(page, state) {
      set(element, "href", page?.href ?? "#");
      fill(element, page?.title ?? "", () => page ? [`Next page: ${page.title}`] : []);
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
      const text = isWorldAway(view.state) ? "" : view.verdict?.text ?? "";
      say(element, `${entry.step.title}: ${WORDS[view.state]}. ${text}`);
    }
  };
}
function keepHeight(element) {
  let width = 0;
  let height = 0;
  new ResizeObserver(() => {
    const box = element.getBoundingClientRect();
    if (!box.width) return;
    if (Math.abs(box.width - width) > 1) {
      element.style.minHeight = "";
      width = box.width;
      height = 0;
    }
    height = Math.max(height, element.getBoundingClientRect().height);
    element.style.minHeight = `${height}px`;
  }).observe(element);
}
function returnFocus(root, held) {
  const isGone = held !== root && held instanceof HTMLElement && held.offsetParent === null;
  if (isGone) root.focus({ preventScroll: true });
}
export {
  panel_default as default
};
