/* The opening of a page: where you are, what is missing before it, the Hub and a terminal beside it. */
import { fill, h, prose, say, set, show } from "./dom.js";
import { application, keepInSight, openHub, openPage, openTerminal, reloadPages } from "./lab.js";
import { courseTrack } from "./state.js";

/** Renders the opening; anywidget calls this once for each view. */
export function renderOpening({ model, el }) {
  const digits = h("span");
  const number = h("span", { class: "dl-number", translate: "no" }, h("span", { class: "dl-away" }, "Page "), digits);
  const title = h("h3");
  const where = h("p", { class: "dl-where" });
  const next = h("a", { class: "dl-next" });
  next.addEventListener("click", (event) => openPage(event, next.getAttribute("href")));
  const track = courseTrack();
  const message = h("p", { class: "dl-text" });
  const act = h("button", { type: "button", class: "dl-start", onclick: () => model.send({ do: model.get("link") === "stopped" ? "start" : "catch-up" }) });
  const hub = h("button", { type: "button", onclick: () => openHub(model.get("proxy"), model.get("hub_url")) }, "Open the Hub beside");
  const terminal = h("button", { type: "button", onclick: async () => {
    if (!(await openTerminal(null))) say(note, "Here a terminal opens from your editor’s own menu.");
  } }, "Open a terminal beside");
  const note = h("span", { class: "dl-later" });
  const header = h("header", {}, number, h("div", { class: "dl-titles" }, title, where), h("div", { class: "dl-buttons" }, hub, terminal));
  const root = h("section", { class: "dl dl-opening", "data-lm-suppress-shortcuts": "true" }, header, track.element,
    h("div", { class: "dl-body" }, h("div", { class: "dl-missing" }, message, act, note, next)));
  el.classList.add("dl-host");
  el.replaceChildren(root);

  /** The first page has one thing to do, and nothing to choose. */
  const first = () => model.get("page").page === model.get("course").pages?.[0]?.page;

  function words() {
    const [link, missing] = [model.get("link"), model.get("missing")];
    if (model.get("trouble")) return model.get("trouble");
    if (link === "waiting") return "Looking at the world…";
    if (link === "starting") return "The practice world is starting…";
    if (link === "stopped") return "The practice world has stopped. Nothing is lost; your progress is kept.";
    if (model.get("halted")) return model.get("halted");
    if (model.get("busy")) return "Doing what is missing…";
    if (first()) return "Nothing comes before this page. Go on with the next grey box.";
    if (!missing.length) return "Everything before this page is done. Go on.";
    return `Before this page, still to do: ${missing.map((step) => step.title).join(" · ")}.`;
  }

  function paint() {
    const course = model.get("course");
    const link = model.get("link");
    const page = model.get("page");
    const missing = model.get("missing");
    set(root, "data-state", link === "stopped" || model.get("halted") ? "stopped" : link !== "live" ? "waiting" : missing.length ? "not-yet" : "passed");
    set(root, "aria-label", `Page ${page.page}: ${page.title}`);
    say(digits, page.page.slice(0, 2));
    say(title, page.title);
    const parts = [`${page.minutes} minutes`, model.get("account") ? `you are ${model.get("account")}` : "", model.get("engine")];
    say(where, parts.filter(Boolean).join(" · "));
    set(where, "translate", "no");
    track.update(course, model.get("marks"), page.steps ?? []);
    fill(message, words(), () => prose(words()));
    const stopped = link === "stopped";
    show(act, stopped || (link === "live" && missing.length > 0));
    say(act, stopped ? "Start it again" : "Do these for me");
    act.disabled = Boolean(model.get("busy"));
    show(hub, !first());
    show(terminal, !first() && (Boolean(application()) || !model.get("proxy")));
    const to = model.get("next_page");
    const done = (page.steps ?? []).every((step) => model.get("marks")[step]);
    show(next, Boolean(to) && (done || !first()));
    if (to) {
      set(next, "href", to.href);
      say(next, `Next: ${to.title}`);
    }
  }

  let engine = model.get("engine");
  const switched = () => {
    if (engine && model.get("engine") !== engine) reloadPages();
    engine = model.get("engine");
  };

  paint();
  keepInSight(el);
  model.on("change", paint);
  model.on("change:engine", switched);
  return () => {
    model.off("change", paint);
    model.off("change:engine", switched);
  };
}
