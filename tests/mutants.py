"""`make mutants`: changes the code in small ways and asks whether a test notices.

mutmut makes the changes ("mutants") in a copy of the tree, `mutants/`, and runs for each those quick tests that
reach the changed function. Some things are set differently here:

- mutmut leaves out decorated functions, which are most of what a step is. Only the copies that it makes of a
  function must not be decorated again, so they are made without.
- A string with two words in it is a sentence for a reader. Tests hold the facts that it is made from, not its words.
- Other strings are changed once, not in three ways.
- Of the tests that reach a function, those in the folder that mirrors its own run first; what they do not notice
  is tried again with all of them. A thousand tests pass through each digest, and most mutants need two.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst
from mutmut import __main__ as mutmut
from mutmut.mutation import file_mutation
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

EQUIVALENT = Path("tests/equivalent_mutants.toml")
_SENTENCE = re.compile(r"\w \w")
_SURVIVED = frozenset({"survived", "no tests"})
_collect_or_load_stats = mutmut.collect_or_load_stats
_arrange = file_mutation.function_trampoline_arrangement


@dataclass(frozen=True)
class Change:
    """What a mutant changes: lines of a file, without their indentation."""

    file: str
    before: str
    after: str

    @classmethod
    def of(cls, mutant: str, path: Path) -> "Change":
        """Returns what `mutant`, mutmut's name of it, changes in the file `path`."""
        lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
        removed, added = (_joined(lines, sign) for sign in "-+")
        return cls(str(path), removed, added)


class _Visitor(file_mutation.MutationVisitor):
    """mutmut's choice of what is changed: with decorated functions, without sentences."""

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef) and node.decorators:
            return bool(super()._skip_node_and_children(node.with_changes(decorators=())))
        if isinstance(node, libcst.SimpleString) and _SENTENCE.search(node.value):
            return True
        return bool(super()._skip_node_and_children(node))

    def _create_mutations(self, node: libcst.CSTNode) -> None:
        before = len(self.mutations)
        super()._create_mutations(node)
        if isinstance(node, libcst.SimpleString):
            del self.mutations[before + 1 :]


def _collect_or_load_nearest(*args: Any, **options: Any) -> None:
    """Leaves to each function the tests of its own folder; all that reach it where there is none."""
    _collect_or_load_stats(*args, **options)
    tests = state().tests_by_mangled_function_name
    for function, reaching in tests.items():
        folder = "/".join(["tests", *function.split(".")[1:-2], ""])
        tests[function] = {test for test in reaching if test.startswith(folder)} or reaching


def _arranged(
    function: libcst.FunctionDef, mutants: Iterable[Any], class_name: str | None
) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any], Sequence[str]]:
    declared, (trampoline, *copies), assigned, names = _arrange(function, mutants, class_name)
    if not _binds_by_itself(function):
        copies = [copy.with_changes(decorators=()) for copy in copies]
    return declared, [trampoline, *copies], assigned, names


def _binds_by_itself(function: libcst.FunctionDef) -> bool:
    """Tells whether it is a class method or a static one, of which mutmut knows how to make copies."""
    return any(
        isinstance(each.decorator, libcst.Name)
        and each.decorator.value in ("classmethod", "staticmethod")
        for each in function.decorators
    )


def _joined(lines: Iterable[str], sign: str) -> str:
    return "\n".join(line[1:].strip() for line in lines if line.startswith(sign))


def _equivalent() -> set[Change]:
    """Reads the changes that no test can notice, each with its reason."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]
    return {Change(row["file"], row["before"], row["after"]) for row in rows if row["why"]}


def _results(files: Sequence[str]) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yields each file with how each of its mutants ended."""
    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        ends = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
        if ends and (not files or str(path) in files):
            yield path, ends


def _report(files: Sequence[str]) -> bool:
    """Prints the survivors, then a row for each file; tells whether nothing survived that is not equivalent."""
    equivalent = _equivalent()
    rows: dict[str, Counter[str]] = {}
    for path, ends in _results(files):
        counts = rows[str(path)] = Counter(ends.values())
        for name in [name for name, end in ends.items() if end in _SURVIVED]:
            change = Change.of(name, path)
            if change in equivalent:
                counts[ends[name]] -= 1
                counts["equivalent"] += 1
            else:
                print(f"\n{name} ({ends[name]})\n- {change.before}\n+ {change.after}")
    columns = ("mutants", "killed", "equal", "survived", "not run", "share")
    print("\n" + f"{'file':54}" + "".join(f"{column:>9}" for column in columns))
    for file, counts in rows.items():
        print(_row(file, counts))
    total = sum(rows.values(), Counter[str]())
    print(_row("all", total))
    return not any(total[end] for end in _SURVIVED)


def _row(name: str, counts: Counter[str]) -> str:
    survived = sum(counts[end] for end in _SURVIVED)
    equal, not_run = counts["equivalent"], counts["not checked"]
    killed = counts.total() - survived - equal - not_run
    share = f"{killed / (killed + survived):.0%}" if killed + survived else "-"
    return f"{name:54}{counts.total():9}{killed:9}{equal:9}{survived:9}{not_run:9}{share:>9}"


def _run(names: Sequence[str], collect_or_load_stats: Callable[..., None]) -> None:
    mutmut.collect_or_load_stats = collect_or_load_stats
    mutmut._run(list(names), max_children=2)


def _survivors(files: Sequence[str]) -> list[str]:
    return [name for _, ends in _results(files) for name, end in ends.items() if end in _SURVIVED]


def main() -> int:
    """Runs mutants and reports; returns an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("files", nargs="*", help="none: all that pyproject.toml names")
    parser.add_argument("--again", action="store_true", help="only what survived the last time")
    asked = parser.parse_args()
    file_mutation.MutationVisitor = _Visitor  # type: ignore[misc]
    file_mutation.function_trampoline_arrangement = _arranged
    if not asked.again:
        names = [file.removesuffix(".py").replace("/", ".") + ".*" for file in asked.files]
        _run(names, _collect_or_load_nearest)
    elif names := _survivors(asked.files):
        _run(names, _collect_or_load_nearest)
    if names := _survivors(asked.files):
        _run(names, _collect_or_load_stats)
    return 0 if _report(asked.files) else 1


if __name__ == "__main__":
    sys.exit(main())
