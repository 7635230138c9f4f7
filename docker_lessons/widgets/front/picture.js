/* The picture: this computer and the Hub side by side, images as stacks of layers, names as labels on them. */
import { breakable, draw, h, say, set } from "./dom.js";

const GHOST_MS = 3200; // how long a name that went stays, dashed
const FLIGHT_MS = 800;

const shortened = (digest) => (digest ?? "").replace(/^sha256:/, "").slice(0, 12);
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const list = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

/** What the computer holds beside what is drawn: "80 other images and 3 containers", or nothing. */
function besides(picture) {
  const { images = 0, containers = 0 } = picture?.others ?? {};
  return list([images && count(images, "other image"), containers && count(containers, "container")].filter(Boolean));
}

/** How IDs and digests are written: `hidden` in place of what the learner is asked to find, "image ID" or "digest". */
const writers = (asked, hidden) => {
  const writer = (what) => (asked.includes(what) ? () => hidden : shortened);
  return { id: writer("image ID"), digest: writer("digest") };
};

/** What the picture shows, in sentences, but for what is asked. */
export function describe(picture, asked = []) {
  const short = writers(asked, "that you are asked for");
  if (!picture) return "The picture waits for the first look at the world.";
  const sentences = [];
  if (picture.host === null) sentences.push("This computer: the engine does not answer.");
  else if (!picture.host.length) sentences.push(`This computer: no images${besides(picture) ? " of the course" : ""}.`);
  else {
    const images = picture.host.map((image) => `image ${short.id(image.id)}, ${count(image.layers, "layer")}, ${image.names.length ? `named ${list(image.names)}` : "without a name"}`);
    sentences.push(`This computer: ${images.join("; ")}.`);
  }
  if (besides(picture)) sentences.push(`Besides the course's it holds ${besides(picture)}.`);
  if (picture.hub === null) sentences.push("Practice Hub: does not answer.");
  else if (!picture.hub.length) sentences.push("Practice Hub: no repositories.");
  else {
    for (const repository of picture.hub) {
      const tags = repository.tags.map((tag) => `tag ${tag.name} is image ${short.id(tag.image)}, digest ${short.digest(tag.digest)}`);
      sentences.push(`Practice Hub: ${repository.visibility} repository ${repository.repository}, ${tags.length ? tags.join("; ") : "no tags"}.`);
    }
  }
  sentences.push(picture.log_in ? `Docker is logged in as ${picture.log_in}.` : "Docker is not logged in.");
  return sentences.join(" ");
}

/** One image of the picture as data: `key`, `image`, `layers`, `labels` [{name, isNew}], `facts` [text]. */
function hostRows(picture, short) {
  return (picture.host ?? []).map((image) => ({
    key: image.id,
    image: image.id,
    layers: image.layers,
    labels: image.names.map((name) => ({ name, isNew: (image.new ?? []).includes(name) })),
    facts: [["image", short.id(image.id)]],
  }));
}

function hubRows(repository, layers, short) {
  const rows = new Map();
  for (const tag of repository.tags) {
    const key = `${repository.repository}@${tag.digest}`;
    if (!rows.has(key)) {
      rows.set(key, { key, image: tag.image, layers: layers.get(tag.image) ?? 2, labels: [], facts: [["digest", short.digest(tag.digest)], ["image", short.id(tag.image)]] });
    }
    rows.get(key).labels.push({ name: tag.name, isNew: Boolean(tag.new) });
  }
  return [...rows.values()];
}

/** A card that keeps its rows: what comes is lit, what goes is dashed for a moment. */
class Side {
  constructor(title) {
    this.title = h("span", { class: "dl-side-title" }, title);
    this.detail = h("span", { class: "dl-side-detail" });
    this.rows = h("div", { class: "dl-rows" });
    this.empty = h("p", { class: "dl-empty" });
    this.besides = h("p", { class: "dl-besides" });
    this.element = h("div", { class: "dl-side" }, h("div", { class: "dl-side-head" }, this.title, this.detail), this.rows, this.empty, this.besides);
    this.known = new Map();
    this.seen = false;
  }

