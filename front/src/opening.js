/* The opening of a page: its title, what is missing before it, buttons for Hub and terminal. */
import { fill, h, say, set, show } from "./dom.js";
import { application } from "./lab/application.js";
import { openHub, openTerminal } from "./lab/beside.js";
import { openPage, reloadPages } from "./lab/pages.js";
import { keepInSight } from "./lab/sight.js";
import { prose } from "./sentence.js";
import { courseTrack } from "./track.js";

/**
 * @import { State } from "./state.js"
 * @import { Model, OpeningTraits, Rendering } from "./traits.js"
 * @typedef {Model<OpeningTraits>} OpeningModel
 */

/** What is said while the world does not answer. */
const LINK_WORDS = {
  waiting: "Looking at the world…",
  starting: "The practice world is starting…",
  stopped: "The practice world has stopped. Nothing is lost; your progress is kept.",
};

/**
 * Tells whether this is the course's first page, which has one thing to do and nothing to choose.
 *
 * @param {OpeningModel} model
 */
export const isFirstPage = (model) =>
  model.get("page").page === model.get("course").pages?.[0]?.page;

/**
 * Says whether the page can be begun, or why not.
 *
 * @param {OpeningModel} model
 */
export function messageOf(model) {
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

/**
 * Tells the state of the page as a whole.
 *
 * @param {OpeningModel} model
 * @returns {State}
 */
export function pageState(model) {
  if (model.get("link") === "stopped" || model.get("halted")) return "stopped";
  if (model.get("link") !== "live") return "waiting";
  return model.get("missing").length ? "not-yet" : "passed";
}

/**
 * Tells whether to offer the next page: always, except on the first page until it is done.
 *
 * @param {OpeningModel} model
 */
export function isNextOffered(model) {
  const done = (model.get("page").steps ?? []).every((step) => model.get("marks")[step]);
  return Boolean(model.get("next_page")) && (done || !isFirstPage(model));
}

/**
 * Renders the opening; anywidget calls this once for each view.
 *
 * @param {Rendering<OpeningTraits>} rendering
 */
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

export default { render };

/**
 * Makes the opening; `update()` brings it up to date.
 *
 * @param {OpeningModel} model
 */
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
    h("div", { class: "dl-body" }, tasks.element),
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
    },
  };
}

/** Makes the page's number and title, and the line below it. */
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
    },
  };
}

/**
 * Makes the line with the message, the button that does what is missing, and the next page.
 *
 * @param {OpeningModel} model
 */
function taskLine(model) {
  const message = h("p", { class: "dl-text" });
  const act = h("button", { type: "button", class: "dl-start", onclick: askForIt });
  const note = h("span", { class: "dl-later" });
  const next = h("a", { class: "dl-next", onclick: openNext });

  function askForIt() {
    model.send({ do: model.get("link") === "stopped" ? "start" : "catch-up" });
  }

  /** @param {Event} event */
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
      show(act, link === "stopped" || (link === "live" && model.get("missing").length > 0));
      say(act, link === "stopped" ? "Start it again" : "Do these for me");
      act.disabled = Boolean(model.get("busy"));
      show(next, isNextOffered(model));
      const page = model.get("next_page");
      if (!page) return;
      set(next, "href", page.href);
      say(next, `Next: ${page.title}`);
    },
  };
}

/**
 * Makes the buttons that open the Hub and a terminal beside the page.
 *
 * @param {OpeningModel} model
 * @param {Element} note where a failure is said
 */
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
    },
  };
}
