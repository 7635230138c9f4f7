/* What the last change was, in sentences. */
import { gettext, ngettext } from "../language.js";
import { containerState } from "./words.js";

/**
 * @import { HostImage, Picture, Repository, Scene } from "../documents.js"
 */

/** What is said of an image, and of a container, that is here only before or only now. */
const NEW = {
  names: (/** @type {string[]} */ names) =>
    ngettext("{names} is new on this computer", "{names} are new on this computer", names.length, {
      names,
    }),
  nameless: () => gettext("an image without a name is new on this computer"),
  container: (/** @type {string} */ name) =>
    gettext("the container {name} is new on this computer", { name }),
};
const GONE = {
  names: (/** @type {string[]} */ names) =>
    ngettext(
      "{names} is gone from this computer",
      "{names} are gone from this computer",
      names.length,
      { names },
    ),
  nameless: () => gettext("an image without a name is gone from this computer"),
  container: (/** @type {string} */ name) =>
    gettext("the container {name} is gone from this computer", { name }),
};

/**
 * Returns a clause for each difference; none about a side that does not answer.
 *
 * @param {Scene} before
 * @param {Scene & Pick<Picture, "tagged">} now
 * @returns {string[]}
 */
export function changes(before, now) {
  return [
    ...(before.host && now.host ? hostChanges(before.host, now.host, now.tagged ?? {}) : []),
    ...(before.hub && now.hub ? hubChanges(before.hub, now.hub, now.hub_public_only ?? false) : []),
    ...logInChange(before.log_in, now.log_in),
  ];
}

/**
 * @param {HostImage[]} before
 * @param {HostImage[]} now
 * @param {Record<string, string>} tagged
 */
function hostChanges(before, now, tagged) {
  const earlier = namesOf(before);
  const present = namesOf(now);
  const moved = [...present].flatMap(([name, id]) =>
    earlier.has(name) && earlier.get(name) !== id ? [name] : [],
  );
  const stays = (/** @type {HostImage} */ { id }) => before.find((image) => image.id === id);
  const gone = before.filter(({ id }) => !now.some((image) => image.id === id));
  return [
    ...moved.map((name) => gettext("{name} is a different image now", { name })),
    ...now.flatMap((image) => {
      const known = stays(image);
      return known ? imageChanges(known, image, moved, tagged) : oneSided(image, moved, NEW);
    }),
    ...gone.flatMap((image) => oneSided(image, moved, GONE)),
  ];
}

/**
 * Returns the image's ID by each name.
 *
 * @param {HostImage[]} images
 */
const namesOf = (images) =>
  new Map(images.flatMap(({ id, names }) => names.map((name) => [name, id])));

/**
 * Says what became of an image that was here only before, or is here only now; nothing if the names
 * that moved say it all.
 *
 * @param {HostImage} image
 * @param {string[]} moved
 * @param {typeof NEW} words
 */
function oneSided({ names, containers = [] }, moved, words) {
  const own = names.filter((name) => !moved.includes(name));
  const isToldByName = names.length > 0 && !own.length;
  const told = own.length ? words.names(own) : words.nameless();
  return [...(isToldByName ? [] : [told]), ...containers.map(({ name }) => words.container(name))];
}

/**
 * @param {HostImage} known
 * @param {HostImage} image
 * @param {string[]} moved
 * @param {Record<string, string>} tagged
 */
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

/**
 * Says which names an image got: each by the one that the act was about, or where nobody saw that, by
 * all that it had.
 *
 * @param {string[]} gained
 * @param {HostImage} known
 * @param {Record<string, string>} tagged
 */
function gainedInWords(gained, { id, names }, tagged) {
  const isOfImage = (/** @type {string | undefined} */ source) =>
    source !== undefined && (names.includes(source) || isIdOf(source, id));
  const sources = gained.map((name) => tagged[name]).filter(isOfImage);
  const [only] = names.length === 1 ? names : sources;
  if (only && gained.every((name) => names.length === 1 || tagged[name] === only)) {
    return [gettext("{name} is now also called {names}", { name: only, names: gained })];
  }
  return [
    ngettext(
      "{names} is a new name of the image {known}",
      "{names} are new names of the image {known}",
      gained.length,
      { names: gained, known: names },
    ),
  ];
}