  /** Draws the rows; returns the keys of images or labels that were not there before. */
  update(rows, detail, empty) {
    const arrived = [];
    say(this.detail, detail);
    const wanted = new Set(rows.map((row) => row.key));
    for (const [key, entry] of this.known) if (!wanted.has(key)) this.fade(key, entry);
    rows.forEach((row, index) => {
      let entry = this.known.get(row.key);
      if (!entry) {
        entry = this.addRow(row);
        if (this.seen) arrived.push(row);
      }
      if (this.rows.children[index] !== entry.element) this.rows.insertBefore(entry.element, this.rows.children[index] ?? null);
      if (this.patch(entry, row) && !arrived.includes(row)) arrived.push(row);
    });
    say(this.empty, rows.length ? "" : empty);
    this.empty.hidden = rows.length > 0 || this.rows.children.length > 0;
    this.seen = true;
    return arrived;
  }

  addRow(row) {
    const stack = h("span", { class: "dl-stack" });
    const labels = h("span", { class: "dl-labels" });
    const facts = h("span", { class: "dl-facts" });
    const element = h("div", { class: "dl-image" }, stack, h("span", { class: "dl-names" }, labels, facts));
    const entry = { element, stack, labels, facts, names: new Map() };
    this.known.set(row.key, entry);
    return entry;
  }

  patch(entry, row) {
    const layers = Math.max(1, Math.min(row.layers, 6));
    while (entry.stack.children.length < layers) entry.stack.append(h("i"));
    while (entry.stack.children.length > layers) entry.stack.lastChild.remove();
    const facts = row.facts.map((fact) => fact.join(" ")).join("|");
    if (entry.facts.dataset.key !== facts) {
      entry.facts.dataset.key = facts;
      entry.facts.replaceChildren(...row.facts.map(([word, value]) => h("small", {}, `${word} `, h("code", { translate: "no" }, value))));
    }
    let gained = false;
    const wanted = new Set(row.labels.map((label) => label.name));
    for (const [name, label] of entry.names) {
      if (wanted.has(name)) continue;
      entry.names.delete(name);
      this.fadeLabel(label);
    }
    for (const { name, isNew } of row.labels) {
      let label = entry.names.get(name);
      if (!label) {
        label = h("code", { class: "dl-label", translate: "no", title: name }, ...breakable(name));
        entry.names.set(name, label);
        entry.labels.append(label);
        gained = this.seen || gained;
      }
      label.classList.toggle("new", isNew);
    }
    entry.labels.classList.toggle("none", row.labels.length === 0);
    return gained;
  }

  fadeLabel(label) {
    label.classList.remove("new");
    label.classList.add("off");
    setTimeout(() => label.remove(), GHOST_MS);
  }

  fade(key, entry) {
    this.known.delete(key);
    entry.element.classList.add("off");
    for (const label of entry.names.values()) label.classList.add("off");
    setTimeout(() => {
      entry.element.remove();
      this.empty.hidden = this.rows.children.length > 0;
    }, GHOST_MS);
  }
}

/** The way between the two: push above, pull below, the log-in as a key on the push. */
function between() {
  const arrow = (d) => draw(64, 10, [["path", { d, class: "dl-shaft" }], ["path", { d: d.startsWith("M2") ? "M56 1.500l5.500 3.500-5.500 3.500" : "M8 1.500L2.500 5 8 8.500" }]], "dl-arrow");
  const key = draw(34, 16, [["circle", { cx: 7.500, cy: 8, r: 5 }], ["path", { d: "M12.500 8H31M26 8v5M30.500 8v4" }]], "dl-key");
  const account = h("span", { class: "dl-account", translate: "no" });
  const push = h("div", { class: "dl-way push" }, h("span", {}, "push"), arrow("M2 5H61"));
  const pull = h("div", { class: "dl-way pull" }, arrow("M62 5H3"), h("span", {}, "pull"));
  const lock = h("div", { class: "dl-lock" }, key, account);
  const element = h("div", { class: "dl-between" }, push, lock, pull);
  return {
    element,
    update(picture, activity) {
      const account_ = picture?.log_in ?? "";
      lock.classList.toggle("none", !account_);
      say(account, account_ || "no log-in");
      push.classList.toggle("closed", !account_);
      const hidden = (picture?.hub ?? []).length > 0 && picture.hub.every((repository) => repository.visibility === "private");
      pull.classList.toggle("closed", hidden && !account_);
      for (const [way, kind] of [[push, "push"], [pull, "pull"]]) {
        way.classList.toggle("live", Boolean(activity && !activity.done && activity.kind === kind));
        way.classList.toggle("refused", Boolean(activity && activity.done && activity.error && activity.kind === kind));
      }
    },
  };
}

