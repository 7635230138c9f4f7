"""`build`: the folder is sent to the engine, and what the engine streams is printed."""

import tarfile
import tempfile
from pathlib import Path
from typing import IO

from docker_lessons.command.frontend import human, progress_lines
from docker_lessons.command.frontend.invocation import Failed, Invocation
from docker_lessons.command.frontend.naming import reference
from docker_lessons.command.stream import PlainStream, Silent
from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences, tell
from docker_lessons.oci.reference import InvalidReference, Reference

SENTENCES: Sentences = {
    "no-folder-to-build": "The course's own docker builds only from a folder: give the one with the Dockerfile in it.",
    "dockerfile-outside": "The course's own docker needs the Dockerfile to be in the folder that it builds from: move it "
    "there.",
}

_IGNORE = ".dockerignore"


def build(call: Invocation) -> int:
    """Runs `docker build`: an image from the folder's Dockerfile, by the classic builder."""
    tags = [_tag(each) for each in call.options.get("tag", [])]
    folder, dockerfile = _context(call)
    with _packed(folder, dockerfile) as packed:
        size = packed.seek(0, 2)
        packed.seek(0)
        to = PlainStream(Silent()) if call.has("quiet") else call.out
        to.write(f"Sending build context to Docker daemon {human.size(size, 4):>8}\n")
        try:
            with call.errors():
                messages = call.engine.build(
                    fileobj=packed,
                    custom_context=True,
                    dockerfile=dockerfile,
                    tag=tags[0].familiar if tags else None,
                    quiet=call.has("quiet"),
                    nocache=call.has("no-cache"),
                    pull=call.has("pull"),
                    platform=call.value("platform") or None,
                    rm=True,
                    decode=True,
                )
                progress_lines.show(call, messages, to)
                for tag in tags[1:]:  # the SDK sends one name with a build
                    call.engine.tag(tags[0].familiar, tag.name, tag.tag)
                    to.write(f"Successfully tagged {tag.familiar}\n")
        except Failed:
            if call.has("quiet"):
                call.err.write(to.tail)
            raise
    if call.has("quiet"):
        call.print(next(line for line in to.tail.splitlines() if line.startswith("sha256:")))
    return 0


def _tag(text: str) -> Reference:
    try:
        return reference(text).with_default_tag()
    except InvalidReference as error:
        raise Failed(
            f'invalid argument "{text}" for "-t, --tag" flag: {error}\n\n'
            "Usage:  docker build [OPTIONS] PATH | URL | -\n\nRun 'docker build --help' for more information",
            125,
        ) from None


def _context(call: Invocation) -> tuple[Path, str]:
    """Returns the folder, and the path of its Dockerfile in it."""
    given = call.operands[0]
    if given == "-" or "://" in given:
        raise Failed(tell(Finding("no-folder-to-build"), SENTENCES))
    folder = Path(given).resolve()
    if not folder.exists():
        raise Failed(f'unable to prepare context: path "{given}" not found')
    if not folder.is_dir():
        raise Failed(f"unable to prepare context: context must be a directory: {folder}")
    named = call.value("file")
    file = Path(named).resolve() if named else folder / "Dockerfile"
    if not file.is_file():
        raise Failed(
            "unable to prepare context: unable to evaluate symlinks in Dockerfile path: "
            f"lstat {file}: no such file or directory"
        )
    if not file.is_relative_to(folder):
        raise Failed(tell(Finding("dockerfile-outside"), SENTENCES))
    return folder, file.relative_to(folder).as_posix()


def _packed(folder: Path, dockerfile: str) -> IO[bytes]:
    """Packs the folder as tar, as the client does.

    That is: without what .dockerignore names, owned by user and group 0, times in whole seconds, and without
    padding after the archive's end.
    """
    from docker.utils.build import exclude_paths

    ignored: list[str] = []
    if (folder / _IGNORE).is_file():
        lines = (folder / _IGNORE).read_text("utf-8").splitlines()
        ignored = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        ignored += [f"!{dockerfile}", f"!{_IGNORE}"]
    packed = tempfile.TemporaryFile()  # noqa: SIM115  # the caller closes it
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in sorted(exclude_paths(str(folder), ignored, dockerfile=dockerfile)):
            archive.add(folder / name, name, recursive=False, filter=_plain)
        end = archive.offset
    packed.truncate(end + 2 * tarfile.BLOCKSIZE)
    return packed


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = int(entry.mtime)
    return entry