/**
 * Tells whether what was typed is an image's ID, whole or the beginning of it.
 *
 * @param {string} typed
 * @param {string} id
 */
function isIdOf(typed, id) {
  const digits = (/** @type {string} */ text) => text.replace(/^sha256:/, "");
  return digits(id).startsWith(digits(typed));
}

/**
 * @param {string[]} names those that an image lost
 * @param {string[]} left those that it still has
 */
function lostInWords(names, left) {
  const facts = { names, left };
  if (!left.length) {
    return ngettext(
      "{names} is gone; the image is still here without a name",
      "{names} are gone; the image is still here without a name",
      names.length,
      facts,
    );
  }
  return ngettext(
    "{names} is gone; the image is here as {left}",
    "{names} are gone; the image is here as {left}",
    names.length,
    facts,
  );
}

/**
 * @param {{ name: string, state: string }[]} before
 * @param {{ name: string, state: string }[]} now
 */
function containerChanges(before, now) {
  const stateOf = new Map(before.map(({ name, state }) => [name, state]));
  const names = new Set(now.map(({ name }) => name));
  return [
    ...now.flatMap(({ name, state }) => {
      const facts = { name, state: containerState(state) };
      if (!stateOf.has(name)) return [gettext("the container {name} is new ({state})", facts)];
      if (stateOf.get(name) === state) return [];
      if (state === "exited") return [gettext("the container {name} has exited", facts)];
      return [gettext("the container {name} is {state} now", facts)];
    }),
    ...before
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => gettext("the container {name} is gone", { name })),
  ];
}

/**
 * @param {Repository[]} before
 * @param {Repository[]} now
 * @param {boolean} isPublicOnly whether a private one could not be seen
 */
function hubChanges(before, now, isPublicOnly) {
  const was = new Map(before.map((each) => [each.repository, each]));
  const names = new Set(now.map(({ repository }) => repository));
  return [
    ...now.flatMap((repository) => {
      const known = was.get(repository.repository);
      const { repository: name, visibility } = repository;
      const [isPrivate, facts] = [visibility === "private", { name }];
      // Where nothing private is seen, what comes to sight may have been there, with its tags.
      if (!known && isPublicOnly) return [gettext("{name} is public now", facts)];
      const said = [];
      if (!known) said.push(newRepository(visibility, facts));
      else if (known.visibility !== visibility)
        said.push(
          isPrivate
            ? gettext("{name} is private now", facts)
            : gettext("{name} is public now", facts),
        );
      return [...said, ...tagChanges(known?.tags ?? [], repository)];
    }),
    ...before
      .filter(({ repository }) => !names.has(repository))
      .map(({ repository: name }) =>
        isPublicOnly
          ? gettext("the repository {name} is private now, or gone from the Hub", { name })
          : gettext("the repository {name} is gone from the Hub", { name }),
      ),
  ];
}

/**
 * @param {Repository["visibility"]} visibility
 * @param {{ name: string }} facts
 */
function newRepository(visibility, facts) {
  if (!visibility) return gettext("the repository {name} is new on the Hub", facts);
  return visibility === "private"
    ? gettext("the private repository {name} is new on the Hub", facts)
    : gettext("the public repository {name} is new on the Hub", facts);
}

/**
 * @param {Repository["tags"]} before
 * @param {Repository} repository
 */
function tagChanges(before, { repository, tags }) {
  const was = new Map(before.map(({ name, digest }) => [name, digest]));
  const names = new Set(tags.map(({ name }) => name));
  return [
    ...tags.flatMap(({ name, digest }) => {
      const facts = { name: `${repository}:${name}` };
      if (!was.has(name)) return [gettext("{name} is new on the Hub", facts)];
      if (was.get(name) === digest) return [];
      return [gettext("{name} is a different image on the Hub", facts)];
    }),
    ...before
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => gettext("{name} is gone from the Hub", { name: `${repository}:${name}` })),
  ];
}

/**
 * @param {string | null} before
 * @param {string | null} now
 */
function logInChange(before, now) {
  if (before === now) return [];
  if (now === null) return [gettext("you are logged out")];
  return [
    now
      ? gettext("you are logged in as {account}", { account: now })
      : gettext("you are logged in"),
  ];
}
