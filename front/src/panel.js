/* The panel of one or several steps: header, track, steps, picture. */
import { activityStrip } from "./activity.js";
import { fill, h, say, set, show } from "./dom.js";
import { openPage } from "./lab/pages.js";
import { keepInSight } from "./lab/sight.js";
import { panelHeader } from "./panel-header.js";
import { panelLines, singleStep } from "./panel-lines.js";
import { worldPicture } from "./picture/picture.js";
import { isOver, isWorldAway, stateOfAll, WORDS } from "./state.js";
import { courseTrack } from "./track.js";
import { entriesOf, lineToSpeakOf, viewOf } from "./view.js";

/**
 * @import { State } from "./state.js"
 * @import { Model, PageLink, PanelTraits, Rendering, Send } from "./traits.js"
 * @import { Entry, View } from "./view.js"
 */

/**
 * Renders the panel; anywidget calls this once for each view.
 *
 * @param {Rendering<PanelTraits>} rendering
 */
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

export default { render };

/**
 * Makes the panel's elements for the model's steps; returns the function that updates them.
 *
 * @param {Model<PanelTraits>} model
 * @param {HTMLElement} el
 */
function build(model, el) {
  const entries = entriesOf(model.get("steps"));
  const header = panelHeader(entries);
  const track = courseTrack();
  const scene = worldScene(model);
  const next = nextPageLink();
  const spoken = spokenVerdict(entries);
  /** @type {Send} */
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
    spoken.element,
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

/**
 * Makes the picture and the strip below it; `update(entries, views)` brings them up to date.
 *
 * @param {Model<PanelTraits>} model
 */
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
      // The learner's own Docker does not report its builds, pushes and pulls.
      show(strip.element, !model.get("own_docker"));
    },
  };
}

/** Makes the link to the next page, which is shown once all steps are over. */
function nextPageLink() {
  const element = h("a", { class: "dl-next", onclick: open });

  /** @param {Event} event */
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
      fill(element, page?.title ?? "", () => (page ? [`Next page: ${page.title}`] : []));
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
      const text = isWorldAway(view.state) ? "" : (view.verdict?.text ?? "");
      say(element, `${entry.step.title}: ${WORDS[view.state]}. ${text}`);
    },
  };
}

/**
 * Keeps an element as tall as it ever was at its present width: what is below does not jump.
 *
 * @param {HTMLElement} element
 */
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