/** The whole picture: `update(picture, activity)` with the world's data. */
export function worldPicture() {
  const host = new Side("This computer");
  const hub = new Side("Practice Hub");
  const way = between();
  const words = h("p", { class: "dl-away" });
  const scene = h("div", { class: "dl-world", "aria-hidden": "true" }, host.element, way.element, hub.element);
  const element = h("div", { class: "dl-picture", role: "group", "aria-label": "Picture of this computer and the practice Hub" }, words, scene);
  const layers = new Map();

  function fly(from, to) {
    if (!from || !to || calm()) return;
    const frame = scene.getBoundingClientRect();
    const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
    if (!start.width || !end.width) return;
    const ghost = from.cloneNode(true);
    ghost.classList.add("dl-flying");
    scene.append(ghost);
    const at = (rect) => `translate(${rect.left - frame.left}px, ${rect.top - frame.top}px)`;
    const flight = ghost.animate([{ transform: at(start), opacity: 1 }, { transform: at(end), opacity: 1 }], { duration: FLIGHT_MS, easing: "cubic-bezier(.45,.05,.25,1)" });
    flight.onfinish = flight.oncancel = () => ghost.remove();
    to.animate([{ opacity: 0 }, { opacity: 0, offset: 0.9 }, { opacity: 1 }], { duration: FLIGHT_MS });
  }

  function stackOf(side, image) {
    for (const [key, entry] of side.known) if (key === image || entry.image === image) return entry.stack;
    return null;
  }

  return {
    element,
    update(picture, activity, asked) {
      const short = writers(asked, "?");
      say(words, describe(picture, asked));
      const repositories = picture?.hub ?? [];
      for (const image of picture?.host ?? []) layers.set(image.id, image.layers);
      const hostBefore = new Map([...host.known].map(([key, entry]) => [key, entry.stack.getBoundingClientRect()]));
      const top = host.update(picture ? hostRows(picture, short) : [], "", !picture ? "…" : picture.host === null ? "the engine does not answer" : besides(picture) ? "no images of the course" : "no images");
      say(host.besides, besides(picture) ? `and ${besides(picture)}` : "");
      const single = repositories.length === 1 ? repositories[0] : null;
      const rows = repositories.flatMap((repository) => hubRows(repository, layers, short).map((row) => (single ? row : { ...row, labels: row.labels.map((label) => ({ ...label, name: `${repository.repository.split("/").at(-1)}:${label.name}` })) })));
      const detail = single ? `${single.repository} · ${single.visibility}` : repositories.length ? count(repositories.length, "repository").replace("repositorys", "repositories") : "";
      const empty = !picture ? "…" : picture.hub === null ? "the Hub does not answer" : repositories.length ? "no tags yet" : "no repository yet";
      const right = hub.update(rows, detail, empty);
      for (const row of rows) hub.known.get(row.key).image = row.image;
      set(hub.detail, "translate", "no");
      for (const row of right) fly(stackOf(host, row.image), stackOf(hub, row.image));
      if (activity?.kind === "pull") for (const row of top) if (!hostBefore.has(row.key)) fly(stackOf(hub, row.image), stackOf(host, row.image));
      way.update(picture, activity);
    },
  };
}
