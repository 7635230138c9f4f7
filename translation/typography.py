"""French typography: what is wrong with a text, and the text with what is mechanical mended.

Commands, names, placeholders, addresses and what Docker prints are left as they are. Which those are is seen by their
marks (backticks, braces, a scheme), and by the English text: what stands there word for word is quoted.

Source: Imprimerie nationale, "Lexique des règles typographiques en usage", for the signs and their spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, normalize

NARROW, WIDE = "\u202f", "\u00a0"
"""The spaces at which no line is broken: before ; ! ? and inside guillemets, and before a colon."""

_VERBATIM = re.compile(
    r"""
      ^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)[ ]*$|\Z)   # a block of code
    | (?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)             # code in a line
    | (?<=\])\([^)\s]*\)                                   # where a link leads
    | </?[a-zA-Z][^<>\n]*>|<!--.*?-->                      # HTML
    | &\#?\w+;                                             # a character's name in HTML
    | \b[a-z][a-z+.-]*://[^\s)»]*[\w/#=-]                  # an address
    | \{\w*\}|%\(\w+\)s                                    # a placeholder
    | "[^"\n]*\$[^"\n]*"|"\w+":[ ]"[^"]*"                  # what a shell and JSON put in quotes
    | \bsha256:(?:\.{3})?|<!DOCTYPE[^>)]*
    | ^[|:\s-]*-{3,}[|:\s-]*$                              # the line below a table's head
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_FIRST_MARK = 0xF0000
"""Marks from a plane of private use stand for what is left as it is, one for each."""
_MARK = r"[\U000F0000-\U000FFFFD]"


def _bare(word: str) -> str:
    return "".join(sign for sign in normalize("NFD", word) if not combining(sign))


_ACCENTED = {
    bare: accented
    for accented in [
        "Ça",
        "Échec",
        "Écran",
        "Écrire",
        "Écrit",
        "Écriture",
        "Écrivez",
        "Également",
        "Élargissez",
        "Élément",
        "Éléments",
        "Élève",
        "Élèves",
        "Équipe",
        "Étant",
        "Étape",
        "Étapes",
        "État",
        "États",
        "Éteignez",
        "Éteint",
        "Êtes",
        "Être",
        "Évidemment",
        "Évitez",
        "Événement",
    ]
    for bare in (
        _bare(accented[0]) + accented[1:],
        _bare(accented),
    )
}
_AFTER_A = (
    "la|le|les|l’|ce|cet|cette|ces|ceci|cela|chaque|côté|droite|gauche|faire|jour|lancer|moins|nouveau|partir|présent"
    "|propos|quoi|quel|quelle|qui|retenir|savoir|son|sa|tout|toute|tous|toutes|un|une|votre|vos|vous|noter|essayer"
)


@dataclass(frozen=True)
class _Rule:
    wrong: str
    pattern: re.Pattern[str]
    right: str


_ENDS = rf"(?=[*_)\]]*(?:\s|$|[|.,»]|{_MARK}))"
"""After a sign that ends a sentence or a part of one; not inside `a?b=c` or before an image's `![`."""
_A_SIGN = r"(?<!\ble )(?<!\bles )(?<!\bun )(?<!\bseul )(?<!\bet )(?<!\bou )(?<!\bdu )(?<!\bde )(?<!«\u202f)"
"""Not where the colon itself is spoken of: `/ et : sont inversés`."""

