/* Sentences in which names, commands and digests are set in code type. */
import { h } from "./dom.js";

/** @typedef {string | { code: string }} Piece */

const QUOTED = /`(?<quoted>[^`]+)`/;
const DIGEST = /sha256:[0-9a-f]{6,64}/;
const ARGUMENT = /-u \w+|-{1,2}[a-z-]+|[\w.-]*[/:][\w./:-]*\w|___/;
const COMMAND = new RegExp(`\\b(?:docker|docker-lessons) [a-z-]+(?: (?:${ARGUMENT.source}))*`);
const NAME_WITH_SLASH = /\b[a-z0-9][\w.-]*(?::\d+)?\/[\w./-]*[\w](?::[\w.-]*\w)?/;
const NAME_WITH_TAG = /\b[a-z][\w.-]*:\d(?:[\w.-]*\w)?/;
const SHORT_ID = /\b[0-9a-f]{12}\b/;
const BARE = [DIGEST, COMMAND, NAME_WITH_SLASH, NAME_WITH_TAG, SHORT_ID];
const CODE = new RegExp(
  `${QUOTED.source}|(?<bare>${BARE.map((each) => each.source).join("|")})`,
  "g",
);

/**
 * Splits a sentence into text and `{ code }`: words in back quotes, and what looks like a digest, a
 * command or an image's name.
 *
 * @param {string | null | undefined} sentence
 * @returns {Piece[]}
 */
export function pieces(sentence) {
  const text = sentence ?? "";
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    if (match.index > end) found.push(text.slice(end, match.index));
    found.push({ code: match.groups?.quoted ?? match.groups?.bare ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(text.slice(end));
  return found;
}

/**
 * Returns the first name or command of a sentence, or null.
 *
 * @param {string | null | undefined} sentence
 */
export function firstCode(sentence) {
  for (const piece of pieces(sentence)) if (typeof piece !== "string") return piece.code;
  return null;
}

/**
 * Cuts a name after the last separator before it differs from the wanted one: `a/b:latest`, where
 * `a/b:1.0` is wanted, gives `a/b:` and `latest`. A name that differs from the start stays whole.
 *
 * @param {string} seen
 * @param {string} wanted
 * @returns {[same: string, other: string]}
 */
export function cutAtDifference(seen, wanted) {
  let same = 0;
  let cut = 0;
  while (same < seen.length && seen[same] === wanted[same]) {
    same += 1;
    if ("/:".includes(seen.charAt(same - 1))) cut = same;
  }
  return wanted.startsWith(seen) || cut === 0 ? [seen, ""] : [seen.slice(0, cut), seen.slice(cut)];
}

/**
 * Returns a name as nodes with a place for a line break after each slash.
 *
 * @param {string} name
 * @returns {(Node | string)[]}
 */
export function breakable(name) {
  const parts = name.split(/(?<=\/)/);
  return parts.flatMap((part, index) => (index ? [h("wbr"), part] : [part]));
}

/**
 * Returns a sentence as nodes; the part of a name that differs from `wanted` is marked.
 *
 * @param {string | null | undefined} sentence
 * @param {string | null} [wanted]
 * @returns {Node[]}
 */
export function prose(sentence, wanted = null) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    const [same, other] = wanted === null ? [piece.code, ""] : cutAtDifference(piece.code, wanted);
    const mark = other ? h("mark", {}, ...breakable(other)) : null;
    return h("code", { translate: "no" }, ...breakable(same), mark);
  });
}
