/* The panel of one or several steps: header, track, steps, picture. */
import { activityStrip } from "./activity.js";
import { fill, h, say, set, show } from "./dom.js";
import { openPage } from "./lab/pages.js";
import { pictureBeside } from "./lab/picture-beside.js";
import { initialize } from "./lab/saved.js";
import { keepInSight } from "./lab/sight.js";
import { gettext, mark, speak } from "./language.js";
import { panelHeader } from "./panel-header.js";
import { panelLines, singleStep } from "./panel-lines.js";
import { worldPicture } from "./picture/picture.js";
import { isOver, stateOfAll } from "./state.js";
import { courseTrack, isPageDone } from "./track.js";
import { entriesOf, lineToSpeakOf, spokenOf, viewOf } from "./view.js";

/**
 * @import { State } from "./state.js"
 * @import { Model, PanelTraits, Rendering, Send } from "./traits.js"
 * @import { Entry, View } from "./view.js"
 */

/**
 * Renders the panel; anywidget calls this once for each view.
 *
 * @param {Rendering<PanelTraits>} rendering
 */
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

export default { initialize, render };

/**
 * Makes the panel's elements for the model's steps; returns the function that updates them.
 *
 * @param {Model<PanelTraits>} model
 * @param {HTMLElement} el
 * @param {ReturnType<typeof pictureBeside>} beside
 */
function build(model, el, beside) {
  const entries = entriesOf(model.get("steps"));
  const header = panelHeader(entries);
  const track = courseTrack();
  const scene = worldScene(model, beside);
  const next = nextPageLink(model);
  const hub = () => ({
    url: model.get("hub_url"),
    proxy: model.get("proxy"),
    wayIn: model.get("way_in") ?? "",
  });
  const spoken = spokenVerdict(entries);
  /** @type {Send} */
  const send = (message) => model.send(message);
  const steps =
    entries.length > 1 ? panelLines(entries, send, hub) : singleStep(entries, send, hub);
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
    spoken.element,
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
    spoken.update(views);
    returnFocus(root, held);
  }

  paint();
  return paint;
}

/**
 * Makes the picture and the strip below it; `update(entries, views)` brings them up to date.
 *
 * @param {Model<PanelTraits>} model
 * @param {ReturnType<typeof pictureBeside>} beside
 */
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
      // The learner's own Docker does not report its builds, pushes and pulls.
      show(strip.element, !model.get("own_docker"));
    },
  };
}

/**
 * Makes the link to the next page, which is shown once all steps of the panel are over, and stands
 * out once all of the page are.
 *
 * @param {Model<PanelTraits>} model
 */
function nextPageLink(model) {
  const element = h("a", { class: "dl-next", onclick: open });

  /** @param {Event} event */
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
      fill(element, page?.title ?? "", () =>
        page ? [gettext("Next page: {title}", { title: page.title })] : [],
      );
      show(element, Boolean(page) && isOver(state));
    },
  };
}

/**
 * Makes the text that a screen reader speaks: a verdict that changed, once.
 *
 * @param {Entry[]} entries
 */
function spokenVerdict(entries) {
  const element = h("p", { class: "dl-away", role: "status", "aria-live": "polite" });
  /** @type {View[] | null} */
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
    },
  };
}

/**
 * Keeps an element as tall as it ever was at its present width, so that what is below does not jump
 * from one mistake to the next. It is as tall as what it holds after `keep(false)`, and when somebody
 * opens or closes a part of it.
 *
 * @param {HTMLElement} element
 */
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
    },
  };
}

/**
 * Moves the focus to the panel when the element that held it was hidden.
 *
 * @param {HTMLElement} root
 * @param {Element | null} held
 */
function returnFocus(root, held) {
  const isGone = held !== root && held instanceof HTMLElement && held.offsetParent === null;
  if (isGone) root.focus({ preventScroll: true });
}
