/* The opening of a page: its title, what is missing before it, buttons for Hub and terminal. */
import { besideButtons } from "./beside-buttons.js";
import { fill, h, say, set, show } from "./dom.js";
import { openPage, reloadPages } from "./lab/pages.js";
import { initialize } from "./lab/saved.js";
import { keepInSight } from "./lab/sight.js";
import { followTheme } from "./lab/theme.js";
import { gettext, mark, N_, ngettext, speak } from "./language.js";
import { languageSwitch } from "./language-switch.js";
import { prose } from "./sentence.js";
import { courseTrack, isPageDone } from "./track.js";

/**
 * @import { State } from "./state.js"
 * @import { Model, OpeningTraits, PageLink, Rendering } from "./traits.js"
 * @typedef {Model<OpeningTraits>} OpeningModel
 */

/** What is said while the world does not answer. */
const LINK_WORDS = {
  waiting: N_("Connecting to the practice world…"),
  starting: N_("The practice world is starting…"),
  stopped: N_("The practice world has stopped. Nothing is lost; your progress is kept."),
};

/**
 * Tells whether this is the course's first page, which has one thing to do and nothing to choose.
 *
 * @param {OpeningModel} model
 */
export const isFirstPage = (model) =>
  model.get("page").page === model.get("course").pages?.[0]?.page;

/**
 * Says how far the page is, or why it cannot be begun.
 *
 * @param {OpeningModel} model
 */
export function messageOf(model) {
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

/**
 * Returns links to the pages with something that is still to do before this one.
 *
 * @param {OpeningModel} model
 * @returns {PageLink[]}
 */
export function pagesBefore(model) {
  if (model.get("link") !== "live" || isPageDone(model.get("page"), model.get("marks"))) return [];
  const { steps = [], pages = [] } = model.get("course");
  const missing = new Set(model.get("missing").map((one) => one.step));
  const names = new Set(steps.filter(({ step }) => missing.has(step)).map(({ page }) => page));
  return pages
    .filter(({ page }) => names.has(page))
    .map(({ page, title }) => ({ href: `${page}.ipynb`, title: `${page.slice(0, 2)} ${title}` }));
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
  return isPageDone(model.get("page"), model.get("marks")) ? "passed" : "not-yet";
}

/**
 * Tells whether to offer the next page: always, except on the first page until it is done.
 *
 * @param {OpeningModel} model
 */
export function isNextOffered(model) {
  const done = isPageDone(model.get("page"), model.get("marks"));
  return Boolean(model.get("next_page")) && (done || !isFirstPage(model));
}

/**
 * Renders the opening; anywidget calls this once for each view.
 *
 * @param {Rendering<OpeningTraits>} rendering
 */
function render({ model, el }) {
  /** @type {ReturnType<typeof opening>} */
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

export default { initialize, render };

/**
 * Makes the opening; `update()` brings it up to date.
 *
 * @param {OpeningModel} model
 */
function opening(model) {
  const titles = pageTitles();
  const track = courseTrack();
  const tasks = taskLine(model);
  const hub = () => ({
    url: model.get("hub_url"),
    proxy: model.get("proxy"),
    wayIn: model.get("way_in") ?? "",
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
      languages.element,
    ),
    track.element,
    h("div", { class: "dl-body" }, tasks.element),
  );
  return {
    element,
    update() {
      const page = model.get("page");
      set(element, "data-state", pageState(model));
      set(
        element,
        "aria-label",
        gettext("Page {page}: {title}", { page: page.page, title: page.title }),
      );
      titles.update(model);
      track.update(model.get("course"), model.get("marks"), page.steps ?? []);
      tasks.update();
      const isOffered = !isFirstPage(model);
      beside.update({ hub: isOffered, terminal: isOffered });
      languages.update(!isOffered);
    },
  };
}

/** Makes the page's number and title, and the line below it. */
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
        model.get("engine"),
      ];
      const number = page.slice(0, 2);
      say(word, gettext("Page {number}", { number }));
      say(digits, number);
      say(title, text);
      say(where, parts.filter(Boolean).join(" · "));
      set(where, "translate", "no");
    },
  };
}

/**
 * Makes the line with the message, the way back to what is missing, the button that does it, and
 * the next page.
 *
 * @param {OpeningModel} model
 */
function taskLine(model) {
  const message = h("span");
  const back = h("span", { class: "dl-back" });
  const act = h("button", { type: "button", onclick: askForIt });
  const note = h("span", { class: "dl-later" });
  const next = h("a", { class: "dl-next", onclick: follow });

  function askForIt() {
    model.send({ do: model.get("link") === "stopped" ? "start" : "catch-up" });
  }

  /** @param {Event & { currentTarget: HTMLAnchorElement }} event */
  function follow(event) {
    openPage(event, event.currentTarget.getAttribute("href"));
  }

  /** @param {PageLink[]} pages */
  const linksTo = (pages) =>
    pages.flatMap(({ href, title }, index) => [
      index ? " · " : " ",
      h("a", { href, onclick: follow }, title),
    ]);

  return {
    element: h(
      "div",
      { class: "dl-missing" },
      h("p", { class: "dl-text" }, message, back),
      act,
      note,
      next,
    ),
    note,
    update() {
      const isStopped = model.get("link") === "stopped";
      const [text, pages] = [messageOf(model), pagesBefore(model)];
      fill(message, text, () => prose(text));
      fill(back, JSON.stringify(pages), () => linksTo(pages));
      show(back, Boolean(pages.length) && !model.get("busy") && !model.get("halted"));
      show(act, isStopped || (Boolean(pages.length) && model.get("can_catch_up") !== false));
      act.classList.toggle("dl-start", isStopped);
      say(act, isStopped ? gettext("Start it again") : gettext("Do these for me"));
      act.disabled = Boolean(model.get("busy"));
      show(next, isNextOffered(model));
      next.classList.toggle("ready", isPageDone(model.get("page"), model.get("marks")));
      const page = model.get("next_page");
      if (!page) return;
      set(next, "href", page.href);
      say(next, gettext("Next: {title}", { title: page.title }));
    },
  };
}
