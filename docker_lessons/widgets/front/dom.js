/* Small hands for the DOM: make an element, change it only where it differs, set names and commands in code type. */

/** Makes an element: `h("p", {class: "x", onclick: f}, "text", child)`. Nothing is ever parsed as HTML. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets an attribute, or takes it away when `value` is false or null; touches nothing that is right already. */
export function set(element, name, value) {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const wanted = value === true ? "" : String(value);
    if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}

/** Sets the text of an element when it differs. */
export function say(element, text) {
  const wanted = text ?? "";
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** Shows or hides an element. */
export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

/** Fills an element anew, but only when `key` is another than last time: what a reader selected stays selected. */
export function fill(element, key, make) {
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.replaceChildren(...make());
}

// A word in back quotes; else what looks like a digest, a command, or an image's name.
const CODE = /`([^`]+)`|(sha256:[0-9a-f]{6,64}|\b(?:docker|docker-lessons) [a-z-]+(?: (?:-u \w+|-{1,2}[a-z-]+|[\w.-]*[/:][\w./:-]*\w|___))*|\b[a-z0-9][\w.-]*(?::\d+)?\/[\w./-]*[\w](?::[\w.-]*\w)?|\b[a-z][\w.-]*:\d(?:[\w.-]*\w)?|\b[0-9a-f]{12}\b)/g;

/** Splits a sentence into text and `{code}` pieces. */
export function pieces(sentence) {
  const found = [];
  let end = 0;
  for (const match of (sentence ?? "").matchAll(CODE)) {
    if (match.index > end) found.push(sentence.slice(end, match.index));
    found.push({ code: match[1] ?? match[2] });
    end = match.index + match[0].length;
  }
  if (end < (sentence ?? "").length) found.push(sentence.slice(end));
  return found;
}

/** The parts of a name that may break behind a slash, where there is little room. */
export const breakable = (name) => name.split(/(?<=\/)/).flatMap((part, index) => (index ? [h("wbr"), part] : [part]));

/** The nodes of a sentence; in code, what differs from `wanted` is marked. */
export function prose(sentence, wanted = null) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    const [same, other] = wanted === null ? [piece.code, ""] : split(piece.code, wanted);
    return h("code", { translate: "no" }, ...breakable(same), other ? h("mark", {}, ...breakable(other)) : null);
  });
}

/** Cuts a name where it leaves the wanted one, at a separator: `a/b:latest` against `a/b:1.0` gives `a/b:` and `latest`. */
function split(seen, wanted) {
  let same = 0;
  let cut = 0;
  while (same < seen.length && same < wanted.length && seen[same] === wanted[same]) {
    same += 1;
    if ("/:".includes(seen[same - 1])) cut = same;
  }
  return wanted.startsWith(seen) || cut === 0 ? [seen, ""] : [seen.slice(0, cut), seen.slice(cut)];
}

/** The first name that a sentence shows in code, or null. */
export function firstCode(sentence) {
  const piece = pieces(sentence).find((candidate) => typeof candidate !== "string");
  return piece ? piece.code : null;
}

/** A line of code with a button that copies it. */
export function copyLine() {
  const code = h("code", { translate: "no", tabindex: "0", role: "group", "aria-label": "command" });
  const label = h("span", {}, "Copy");
  const button = h("button", { type: "button", class: "dl-copy", onclick: () => copy(code.textContent, label) }, label);
  const element = h("div", { class: "dl-repair" }, code, button);
  return {
    element,
    update(command) {
      say(code, command);
      set(code, "aria-label", `command: ${command}`);
      set(button, "aria-label", `Copy ${command}`);
    },
  };
}

async function copy(text, label) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "dl-away" });
    area.value = text;
    label.parentElement.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    label.parentElement.focus();
  }
  say(label, "Copied");
  setTimeout(() => say(label, "Copy"), 1600);
}

const SVG = "http://www.w3.org/2000/svg";

/** An SVG drawing of the given size from `[tag, attributes]` pairs, invisible to a screen reader. */
export function draw(width, height, shapes, className) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: `0 0 ${width} ${height}`, class: className, "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const [tag, own] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(own)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}
