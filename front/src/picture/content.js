/* What the two sides of the picture show: images with their layers, labels and facts. */
import { gettext } from "../language.js";
import { besides, containerState, visibilityWord } from "./words.js";

/**
 * @import { HostImage, Repository, Scene, Tag } from "../documents.js"
 * @import { Looks } from "./looks.js"
 * @import { Writers } from "./words.js"
 */

/**
 * @typedef {object} Block A layer as it is drawn.
 * @property {string} digest
 * @property {string} name
 * @property {number} look
 * @property {boolean} differs
 */

/**
 * @typedef {object} Row An image. Whatever `differs` is not in the other scene.
 * @property {string} key unique in its group
 * @property {string[]} ids the IDs under which a host may know the image
 * @property {Block[] | null} layers from the first to the last; null where nobody knows them
 * @property {{ name: string, differs: boolean }[]} labels
 * @property {[word: string, value: string][]} facts
 * @property {string[]} notes
 * @property {boolean} differs
 */

/**
 * @typedef {object} Group A repository, or all images of this computer.
 * @property {string} key unique on its side
 * @property {string} title
 * @property {{ name: string, isPrivate: boolean, differs: boolean } | null} mark
 * @property {Row[]} rows
 * @property {string} empty the text where there are no rows
 * @property {boolean} differs
 */

/**
 * @typedef {object} View How a scene is shown.
 * @property {Scene | null} other the scene that it is compared with
 * @property {Looks} looks
 * @property {Writers} written
 */

/**
 * Returns the content of the side "This computer".
 *
 * @param {Scene | null} scene null before the first look at the world
 * @param {View} view
 * @returns {Group[]}
 */
export function hostSide(scene, view) {
  const there = view.other?.host;
  const isNew = newIn(there?.flatMap(({ layers }) => layers ?? []));
  const rows = (scene?.host ?? []).map((image) => hostRow(image, there, isNew, view));
  return [{ key: "host", title: "", mark: null, rows, empty: hostIsEmpty(scene), differs: false }];
}

/**
 * @param {HostImage} image
 * @param {HostImage[] | null | undefined} there the images of the other scene
 * @param {(layer: string) => boolean} isNew
 * @param {View} view
 * @returns {Row}
 */
function hostRow({ id, names, layers, containers = [] }, there, isNew, view) {
  const known = there?.find((image) => image.id === id);
  return {
    key: id,
    ids: [id],
    layers: blocks(layers, isNew, view),
    labels: names.map((name) => ({
      name,
      differs: Boolean(there) && !known?.names.includes(name),
    })),
    facts: [[gettext("image"), view.written.id(id)]],
    notes: containers.map(({ name, state }) =>
      gettext("container {name} ({state})", { name, state: containerState(state) }),
    ),
    differs: Boolean(there) && !known,
  };
}

/** @param {Scene | null} scene */
function hostIsEmpty(scene) {
  if (!scene) return "…";
  if (scene.host === null) return gettext("the engine isn’t answering");
  return besides(scene) ? gettext("no course images") : gettext("no images");
}

/**
 * Returns the content of the side "Practice Hub": each repository by its name.
 *
 * @param {Scene | null} scene
 * @param {View} view
 * @returns {Group[]}
 */
export function hubSide(scene, view) {
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
        differs: known !== undefined && known.visibility !== repository.visibility,
      },
      rows: tagRows(repository, there ? (known?.tags ?? []) : null, isNew, view),
      empty: gettext("no tags yet"),
      differs: Boolean(there) && !known,
    };
  });
}

/** @param {Scene | null} scene */
function hubIsEmpty(scene) {
  if (!scene) return "…";
  if (scene.hub_hidden) return gettext("shown only after a login");
  if (scene.hub === null) return gettext("can’t be seen right now");
  return scene.hub_public_only ? gettext("no public repositories") : gettext("no repositories yet");
}

/**
 * Returns a row for each image of a repository, its tags as labels.
 *
 * @param {Repository} repository
 * @param {Tag[] | null} there its tags in the other scene
 * @param {(layer: string) => boolean} isNew
 * @param {View} view
 * @returns {Row[]}
 */
function tagRows({ tags }, there, isNew, view) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const { name, digest, image, layers } of tags) {
    const same = there?.filter((tag) => tag.digest === digest);
    const row = rows.get(digest) ?? {
      key: digest,
      ids: [image, digest].filter(Boolean),
      layers: blocks(layers, isNew, view),
      /** @type {Row["labels"]} */
      labels: [],
      facts: [
        [gettext("digest"), view.written.digest(digest)],
        [gettext("image"), image ? view.written.id(image) : gettext("not known")],
      ],
      notes: [],
      differs: same?.length === 0,
    };
    row.labels.push({ name, differs: Boolean(same) && !same?.some((tag) => tag.name === name) });
    rows.set(digest, row);
  }
  return [...rows.values()];
}

/**
 * @param {string[] | null} layers
 * @param {(layer: string) => boolean} isNew
 * @param {View} view
 * @returns {Block[] | null}
 */
function blocks(layers, isNew, { looks }) {
  if (!layers) return null;
  return layers.map((digest) => ({
    digest,
    name: looks.nameOf(digest),
    look: looks.lookOf(digest),
    differs: isNew(digest),
  }));
}

/**
 * Returns a function that tells whether a layer is not among these; without any it never is new.
 *
 * @param {string[] | undefined} layers
 */
function newIn(layers) {
  const known = layers && new Set(layers);
  return (/** @type {string} */ layer) => Boolean(known) && !known?.has(layer);
}

/**
 * Tells whether every repository is private.
 *
 * @param {Scene | null} scene
 */
export function isAllPrivate(scene) {
  const repositories = scene?.hub ?? [];
  return (
    repositories.length > 0 && repositories.every(({ visibility }) => visibility === "private")
  );
}
