/* How layers look: each the same wherever it is, and unlike the others. */

/**
 * @import { Scene } from "../documents.js"
 */

/** How many looks style/layers.css has. */
export const LOOKS = 8;

/** How many characters of a digest name a layer, if no other layer begins with the same. */
const SHORT = 4;

/** @param {string} digest */
const digits = (digest) => digest.replace(/^.*:/, "");

/** Gives each layer, by its digest, a look and a short name; what it gave once, it keeps. */
export class Looks {
  /** @type {Map<string, number>} */
  #known = new Map();

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
      const unused = all.filter((look) => !taken.has(look));
      const unseen = unused.filter((look) => ![...this.#known.values()].includes(look));
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
}

/**
 * Returns the layers of a scene, those of the oldest images first.
 *
 * @param {Scene | null} scene
 */
export function layersOf(scene) {
  const here = [...(scene?.host ?? [])].reverse();
  return [...new Set([...here, ...tagsOf(scene)].flatMap(({ layers }) => layers ?? []))];
}

/** @param {Scene | null} scene */
const tagsOf = (scene) => (scene?.hub ?? []).flatMap(({ tags }) => tags);

/**
 * Returns the layer of which Docker prints this: a push the beginning of its diff ID, a pull that of
 * its blob's digest; null if it is not in the scene.
 *
 * @param {string} printed
 * @param {Scene | null} scene
 */
export function layerThatIs(printed, scene) {
  const isIt = (/** @type {string} */ digest) =>
    Boolean(printed) && digits(digest).startsWith(printed);
  for (const { layers, blobs } of tagsOf(scene)) {
    const blob = blobs?.findIndex(isIt) ?? -1;
    if (blob >= 0) return layers?.[blob] ?? null;
  }
  return layersOf(scene).find(isIt) ?? null;
}

const KEY = Symbol.for("docker-lessons.looks");

/**
 * Returns the looks of this browser page. Each widget has a copy of this module, and all of them
 * draw the same layers.
 *
 * @returns {Looks}
 */
export function looksOfPage() {
  const page = /** @type {{ [KEY]?: Looks }} */ (globalThis);
  page[KEY] ??= new Looks();
  return page[KEY];
}