_RULES = (
    _Rule("a straight apostrophe", re.compile(rf"(?<=[^\W\d_])'(?=[\w«*{{]|{_MARK})"), "’"),
    _Rule(
        "an apostrophe of another kind", re.compile(r"(?<=[^\W\d_])[\u2018\u02bc\u00b4](?=\w)"), "’"
    ),
    _Rule("straight quotes", re.compile(r'"([^"\n]*)"'), rf"«{NARROW}\1{NARROW}»"),
    _Rule("English quotes", re.compile(r"“([^”\n]*)”"), rf"«{NARROW}\1{NARROW}»"),
    _Rule("a quote alone", re.compile(r'["“”]'), '"'),
    _Rule("no narrow space after «", re.compile(rf"«(?!{NARROW}\S)[^\S\n]*"), f"«{NARROW}"),
    _Rule("no narrow space before »", re.compile(rf"(?<=\S)(?!{NARROW}»)[^\S\n]*»"), f"{NARROW}»"),
    _Rule("three dots", re.compile(r"\.{3}"), "…"),
    _Rule(
        "no narrow space before ; ! ?",
        re.compile(rf"(?<=[^\s(\[|!?;])(?!{NARROW}[;!?])[^\S\n]*([;!?]){_ENDS}"),
        rf"{NARROW}\1",
    ),
    _Rule(
        "no no-break space before a colon",
        re.compile(rf"(?<=[^\s:])(?!{WIDE}:)[^\S\n]*{_A_SIGN}:(?=[*_)]*(?:\s|$|[|]))(?!{NARROW}»)"),
        f"{WIDE}:",
    ),
    _Rule(
        "a number parted from its unit",
        re.compile(r"(?<=\d) (?=(?:[kKMGT]?o|%|€)(?![\w]))"),
        WIDE,
    ),
    _Rule("a number with a wide space", re.compile(r"(?<=\d) (?=\d{3}\b(?!\.\d))"), NARROW),
    _Rule("a capital without its accent", re.compile(rf"\bA(?= (?:{_AFTER_A})(?:\b|(?<=’)))"), "À"),
)
_WORDS = _Rule(
    "a capital without its accent", re.compile(rf"\b(?:{'|'.join(sorted(_ACCENTED))})\b"), ""
)


def problems(text: str, source: str = "") -> list[str]:
    """Returns a phrase for each fault of a French text, with the words around it; `source` is the English one."""
    found = []
    marked, kept = _marked(text, source)
    for rule in (*_RULES, _WORDS):
        found += [
            f"{rule.wrong}: {_shown(_whole(around, kept))}"
            for around in _around(rule.pattern, marked, source)
        ]
    return found


def mended(text: str, source: str = "") -> str:
    """Returns a French text with its spaces, quotes, apostrophes, dots and accents as they should be."""
    marked, kept = _marked(text, source)
    for rule in _RULES:
        marked = _applied(rule, marked, source)
    return _whole(_WORDS.pattern.sub(lambda found: _ACCENTED[found[0]], marked), kept)


def _applied(rule: _Rule, marked: str, source: str) -> str:
    def right(found: re.Match[str]) -> str:
        return found[0] if _quoted(found, source) else found.expand(rule.right)

    return rule.pattern.sub(right, marked)


def _marked(text: str, source: str) -> tuple[str, list[str]]:
    """Returns the text with a mark for each stretch that is left as it is, and those stretches."""
    kept: list[str] = []

    def mark(found: re.Match[str]) -> str:
        kept.append(found[0])
        return chr(_FIRST_MARK + len(kept) - 1)

    marked = _VERBATIM.sub(mark, text)
    return re.sub(
        r'"[^"\n]*"', lambda found: mark(found) if _is_code(found[0], source) else found[0], marked
    ), kept


def _is_code(quoted: str, source: str) -> bool:
    """Whether a stretch in straight quotes stands so in the English text, and is no word of a sentence."""
    return quoted in source and not re.fullmatch(r'"[A-Z]?[a-zé’ ,.?!-]*"', quoted)


def _whole(text: str, kept: list[str]) -> str:
    """Puts back what marks stand for, what stands inside of it too."""
    while re.search(_MARK, text):
        text = re.sub(_MARK, lambda found: kept[ord(found[0]) - _FIRST_MARK], text)
    return text


def _around(pattern: re.Pattern[str], text: str, source: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        if not _quoted(found, source):
            yield text[max(0, found.start() - 20) : found.end() + 20]


def _quoted(found: re.Match[str], source: str) -> bool:
    """Whether a sign stands between the same two words in the English text, as in `denied: requested`."""
    before = re.search(r"[A-Za-z]+$", found.string[: found.start()])
    after = re.match(r"\s*[a-z]+\b", found.string[found.end() :])
    return bool(source and before and after and f"{before[0]}{found[0]}{after[0]}" in source)


def _shown(text: str) -> str:
    """Returns a text with its spaces to be seen."""
    return repr(text.replace(NARROW, "[202F]").replace(WIDE, "[A0]"))
