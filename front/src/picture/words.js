/* The picture in words, for screen readers. */
import { clauses, gettext, listed, N_, ngettext } from "../language.js";
import { layersOf } from "./looks.js";

/**
 * @import { HostImage, Repository, Scene } from "../documents.js"
 * @import { Looks } from "./looks.js"
 */

/**
 * @typedef {object} Writers How IDs and digests are written.
 * @property {(digest: string) => string} id
 * @property {(digest: string) => string} digest
 */

/**
 * Returns the name of the Hub that a scene shows.
 *
 * @param {Scene | null} scene
 */
export const hubName = (scene) => scene?.hub_name ?? gettext("Practice Hub");

/** Docker's words for what a container does. */
const STATES = {
  created: N_("created"),
  running: N_("running"),
  paused: N_("paused"),
  restarting: N_("restarting"),
  exited: N_("exited"),
  dead: N_("dead"),
};

/**
 * Returns a word for the state of a container.
 *
 * @param {string} state Docker's word
 */
export function containerState(state) {
  return gettext(STATES[/** @type {keyof typeof STATES} */ (state)] ?? state);
}

/**
 * Returns a word for the visibility of a repository.
 *
 * @param {Repository["visibility"]} visibility
 */
export const visibilityWord = (visibility) =>
  visibility === "private" ? gettext("private") : gettext("public");

/** @param {string | null} account */
function logInInWords(account) {
  if (account === null) return gettext("Docker is not logged in.");
  if (!account) return gettext("Docker is logged in.");
  return gettext("Docker is logged in as {account}.", { account });
}

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
 * @param {Scene | null} scene
 */
export function besides(scene) {
  const { images = 0, containers = 0 } = scene?.others ?? {};
  const counts = [
    images ? ngettext("{number} other image", "{number} other images", images) : "",
    containers ? ngettext("{number} container", "{number} containers", containers) : "",
  ];
  return listed(counts.filter(Boolean));
}

/**
 * Describes a scene in sentences, without what the learner is asked to find.
 *
 * @param {Scene | null} scene
 * @param {Looks} looks
 * @param {(string | undefined)[]} [asked]
 */
export function describe(scene, looks, asked = []) {
  if (!scene) return gettext("The picture isn’t ready yet.");
  const written = writers(asked, gettext("that you are asked for"));
  const others = besides(scene);
  const sentences = [
    hostInWords(scene, looks, written),
    others ? gettext("It also has {images}.", { images: others }) : "",
    ...hubInWords(scene, looks, written),
    ...layersOf(scene).map((layer) => sharing(scene, layer, looks, written)),
    logInInWords(scene.log_in),
  ];
  return sentences.filter(Boolean).join(" ");
}

/**
 * Says where a layer is, if it is in several places; otherwise returns an empty text.
 *
 * @param {Scene} scene
 * @param {string} layer
 * @param {Looks} looks
 * @param {Writers} written
 */
function sharing({ host, hub }, layer, looks, written) {
  const holds = (/** @type {{ layers: string[] | null }} */ { layers }) => layers?.includes(layer);
  const here = (host ?? []).filter(holds).map(({ names: [name], id }) => {
    return name ?? gettext("image {id}", { id: written.id(id) });
  });
  const there = (hub ?? []).flatMap(({ repository, tags }) =>
    tags.filter(holds).map(({ name }) => `${repository}:${name}`),
  );
  if (here.length + there.length < 2) return "";
  const facts = { layer: looks.nameOf(layer), here, there };
  if (!there.length) return gettext("Layer {layer} is on this computer in {here}.", facts);
  if (!here.length) return gettext("Layer {layer} is on the Hub in {there}.", facts);
  return gettext("Layer {layer} is on this computer in {here}, and on the Hub in {there}.", facts);
}

/**
 * @param {string[] | null} layers
 * @param {Looks} looks
 */
function layersInWords(layers, looks) {
  if (!layers) return gettext("layers unknown");
  if (!layers.length) return gettext("no layers");
  const names = layers.map((layer) => looks.nameOf(layer));
  return ngettext("layer {names}", "layers {names}", layers.length, { names });
}

/**
 * @param {Scene} scene
 * @param {Looks} looks
 * @param {Writers} written
 */
function hostInWords(scene, looks, written) {
  if (scene.host === null) return gettext("This computer: the engine isn’t answering.");
  if (!scene.host.length) {
    if (besides(scene)) return gettext("This computer: no course images.");
    return gettext("This computer: no images.");
  }
  const images = clauses(scene.host.map((image) => imageInWords(image, looks, written)));
  return gettext("This computer: {images}.", { images });
}

/**
 * @param {HostImage} image
 * @param {Looks} looks
 * @param {Writers} written
 */
function imageInWords({ id, layers, names, containers = [] }, looks, written) {
  const facts = { id: written.id(id), names, layers: layersInWords(layers, looks) };
  const image = names.length
    ? gettext("image {id}, named {names}, {layers}", facts)
    : gettext("image {id}, without a name, {layers}", facts);
  return containers.reduce((told, { name, state }) => {
    const container = { image: told, name, state: containerState(state) };
    return gettext("{image}, with the container {name} ({state})", container);
  }, image);
}

/**
 * @param {Scene} scene
 * @param {Looks} looks
 * @param {Writers} written
 */
function hubInWords(scene, looks, written) {
  const hub = hubName(scene);
  if (scene.hub_hidden) return [gettext("{hub}: shown only after a login.", { hub })];
  if (scene.hub === null) return [gettext("{hub}: can’t be seen right now.", { hub })];
  if (!scene.hub.length) {
    return [
      scene.hub_public_only
        ? gettext("{hub}: no public repositories.", { hub })
        : gettext("{hub}: no repositories.", { hub }),
    ];
  }
  return scene.hub.map((one) => {
    const repository = repositoryInWords(one, looks, written);
    return gettext("{hub}: {repository}.", { hub, repository });
  });
}

/**
 * @param {Repository} repository
 * @param {Looks} looks
 * @param {Writers} written
 */
function repositoryInWords({ repository, visibility, tags }, looks, written) {
  const words = tags.map(({ name, image, digest, layers }) => {
    const facts = {
      name,
      id: written.id(image),
      digest: written.digest(digest),
      layers: layersInWords(layers, looks),
    };
    if (image) return gettext("tag {name} is image {id}, digest {digest}, {layers}", facts);
    return gettext("tag {name} is an unknown image, digest {digest}, {layers}", facts);
  });
  const facts = { name: repository, tags: clauses(words) || gettext("no tags yet") };
  if (!visibility) return gettext("repository {name}, {tags}", facts);
  if (visibility === "private") return gettext("private repository {name}, {tags}", facts);
  return gettext("public repository {name}, {tags}", facts);
}
