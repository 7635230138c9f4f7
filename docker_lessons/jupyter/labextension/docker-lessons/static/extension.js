/* Made from front/src by `make front`: change it there. */
"use strict";
(() => {
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
  function set(element, name2, value) {
    if (value === false || value === null || value === void 0) {
      if (element.hasAttribute(name2)) element.removeAttribute(name2);
    } else {
      const wanted = value === true ? "" : String(value);
      if (element.getAttribute(name2) !== wanted) element.setAttribute(name2, wanted);
    }
  }
  function say(element, text) {
    const wanted = text ?? "";
    if (element.textContent !== wanted) element.textContent = wanted;
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
  var isNotebook7 = () => Boolean(configuration().notebookPage);

  // src/lab/question.js
  var ASKED = "asked";
  var noteOf = (kernel) => `docker-lessons:asks:${kernel.id}`;
  function kept() {
    try {
      return window.localStorage;
    } catch {
      return void 0;
    }
  }
  function noteQuestions(kernel) {
    kernel.pendingInput.connect((_, isAsked) => {
      if (isAsked) kept()?.setItem(noteOf(kernel), ASKED);
      else kept()?.removeItem(noteOf(kernel));
    });
  }
  async function endQuestion(kernel) {
    if (kept()?.getItem(noteOf(kernel)) !== ASKED) return;
    kept()?.removeItem(noteOf(kernel));
    await kernel.interrupt();
  }

  // src/lab/saved.js
  var VIEW = "application/vnd.jupyter.widget-view+json";
  var OURS = "docker_lessons";
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

  // src/lab/shared.js
  var modules = {};
  function share(scope) {
    modules = scope;
  }
  async function moduleOf(versions = {}) {
    const [version] = Object.values(versions);
    if (!version) throw new Error("JupyterLab does not share a module that the course needs.");
    const module = await version.get();
    return module();
  }
  async function notebookActions() {
    const { NotebookActions } = await moduleOf(modules["@jupyterlab/notebook"]);
    return NotebookActions;
  }
  var lumino = () => moduleOf(modules["@lumino/widgets"]);

  // src/lab/begin.js
  var OPENING = /^from docker_lessons import lesson(, panel)?\s+lesson\("[a-z-]+"\)\s*$/;
  var OVERTAKEN_MS = 6e4;
  var OUR_TEXT = /^(lesson|panel|sheet)\(/;
  function begin(page, context) {
    const { sessionContext } = context;
    let begun = Promise.resolve();
    const early = /* @__PURE__ */ new Set();
    const meet = () => {
      begun = meetKernel(page, context, early).catch(() => {
      });
    };
    notebookActions().then(({ executionScheduled }) => {
      executionScheduled.connect((_, { notebook, cell }) => {
        if (notebook === page.content && !sessionContext.session?.kernel) early.add(cell);
      });
    });
    sessionContext.kernelChanged.connect((_, { newValue }) => {
      if (newValue) meet();
    });
    sessionContext.statusChanged.connect((_, status) => {
      if (status === "restarting" || status === "autorestarting") runFirst(page, []);
    });
    startOnce(sessionContext, () => begun);
    if (sessionContext.session?.kernel) meet();
  }
  function startOnce(sessionContext, begun) {
    const startKernel = sessionContext.startKernel.bind(sessionContext);
    let starting = null;
    const start = async () => {
      try {
        const isToChoose = await startKernel();
        if (isToChoose) {
          starting = null;
          await Promise.race([sessionContext.ready, pause(OVERTAKEN_MS)]);
        }
        await begun();
        return isToChoose && !sessionContext.session?.kernel;
      } finally {
        starting = null;
      }
    };
    sessionContext.startKernel = () => {
      starting ??= start();
      return starting;
    };
  }
  async function meetKernel(page, context, early) {
    await context.ready;
    const kernel = context.sessionContext.session?.kernel;
    if (kernel) {
      await endQuestion(kernel);
      noteQuestions(kernel);
    }
    const outputs = [...outputsOf(context)].filter(widgetOf);
    const alive = kernel && outputs.length ? await widgetsOf(kernel) : /* @__PURE__ */ new Set();
    const { dirty } = context.model;
    for (const output of outputs) settle(output, alive);
    context.model.dirty = dirty;
    const isOpen = outputs.some((output) => isOpening(output) && alive.has(widgetOf(output)));
    const others = [...early];
    early.clear();
    await runFirst(page, others, isOpen);
  }
  function widgetOf({ data, metadata }) {
    const shown = OUR_TEXT.test(plain(data)) ? data?.[VIEW]?.model_id : void 0;
    return shown ?? metadata?.[OURS]?.model_id;
  }
  var isOpening = ({ data }) => plain(data).startsWith("lesson(");
  var plain = (data) => [data?.["text/plain"] ?? ""].flat().join("");
  function settle(output, alive) {
    const id = widgetOf(output);
    const { [VIEW]: shown, ...still } = output.data ?? {};
    const metadata = output.metadata ?? {};
    if (id && alive.has(id) && !shown) {
      const view = { model_id: id, version_major: 2, version_minor: 0 };
      output.setData({ data: { ...still, [VIEW]: view }, metadata });
    } else if (shown && !alive.has(id)) {
      output.setData({ data: still, metadata });
    }
  }
  async function widgetsOf(kernel) {
    const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
    return new Set(Object.keys(content.comms ?? {}));
  }
  async function runFirst(page, others, isOpen = false) {
    const { runCells } = await notebookActions();
    const opening = page.content.widgets.find(({ model }) => {
      return model.type === "code" && OPENING.test(model.sharedModel.getSource());
    });
    const cells = opening && !isOpen ? [opening] : [];
    cells.push(...others.filter((cell) => !cells.includes(cell)));
    if (cells.length) runCells(page.content, cells, page.sessionContext);
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
    const place2 = number < which.length ? number : 100 + number % 100;
    return forms[Number(which[place2] ?? 0)];
  }
  function filled(message, facts) {
    return message.replace(/\{(\w+)\}/g, (whole, name2) => {
      const fact = facts[name2];
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
  var KEY = /* @__PURE__ */ Symbol.for("docker-lessons.looks");
  function looksOfPage() {
    const page = (
      /** @type {{ [KEY]?: Looks }} */
      globalThis
    );
    page[KEY] ??= new Looks();
    return page[KEY];
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
    const here = (host ?? []).filter(holds).map(({ names: [name2], id }) => {
      return name2 ?? gettext("image {id}", { id: written.id(id) });
    });
    const there = (hub ?? []).flatMap(
      ({ repository, tags }) => tags.filter(holds).map(({ name: name2 }) => `${repository}:${name2}`)
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
    return containers.reduce((told, { name: name2, state }) => {
      const container = { image: told, name: name2, state: containerState(state) };
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
    const words = tags.map(({ name: name2, image, digest, layers }) => {
      const facts2 = {
        name: name2,
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
      labels: names.map((name2) => ({
        name: name2,
        differs: Boolean(there) && !known?.names.includes(name2)
      })),
      facts: [[gettext("image"), view.written.id(id)]],
      notes: containers.map(
        ({ name: name2, state }) => gettext("container {name} ({state})", { name: name2, state: containerState(state) })
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
    for (const { name: name2, digest, image, layers } of tags) {
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
      row.labels.push({ name: name2, differs: Boolean(same) && !same?.some((tag) => tag.name === name2) });
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
  function breakable(name2) {
    const parts = name2.split(/(?<=\/)/);
    return parts.flatMap((part, index) => index ? [h("wbr"), part] : [part]);
  }
  function prose(sentence, code = null, runs = []) {
    return pieces(sentence).map((piece) => {
      if (typeof piece === "string") return document.createTextNode(piece);
      if ("link" in piece) return linkTo(piece.link);
      const written = piece.code === code ? runs : [{ text: piece.code, differs: false }];
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
  function block({ digest, name: name2, look, differs }) {
    const title = gettext("layer {digest}", { digest });
    const props = { class: "dl-layer", "data-look": look, title, translate: "no" };
    const element = h("i", props, name2);
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
    for (const [name2, label] of names) {
      if (wanted.some((each) => each.name === name2)) continue;
      names.delete(name2);
      fadeLabel(label);
    }
    for (const { name: name2, differs } of wanted) {
      let label = names.get(name2);
      if (!label) {
        label = h("code", { class: "dl-label", translate: "no", title: name2 }, ...breakable(name2));
        names.set(name2, label);
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
        const name2 = scene?.log_in ?? null;
        const isIn = name2 !== null;
        lock.classList.toggle("changed", isIn && other !== null && other.log_in !== name2);
        lock.classList.toggle("none", !isIn);
        say(account, isIn ? name2 || gettext("logged in") : gettext("no login"));
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
    container: (name2) => gettext("the container {name} is new on this computer", { name: name2 })
  };
  var GONE = {
    names: (names) => ngettext(
      "{names} is gone from this computer",
      "{names} are gone from this computer",
      names.length,
      { names }
    ),
    nameless: () => gettext("an image without a name is gone from this computer"),
    container: (name2) => gettext("the container {name} is gone from this computer", { name: name2 })
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
      ([name2, id]) => earlier.has(name2) && earlier.get(name2) !== id ? [name2] : []
    );
    const stays = ({ id }) => before.find((image) => image.id === id);
    const gone = before.filter(({ id }) => !now.some((image) => image.id === id));
    return [
      ...moved.map((name2) => gettext("{name} is a different image now", { name: name2 })),
      ...now.flatMap((image) => {
        const known = stays(image);
        return known ? imageChanges(known, image, moved, tagged) : oneSided(image, moved, NEW);
      }),
      ...gone.flatMap((image) => oneSided(image, moved, GONE))
    ];
  }
  var namesOf = (images) => new Map(images.flatMap(({ id, names }) => names.map((name2) => [name2, id])));
  function oneSided({ names, containers = [] }, moved, words) {
    const own = names.filter((name2) => !moved.includes(name2));
    const isToldByName = names.length > 0 && !own.length;
    const told = own.length ? words.names(own) : words.nameless();
    return [...isToldByName ? [] : [told], ...containers.map(({ name: name2 }) => words.container(name2))];
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
    const sources = gained.map((name2) => tagged[name2]).filter(isOfImage);
    const [only] = names.length === 1 ? names : sources;
    if (only && gained.every((name2) => names.length === 1 || tagged[name2] === only)) {
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
    const stateOf = new Map(before.map(({ name: name2, state }) => [name2, state]));
    const names = new Set(now.map(({ name: name2 }) => name2));
    return [
      ...now.flatMap(({ name: name2, state }) => {
        const facts = { name: name2, state: containerState(state) };
        if (!stateOf.has(name2)) return [gettext("the container {name} is new ({state})", facts)];
        if (stateOf.get(name2) === state) return [];
        if (state === "exited") return [gettext("the container {name} has exited", facts)];
        return [gettext("the container {name} is {state} now", facts)];
      }),
      ...before.filter(({ name: name2 }) => !names.has(name2)).map(({ name: name2 }) => gettext("the container {name} is gone", { name: name2 }))
    ];
  }
  function hubChanges(before, now, isPublicOnly) {
    const was = new Map(before.map((each) => [each.repository, each]));
    const names = new Set(now.map(({ repository }) => repository));
    return [
      ...now.flatMap((repository) => {
        const known = was.get(repository.repository);
        const { repository: name2, visibility } = repository;
        const [isPrivate, facts] = [visibility === "private", { name: name2 }];
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
        ({ repository: name2 }) => isPublicOnly ? gettext("the repository {name} is private now, or gone from the Hub", { name: name2 }) : gettext("the repository {name} is gone from the Hub", { name: name2 })
      )
    ];
  }
  function newRepository(visibility, facts) {
    if (!visibility) return gettext("the repository {name} is new on the Hub", facts);
    return visibility === "private" ? gettext("the private repository {name} is new on the Hub", facts) : gettext("the public repository {name} is new on the Hub", facts);
  }
  function tagChanges(before, { repository, tags }) {
    const was = new Map(before.map(({ name: name2, digest }) => [name2, digest]));
    const names = new Set(tags.map(({ name: name2 }) => name2));
    return [
      ...tags.flatMap(({ name: name2, digest }) => {
        const facts = { name: `${repository}:${name2}` };
        if (!was.has(name2)) return [gettext("{name} is new on the Hub", facts)];
        if (was.get(name2) === digest) return [];
        return [gettext("{name} is a different image on the Hub", facts)];
      }),
      ...before.filter(({ name: name2 }) => !names.has(name2)).map(({ name: name2 }) => gettext("{name} is gone from the Hub", { name: `${repository}:${name2}` }))
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

  // src/lab/beside.js
  var TWO_COLUMNS_PX = 800;
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
  function add(app, widget, place2) {
    if (!widget) return;
    if (place2.ref !== widget.id) app.shell.add(widget, "main", place2);
    app.shell.activateById(widget.id);
  }

  // src/lab/picture-beside.js
  var OPEN_PICTURE = "docker-lessons:open-picture";
  var DRAW_PICTURE = "docker-lessons:draw-picture";

  // src/lab/picture-tab.js
  function offerPictureTab(app) {
    const asked = /* @__PURE__ */ new Map();
    let latest = null;
    let picture = worldPicture();
    let tab = null;
    function draw2(drawing) {
      asked.set(drawing.from, drawing.asked);
      follow(drawing.language);
      if (drawing.picture) latest = drawing;
      picture.update(latest?.picture ?? null, latest?.activity ?? null, [...asked.values()].flat());
    }
    function follow(spoken2) {
      if (spoken2.tag === language().tag) return;
      speak(spoken2);
      const former = picture.element;
      picture = worldPicture();
      former.replaceWith(picture.element);
      if (tab) name(tab);
    }
    async function open(drawing) {
      follow(drawing.language);
      if (tab?.isAttached) {
        app.shell.activateById(tab.id);
      } else {
        picture = worldPicture();
        const made = await tabOf(picture.element);
        place(app, made);
        tab = made;
      }
      draw2(drawing);
    }
    app.commands.addCommand(DRAW_PICTURE, { execute: draw2 });
    app.commands.addCommand(OPEN_PICTURE, { execute: open });
  }
  async function tabOf(picture) {
    const { Widget } = await lumino();
    const frame = h("section", { class: "dl dl-picture-tab" }, picture);
    const tab = new Widget({ node: h("div", { class: "dl-host dl-picture-host" }, frame) });
    tab.id = "docker-lessons-picture";
    tab.title.closable = true;
    name(tab);
    return tab;
  }
  function name(tab) {
    tab.title.label = gettext("Picture");
    const frame = tab.node.querySelector("section");
    if (!frame) return;
    frame.setAttribute("aria-label", gettext("Picture"));
    mark(frame);
  }
  function place(app, tab) {
    if (!isNotebook7()) {
      add(app, tab, placeBeside(app));
      return;
    }
    app.shell.add(tab, "right", {});
    app.shell.expandRight?.(tab.id);
  }

  // src/extension.js
  var plugin = {
    id: "docker-lessons:pages",
    description: "Begins a page of the course when it is opened; shows the picture in a tab.",
    autoStart: true,
    /** @param {Application} app */
    activate(app) {
      addStyle();
      offerPictureTab(app);
      app.docRegistry.addWidgetExtension("Notebook", { createNew: begin });
    }
  };
  var HERE = (
    /** @type {HTMLScriptElement | null} */
    document.currentScript?.src ?? location.href
  );
  function addStyle() {
    document.head.append(h("link", { rel: "stylesheet", href: new URL("style.css", HERE).href }));
  }
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["docker-lessons"] = {
    init: share,
    get: async () => () => ({ __esModule: true, default: plugin })
  };
})();
