/* The picture in words, for screen readers. */

/**
 * @import { HostImage, Picture, Repository } from "../documents.js"
 */

/**
 * @typedef {object} Writers How IDs and digests are written.
 * @property {(digest: string) => string} id
 * @property {(digest: string) => string} digest
 */

/**
 * Returns "1 layer", "2 layers".
 *
 * @param {number} number
 * @param {string} noun
 * @param {string} [plural]
 */
export const count = (number, noun, plural = `${noun}s`) =>
  `${number} ${number === 1 ? noun : plural}`;

/** @param {string[]} words */
const list = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** @param {string | null | undefined} digest */
const shortened = (digest) => (digest ?? "").replace(/^sha256:/, "").slice(0, 12);

/**
 * Returns functions that write IDs and digests: the first twelve characters, or `hidden` for what
 * the learner is asked to find.
 *
 * @param {(string | undefined)[]} asked "image ID", "digest" or both
 * @param {string} hidden
 * @returns {Writers}
 */
export function writers(asked, hidden) {
  const writer = (/** @type {string} */ what) => (asked.includes(what) ? () => hidden : shortened);
  return { id: writer("image ID"), digest: writer("digest") };
}

/**
 * Counts what is not drawn: "80 other images and 3 containers", or an empty text.
 *
 * @param {Picture | null} picture
 */
export function besides(picture) {
  const { images = 0, containers = 0 } = picture?.others ?? {};
  const counts = [
    images ? count(images, "other image") : "",
    containers ? count(containers, "container") : "",
  ];
  return list(counts.filter(Boolean));
}

/**
 * Describes the picture in sentences, without what the learner is asked to find.
 *
 * @param {Picture | null} picture
 * @param {(string | undefined)[]} [asked]
 */
export function describe(picture, asked = []) {
  if (!picture) return "The picture waits for the first look at the world.";
  const written = writers(asked, "that you are asked for");
  const others = besides(picture);
  const sentences = [
    `This computer: ${hostInWords(picture, written)}.`,
    others ? `Besides the course's it holds ${others}.` : "",
    ...hubInWords(picture, written).map((words) => `Practice Hub: ${words}.`),
    picture.log_in ? `Docker is logged in as ${picture.log_in}.` : "Docker is not logged in.",
  ];
  return sentences.filter(Boolean).join(" ");
}

/**
 * @param {Picture} picture
 * @param {Writers} written
 */
function hostInWords(picture, written) {
  if (picture.host === null) return "the engine does not answer";
  if (!picture.host.length) return `no images${besides(picture) ? " of the course" : ""}`;
  return picture.host.map((image) => imageInWords(image, written)).join("; ");
}

/**
 * @param {HostImage} image
 * @param {Writers} written
 */
function imageInWords({ id, layers, names }, written) {
  const named = names.length ? `named ${list(names)}` : "without a name";
  return `image ${written.id(id)}, ${count(layers, "layer")}, ${named}`;
}

/**
 * @param {Picture} picture
 * @param {Writers} written
 */
function hubInWords(picture, written) {
  if (picture.hub === null) return ["does not answer"];
  if (!picture.hub.length) return ["no repositories"];
  return picture.hub.map((repository) => repositoryInWords(repository, written));
}

/**
 * @param {Repository} repository
 * @param {Writers} written
 */
function repositoryInWords({ repository, visibility, tags }, written) {
  const words = tags.map(
    ({ name, image, digest }) =>
      `tag ${name} is image ${written.id(image)}, digest ${written.digest(digest)}`,
  );
  return `${visibility} repository ${repository}, ${words.length ? words.join("; ") : "no tags"}`;
}
