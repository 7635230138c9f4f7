/* Sentences in which names, commands and digests are set in code type. */
import { h } from "./dom.js";

/** @typedef {string | { code: string } | { link: string }} Piece */

/** A registry's address in what Docker says is no page: it has a port or the path /v2, or is this computer. */
const LINK =
  /(?<link>https?:\/\/(?!localhost\b|127\.|[\w.-]+:\d|[\w.-]+\/v[12]\b)[\w.-]+(?:\/[\w./?=&-]*[\w/])?)/;
const ADDRESS = /\bhttps?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./?=&:%-]*[\w/])?/;
const QUOTED = /`(?<quoted>[^`]+)`/;
const DIGEST = /sha256:[0-9a-f]{6,64}/;
const ARGUMENT =
  /-u \w+|--engine \w+|-{1,2}[a-z-]+|[\w.-]*[/:][\w./:-]*\w|[a-z]+_[a-z]+\d?\b|[0-9a-f]{12}\b|___/;
const COMMAND = new RegExp(`\\b(?:docker|docker-lessons) [a-z-]+(?: (?:${ARGUMENT.source}))*`);
const NAME_WITH_SLASH = /\b[A-Za-z0-9][\w.-]*(?::\d+)?\/[\w./-]*[\w](?::[\w.-]*\w)?/;
const NAME_WITH_TAG = /\b[a-z][\w.-]*:(?:latest\b|\d(?:[\w.-]*\w)?)/;
const SHORT_ID = /\b[0-9a-f]{12}\b/;
const BARE = [ADDRESS, DIGEST, COMMAND, NAME_WITH_SLASH, NAME_WITH_TAG, SHORT_ID];
const CODE = new RegExp(
  `${LINK.source}|${QUOTED.source}|(?<bare>${BARE.map((each) => each.source).join("|")})`,
  "g",
);

/**
 * Splits a sentence into text, `{ code }`, which is words in back quotes and what looks like a digest,
 * a command or an image's name, and `{ link }`, the address of a page.
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
    const { link, quoted, bare } = match.groups ?? {};
    found.push(link ? { link } : { code: quoted ?? bare ?? "" });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(text.slice(end));
  return found;
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
 * Returns a sentence as nodes. The name or command `code` is written in `runs`, of which those that
 * differ are marked.
 *
 * @param {string | null | undefined} sentence
 * @param {string | null} [code]
 * @param {{ text: string, differs: boolean }[]} [runs]
 * @returns {Node[]}
 */
export function prose(sentence, code = null, runs = []) {
  return pieces(sentence).map((piece) => {
    if (typeof piece === "string") return document.createTextNode(piece);
    if ("link" in piece) return linkTo(piece.link);
    const written = piece.code === code ? runs : [{ text: piece.code, differs: false }];
    const parts = written.flatMap(({ text, differs }) =>
      differs ? [h("mark", {}, ...breakable(text))] : breakable(text),
    );
    return h("code", { translate: "no" }, ...parts);
  });
}

/**
 * Returns a link to a page, which opens in a browser tab of its own.
 *
 * @param {string} address
 */
function linkTo(address) {
  const shown = address.replace(/^https?:\/\//, "");
  const props = { href: address, target: "_blank", rel: "noopener", translate: "no" };
  return h("a", props, ...breakable(shown));
}
