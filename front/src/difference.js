/* What differs between the name that is seen and the one that is wanted, part by part. */
import { gettext, N_ } from "./language.js";
import { pieces } from "./sentence.js";

/**
 * @typedef {"registry" | "account" | "repository" | "tag"} Part
 * @typedef {Record<Part, string>} Name an image's name, '' for a part that it lacks
 * @typedef {{ text: string, differs: boolean }} Run a part of a name or command, or a separator
 * @typedef {object} Difference
 * @property {string} code what is seen, as it is written in its sentence
 * @property {{ part: Part, seen: string, wanted: string }[]} parts those that differ
 * @property {Run[]} seen
 * @property {string} goal what is wanted, as it is written in its sentence
 * @property {Run[]} wanted
 */

/** Source: distribution/reference: a registry has a dot or a port, or is called localhost. */
const NAME =
  /^(?:(?<registry>localhost(?::\d+)?|[\w-]+(?:\.[\w-]+)+(?::\d+)?|[\w-]+:\d+)\/)?(?:(?<account>[^/:@\s]+)\/)?(?<repository>[^/:@\s]+)(?::(?<tag>[^/:@\s]+))?$/;
/** So many letters at the beginning make two repositories alike. */
const ALIKE = 3;

/** @type {Part[]} */
const PARTS = ["registry", "account", "repository", "tag"];
const OTHER = {
  registry: N_("The registry is `{seen}`, not `{wanted}`."),
  account: N_("The account is `{seen}`, not `{wanted}`."),
  repository: N_("The repository is `{seen}`, not `{wanted}`."),
  tag: N_("The tag is `{seen}`, not `{wanted}`."),
};
const MISSING = {
  registry: N_("The registry `{wanted}` is missing."),
  account: N_("The account `{wanted}` is missing."),
  repository: N_("The repository `{wanted}` is missing."),
  tag: N_("The tag `{wanted}` is missing."),
};

/**
 * Compares the only name in what is seen with the first one in what is wanted. Returns null where
 * there is no such pair, where neither was meant for the other, and where they are the same.
 *
 * @param {string | null | undefined} seen
 * @param {string | null | undefined} wanted
 * @returns {Difference | null}
 */
export function differenceOf(seen, wanted) {
  const [found, ...others] = namesIn(seen);
  const [goal] = namesIn(wanted);
  if (!found || !goal || others.length || !areAlike(found.name, goal.name)) return null;
  const [is, shall] = [found.name, goal.name];
  const parts = PARTS.filter((part) => shall[part] && is[part] !== shall[part]).map((part) => ({
    part,
    seen: is[part],
    wanted: shall[part],
  }));
  // A repository that is spoken of has no tag; in a command one was left out.
  const said = found.isCommand ? parts : parts.filter(({ part, seen }) => seen || part !== "tag");
  if (!said.length) return null;
  return {
    code: found.code,
    parts: said,
    seen: runs(
      found,
      parts.filter((one) => one.seen).map(({ part }) => part),
    ),
    goal: goal.code,
    wanted: runs(
      goal,
      parts.map(({ part }) => part),
    ),
  };
}

/**
 * Says what differs, so that nobody has to see the marks.
 *
 * @param {Difference} difference
 */
export function differenceInWords({ parts }) {
  const said = parts.map(({ part, seen, wanted }) =>
    gettext(seen ? OTHER[part] : MISSING[part], { seen, wanted }),
  );
  return said.join(" ");
}

/**
 * Tells whether one name may have been meant for the other.
 *
 * @param {Name} one
 * @param {Name} other
 */
function areAlike(one, other) {
  if (one.repository === other.repository) return true;
  if (one.account || other.account) return one.account === other.account;
  return one.repository.slice(0, ALIKE) === other.repository.slice(0, ALIKE);
}

/**
 * Returns the names of images in a sentence; of a command it is the last word, and none is sought
 * beside it. What is cut out of a longer word is no name.
 *
 * @param {string | null | undefined} sentence
 */
function namesIn(sentence) {
  const all = pieces(sentence);
  const found = all.flatMap((piece, index) => {
    if (typeof piece === "string" || !("code" in piece)) return [];
    const [before, after] = [all[index - 1], all[index + 1]];
    const isWhole =
      (typeof before !== "string" || /[\s(]$/.test(before)) &&
      (typeof after !== "string" || /^(?:[,.:;)!?]?\s|[,.:;)!?]*$)/.test(after));
    return [nameIn(piece.code, isWhole)];
  });
  const commands = found.filter(({ isCommand }) => isCommand);
  return (commands.length ? commands : found).flatMap((one) =>
    one.name ? [{ ...one, name: one.name }] : [],
  );
}

/**
 * Reads a name, or the one that ends a command.
 *
 * @param {string} code
 * @param {boolean} isWhole
 */
function nameIn(code, isWhole) {
  const last = code.split(" ").at(-1) ?? "";
  const isName = isWhole && /[/:]/.test(last) && !last.startsWith("sha256:");
  const groups = isName ? NAME.exec(last)?.groups : null;
  const name = groups && Object.fromEntries(PARTS.map((part) => [part, groups[part] ?? ""]));
  return { code, last, isCommand: code.startsWith("docker "), name: /** @type {?Name} */ (name) };
}

/**
 * Cuts a name into its parts and what stands between them.
 *
 * @param {{ code: string, last: string, name: Name }} found
 * @param {Part[]} differing
 * @returns {Run[]}
 */
function runs({ code, last, name }, differing) {
  const before = code.slice(0, code.length - last.length);
  const cut = PARTS.flatMap((part) => {
    const run = { text: name[part], differs: differing.includes(part) };
    if (!run.text) return [];
    const plain = (/** @type {string} */ text) => ({ text, differs: false });
    if (part === "tag") return [plain(":"), run];
    return part === "repository" ? [run] : [run, plain("/")];
  });
  return before ? [{ text: before, differs: false }, ...cut] : cut;
}
