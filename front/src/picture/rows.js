/* The rows of the two sides of the picture: images with their labels and facts. */
import { besides, count } from "./words.js";

/**
 * @import { Picture, Repository } from "../documents.js"
 * @import { Writers } from "./words.js"
 */

/**
 * @typedef {object} Row
 * @property {string} key unique on its side
 * @property {string} image the image's ID
 * @property {number} layers
 * @property {{ name: string, isNew: boolean }[]} labels
 * @property {[word: string, value: string][]} facts
 */

/**
 * @typedef {object} SideContent
 * @property {Row[]} rows
 * @property {string} detail the text beside the side's title
 * @property {string} empty the text where there are no rows
 */

/** Layers that are drawn of an image which was never on this computer: their number is unknown. */
const UNKNOWN_LAYERS = 2;

/**
 * Returns the content of the side "This computer".
 *
 * @param {Picture | null} picture null before the first look at the world
 * @param {Writers} written
 * @returns {SideContent}
 */
export function hostSide(picture, written) {
  const rows = (picture?.host ?? []).map((image) => ({
    key: image.id,
    image: image.id,
    layers: image.layers,
    labels: image.names.map((name) => ({ name, isNew: (image.new ?? []).includes(name) })),
    facts: [/** @type {[string, string]} */ (["image", written.id(image.id)])],
  }));
  return { rows, detail: "", empty: hostIsEmpty(picture) };
}

/** @param {Picture | null} picture */
function hostIsEmpty(picture) {
  if (!picture) return "…";
  if (picture.host === null) return "the engine does not answer";
  return besides(picture) ? "no images of the course" : "no images";
}

/**
 * Returns the content of the side "Practice Hub": a row for each image of each repository. If there
 * are several repositories, the labels begin with the repository's name.
 *
 * @param {Picture | null} picture
 * @param {Map<string, number>} layers the number of layers by image ID, as far as known
 * @param {Writers} written
 * @returns {SideContent}
 */
export function hubSide(picture, layers, written) {
  const repositories = picture?.hub ?? [];
  const [first, ...others] = repositories;
  const isOne = first !== undefined && others.length === 0;
  const rows = repositories.flatMap((repository) => {
    const prefix = isOne ? "" : `${repository.repository.split("/").at(-1)}:`;
    return repositoryRows(repository, prefix, layers, written);
  });
  const detail = isOne ? `${first.repository} · ${first.visibility}` : countAll(repositories);
  return { rows, detail, empty: hubIsEmpty(picture) };
}

/** @param {Repository[]} repositories */
const countAll = ({ length }) => (length ? count(length, "repository", "repositories") : "");

/** @param {Picture | null} picture */
function hubIsEmpty(picture) {
  if (!picture) return "…";
  if (picture.hub === null) return "the Hub does not answer";
  return picture.hub.length ? "no tags yet" : "no repository yet";
}

/**
 * Returns a row for each image of a repository, its tags as labels.
 *
 * @param {Repository} repository
 * @param {string} prefix is put before each tag
 * @param {Map<string, number>} layers
 * @param {Writers} written
 * @returns {Row[]}
 */
function repositoryRows({ repository, tags }, prefix, layers, written) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const { name, digest, image } of tags) {
    const key = `${repository}@${digest}`;
    const row = rows.get(key) ?? {
      key,
      image,
      layers: layers.get(image) ?? UNKNOWN_LAYERS,
      labels: [],
      facts: [
        ["digest", written.digest(digest)],
        ["image", written.id(image)],
      ],
    };
    row.labels.push({ name: `${prefix}${name}`, isNew: false });
    rows.set(key, row);
  }
  return [...rows.values()];
}

/**
 * Tells whether every repository is private.
 *
 * @param {Picture | null} picture
 */
export function isAllPrivate(picture) {
  const repositories = picture?.hub ?? [];
  return (
    repositories.length > 0 && repositories.every(({ visibility }) => visibility === "private")
  );
}
