"""Go templates behind `--format`, as far as a course needs them (pkg.go.dev/text/template).

Fields, `json`, `join`, `index`, `len`, `upper`, `lower`, `println` and `range`.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docker_lessons.command.frontend.invocation import Failed

_ACTION = re.compile(r"\{\{(-\s)?\s*(.*?)\s*(\s-)?\}\}", re.DOTALL)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|\||[^\s"|`]+')
_RANGE, _END = "range ", "end"


def render(template: str, value: Any) -> str:
    """Returns what a template makes of a value (a dictionary).

    Raises:
        Failed: When the template is not understood.
    """
    parts = _parts(template.replace("\\t", "\t").replace("\\n", "\n"))
    text, rest = _render(parts, value)
    if rest:
        raise _wrong("unexpected {{end}}")
    return text


def _parts(template: str) -> list[tuple[str, str]]:
    """Returns pairs of plain text and the action that follows it; the last action is empty."""
    if template.count("{{") != len(_ACTION.findall(template)):
        raise _wrong("unclosed action", 64)
    parts: list[tuple[str, str]] = []
    at = 0
    trim = False
    for found in _ACTION.finditer(template):
        text = template[at : found.start()]
        text = text.lstrip() if trim else text
        parts.append((text.rstrip() if found[1] else text, found[2]))
        at, trim = found.end(), bool(found[3])
    rest = template[at:]
    parts.append((rest.lstrip() if trim else rest, ""))
    return parts


def _render(parts: list[tuple[str, str]], value: Any) -> tuple[str, list[tuple[str, str]]]:
    """Returns the text up to the block's end, and the parts behind it."""
    made = ""
    while parts:
        (text, action), parts = parts[0], parts[1:]
        made += text
        if action == _END:
            return made, parts
        if action.startswith(_RANGE):
            items = _pipeline(action[len(_RANGE) :], value) or []
            inside, after = parts, parts
            for item in items.values() if isinstance(items, Mapping) else items:
                text, after = _render(inside, item)
                made += text
            if not items:
                _, after = _render(inside, {})
            parts = after
        elif action:
            made += shown(_pipeline(action, value))
    return made, []


def _pipeline(text: str, value: Any) -> Any:
    """Runs `.A.B | json`, `index .A 0` or `json .`: each command's result is the next one's last argument."""
    result: list[Any] = []
    command: list[str] = []
    for word in [*_WORD.findall(text), "|"]:
        if word != "|":
            command.append(word)
            continue
        if not command:
            raise _wrong("missing value for command")
        result = [_command(command, value, result)]
        command = []
    return result[0]


def _command(words: Sequence[str], value: Any, piped: list[Any]) -> Any:
    name, *rest = words
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](*(_operand(word, value) for word in rest), *piped)
    if rest or piped:
        raise _wrong(f'function "{name}" not defined')
    return _operand(name, value)


def _operand(word: str, value: Any) -> Any:
    if word[0] in '"`':
        return json.loads(word) if word[0] == '"' else word[1:-1]
    if re.fullmatch(r"-?\d+", word):
        return int(word)
    if not word.startswith("."):
        raise _wrong(f'function "{word}" not defined')
    for name in filter(None, word.split(".")):
        value = _field(value, name)
    return value


def _field(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        for key in (name, *(key for key in value if key.lower() == name.lower())):
            if key in value:
                return value[key]
    raise _wrong(f'executing "" at <.{name}>: map has no entry for key "{name}"')


def shown(value: Any) -> str:
    """Writes a value as Go prints it: `[a b]`, `map[a:b]`, `<nil>`."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"map[{' '.join(f'{key}:{shown(each)}' for key, each in sorted(value.items()))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(shown, value))}]"
    return str(value)


def as_json(value: Any) -> str:
    """Writes JSON as Go does (pkg.go.dev/encoding/json)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        try:
            value = value[key]
        except (IndexError, KeyError, TypeError):
            raise _wrong(f"error calling index: {shown(key)} is not there") from None
    return value


def _wrong(what: str, exit_code: int = 1) -> Failed:
    return Failed(f"template parsing error: template: :1: {what}", exit_code)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "json": as_json,
    "join": lambda items, between: between.join(items),
    "index": _index,
    "len": len,
    "upper": lambda text: text.upper(),
    "lower": lambda text: text.lower(),
    "println": lambda *values: " ".join(map(shown, values)) + "\n",
}
