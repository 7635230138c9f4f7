/* The panel of one or several steps: header, track, steps, picture. It decides nothing: it shows what the kernel sends. */
import { fill, h, say, set, show } from "./dom.js";
import { activityStrip } from "./progress.js";
import { worldPicture } from "./picture.js";
import { STATES, courseTrack, stateOf, stateSign } from "./state.js";
import { stepBlock } from "./step.js";
import { keepInSight, openPage } from "./lab.js";

const OVER = ["passed", "skipped"];

/** The lines of a panel: a step, or each of the parts into which it falls. */
function entriesOf(steps) {
  return steps.flatMap((step) => {
    const parts = step.lines ?? [];
    if (parts.length < 2) return [{ step, part: null }];
    return parts.map((line, part) => ({ step: { ...step, ...line }, part }));
  });
}

/** Everything about one line, gathered from the model. */
function viewOf(model, { step, part }) {
  const link = model.get("link");
  const verdict = model.get("verdicts")[step.step] ?? null;
  const word = model.get("line_words")[step.step]?.[part];
  const state = stateOf(link, verdict && word ? { ...verdict, verdict: word, cause: word === "passed" ? null : verdict.cause } : verdict);
  const revealed = !step.reveal_after || model.get("revealed").includes(step.step);
  return {
    link,
    verdict,
    state,
    revealed,
    repairOpen: revealed && !model.get("untouched").includes(step.step),
    trouble: model.get("trouble"),
    answer: model.get("answers")[step.step] ?? null,
    tried: model.get("tried")[step.step] ?? null,
    busy: model.get("busy")[step.step] ?? null,
    said: model.get("said")[step.step] ?? null,
    mark: model.get("marks")[step.step] ?? null,
  };
}

/** The state of the panel as a whole: the world's trouble first, then what is still to do. */
function stateOfAll(views) {
  const states = views.map((view) => view.state);
  for (const state of ["stopped", "starting", "waiting"]) if (states.includes(state)) return state;
  if (states.every((state) => OVER.includes(state))) return states.includes("passed") ? "passed" : "skipped";
  return states.length === 1 ? states[0] : "not-yet";
}

/** A line of a panel with several steps: sign, title, state; pressing it opens its block. */
function stepLine(step, block, choose) {
  const sign = stateSign("small");
  const title = h("span", { class: "dl-line-title" });
  const button = h("button", { type: "button", class: "dl-line", onclick: choose }, sign.element, title);
  const body = h("div", { class: "dl-line-body" }, block.element, block.buttons);
  return {
    element: h("li", {}, button, body),
    update(view, open) {
      sign.update(view.state);
      say(title, step.title);
      set(button, "aria-expanded", open ? "true" : "false");
      show(body, open);
    },
  };
}

function header() {
  const digits = h("span");
  const page = h("span", { class: "dl-number", translate: "no" }, h("span", { class: "dl-away" }, "Page "), digits);
  const title = h("h3");
  const where = h("p", { class: "dl-where" });
  const sign = stateSign("large");
  const element = h("header", {}, page, h("div", { class: "dl-titles" }, title, where), sign.element);
  return { element, digits, title, where, sign };
}

/** Keeps an element as tall as it has been at its present width: what stands below does not jump when a verdict changes. */
function keepHeight(element) {
  let [width, height] = [0, 0];
  new ResizeObserver(() => {
    const box = element.getBoundingClientRect();
    if (!box.width) return;
    if (Math.abs(box.width - width) > 1) {
      element.style.minHeight = "";
      [width, height] = [box.width, 0];
    }
    height = Math.max(height, element.getBoundingClientRect().height);
    element.style.minHeight = `${height}px`;
  }).observe(element);
}

/** Renders the panel; anywidget calls this once for each view. */
export function renderPanel({ model, el }) {
  el.classList.add("dl-host");
  let paint = build(model, el);
  const repaint = () => paint();
  const rebuild = () => { paint = build(model, el); };
  model.on("change:steps", rebuild);
  model.on("change", repaint);
  keepInSight(el);
  return () => {
    model.off("change:steps", rebuild);
    model.off("change", repaint);
  };
}

