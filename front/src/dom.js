/* Makes elements, and changes them only where they differ: selected text stays selected. */

/**
 * @typedef {string | number | boolean | null | undefined} Value
 * @typedef {Node | string | null | undefined} Child
 * @typedef {[tag: string, attributes: Record<string, string | number>]} Shape
 */

/**
 * Makes an element: `h("p", { class: "x", onclick: act }, "text", child)`. No text is parsed
 * as HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Value | ((event: any) => unknown)>} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(key.slice("on".length), value);
    else set(element, key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * Sets an attribute, or takes it away when `value` is false, null or undefined.
 *
 * @param {Element} element
 * @param {string} name
 * @param {Value} value
 */
export function set(element, name, value) {
  if (value === false || value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else {
    const wanted = value === true ? "" : String(value);
    if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}

/**
 * Sets the text of an element.
 *
 * @param {Element} element
 * @param {string | null | undefined} text
 */
export function say(element, text) {
  const wanted = text ?? "";
  if (element.textContent !== wanted) element.textContent = wanted;
}

/**
 * Shows or hides an element.
 *
 * @param {HTMLElement} element
 * @param {boolean} visible
 */
export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

/**
 * Fills an element with what `make` returns, but only when `key` differs from last time.
 *
 * @param {HTMLElement} element
 * @param {string} key
 * @param {() => (Node | string)[]} make
 */
export function fill(element, key, make) {
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.replaceChildren(...make());
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Draws shapes on `width` by `height` units as SVG, invisible to a screen reader.
 *
 * @param {number} width
 * @param {number} height
 * @param {Shape[]} shapes
 * @param {string} className
 */
export function draw(width, height, shapes, className) {
  const svg = document.createElementNS(SVG, "svg");
  set(svg, "viewBox", `0 0 ${width} ${height}`);
  set(svg, "class", className);
  set(svg, "aria-hidden", "true");
  set(svg, "focusable", "false");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) set(shape, key, value);
    svg.append(shape);
  }
  return svg;
}