/** Builds the panel's elements for the steps of the model; returns the function that brings them up to date. */
function build(model, el) {
  const entries = entriesOf(model.get("steps"));
  const send = (message) => model.send(message);
  const head = header();
  const track = courseTrack();
  const blocks = entries.map((entry) => stepBlock(entry.step, send));
  const picture = worldPicture();
  const strip = activityStrip();
  const next = h("a", { class: "dl-next" });
  next.addEventListener("click", (event) => openPage(event, next.getAttribute("href")));
  const spoken = h("p", { class: "dl-away", role: "status", "aria-live": "polite" });
  const body = h("div", { class: "dl-body" });
  let chosen = null;
  const choose = (index) => { chosen = index; paint(); };
  const lines = entries.length > 1 ? entries.map((entry, index) => stepLine(entry.step, blocks[index], () => choose(index))) : null;
  if (lines) body.append(h("ol", { class: "dl-lines" }, ...lines.map((line) => line.element)));
  else body.append(blocks[0].element, blocks[0].buttons);
  keepHeight(body);
  (lines ? body : blocks[0].buttons).append(lines ? h("p", { class: "dl-end" }, next) : next);
  const side = h("div", { class: "dl-scene" }, picture.element, strip.element);
  const root = h("section", { class: "dl", tabindex: "-1", "data-lm-suppress-shortcuts": "true" }, head.element, track.element, h("div", { class: "dl-columns" }, body, side), spoken);
  el.replaceChildren(root);
  let last = null;

  function paint() {
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    const course = model.get("course");
    const views = entries.map((entry) => viewOf(model, entry));
    const state = stateOfAll(views);
    set(root, "data-state", state);
    paintHeader(course, views, state);
    track.update(course, model.get("marks"), entries.map((entry) => entry.step.step));
    const over = views.map((view) => OVER.includes(view.state));
    if (chosen !== null && over[chosen] && !over.every(Boolean)) chosen = null;
    const open = chosen ?? (over.includes(false) ? over.indexOf(false) : entries.length - 1);
    blocks.forEach((block, index) => {
      block.update(views[index]);
      lines?.[index].update(views[index], index === open);
    });
    const activity = model.get("activities").at(-1) ?? null;
    const asked = entries.filter((entry, index) => entry.step.question && !over[index]).map((entry) => entry.step.question.about);
    picture.update(model.get("picture"), activity, asked);
    strip.update(activity);
    show(strip.element, !model.get("own_docker")); // of another engine nobody tells what is under way
    const link = model.get("next_page");
    set(next, "href", link?.href ?? "#");
    fill(next, link?.title ?? "", () => (link ? [`Next page: ${link.title}`] : []));
    show(next, Boolean(link) && OVER.includes(state));
    speak(views);
    if (held && held !== root && held.offsetParent === null) root.focus({ preventScroll: true }); // its button has gone
  }

  function paintHeader(course, views, state) {
    const { step } = entries[0];
    const numbers = entries.map((entry) => entry.step.number);
    const total = (course.steps ?? []).length || "…";
    const done = views.filter((view) => OVER.includes(view.state)).length;
    head.sign.update(state, lines && state === "not-yet" ? `${done} of ${views.length}` : STATES[state].word);
    const page = (course.pages ?? []).find((candidate) => candidate.page === step.page);
    const title = lines ? page?.title ?? step.title : step.title;
    const where = lines ? `Steps ${numbers[0]} to ${numbers.at(-1)} of ${total}` : `Step ${numbers[0]} of ${total}`;
    const remark = state === "stopped" ? " · could not check" : views.some((view) => view.mark === "shown") ? " · shown: worth doing by hand" : "";
    say(head.digits, step.page.slice(0, 2));
    say(head.title, title);
    say(head.where, `${where}${remark}`);
    set(root, "aria-label", `Page ${step.page.slice(0, 2)}, ${where.toLowerCase()}: ${title}`);
  }

  /** Says a changed verdict once, and nothing else. */
  function speak(views) {
    const now = views.map((view) => `${view.state}/${view.verdict?.cause ?? ""}`);
    const changed = last === null ? -1 : now.findIndex((part, index) => part !== last[index]);
    const waited = last?.[changed]?.startsWith("waiting");
    last = now;
    if (changed < 0 || waited || views[changed].state === "waiting") return;
    const { state, verdict } = views[changed];
    say(spoken, `${entries[changed].step.title}: ${STATES[state].word}. ${verdict && !["stopped", "starting"].includes(state) ? verdict.text : ""}`);
  }

  paint();
  return paint;
}
