"""The image that the course publishes: its build folder, made byte for byte, and how it is known.

`FROM scratch` and two layers: `hello`, a static program of some 200 bytes that prints the file
beside it, and that file, `message.txt`. The folder has fixed modes and times, so that one builder makes
the same diff IDs everywhere; builders that pack it otherwise are known by what the layers hold
(`world.known_layers`).
"""

from __future__ import annotations

import os
import platform
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from docker_lessons.world.engine import LABEL
from docker_lessons.world.known_layers import LayerContents, regular

FOLDER: Final = "myimage"
MESSAGE: Final = "Image created\n"
DOCKERFILE: Final = """\
FROM scratch
COPY hello /hello
COPY message.txt /message.txt
CMD ["/hello"]
"""
MODIFIED: Final = 1_704_067_200
"""The time of every file, in seconds since the epoch: 2024-01-01 00:00 UTC."""

DIFF_IDS: Final = {
    "amd64": (
        "sha256:72ed521ecd1ebee7db5d52daa24ff47c427f51b8a0ad7451388d532540e20dff",
        "sha256:41919d2347cb5542ee83f6a18f934994bce8cb9e58b7b92440a32a1c343cf6aa",
    ),
    "arm64": (
        "sha256:11259c41ffbd92700ec60883194d88beb0b0229e360a06fca8b0bbf06270ed4f",
        "sha256:41919d2347cb5542ee83f6a18f934994bce8cb9e58b7b92440a32a1c343cf6aa",
    ),
}
"""The two layers as the classic builder makes them from the folder, by the program's machine."""


@dataclass(frozen=True)
class ImageContents:
    """What a course's image is made of."""

    folder: str
    """The build folder's name."""
    message: str
    """What the image prints when it is run."""
    layers: Mapping[str, tuple[str, ...]]
    """The diff IDs of its layers by machine, the program's first, as the practice engine and dockerd 20.10 pack them."""
    write: Callable[..., None]
    """Makes the build folder: `write(path, architecture, message=..., world_id=...)`."""
    held: Mapping[LayerContents, str] = field(default_factory=dict)
    """What its layers hold, with the diff ID of each; other builders pack the same as other bytes."""

    def is_made_of(self, diff_ids: tuple[str, ...]) -> bool:
        """Tells whether these are exactly the image's layers, as the course makes them."""
        return diff_ids in self.layers.values()

    def program_for(self, diff_ids: tuple[str, ...]) -> str:
        """Returns the architecture of the image's program among these layers, '' if it isn't there."""
        return next((name for name, of in self.layers.items() if of[0] in diff_ids), "")

    def has_program(self, diff_ids: tuple[str, ...]) -> bool:
        """Tells whether the image's program is among these layers."""
        return bool(self.program_for(diff_ids))


_BASE: Final = 0x400000
_HEADERS: Final = 64 + 56  # one ELF header and one program header
_PATH: Final = b"/message.txt\0"

# Open the message, read it onto the stack, write it to standard output; exit code 1 without one.
_X86_64: Final = """
48 8d 3d 39 00 00 00    lea  rdi, [path]
31 f6                   xor  esi, esi          # for reading
b8 02 00 00 00          mov  eax, 2            # open
0f 05                   syscall
89 c7                   mov  edi, eax
48 81 ec 00 10 00 00    sub  rsp, 4096
48 89 e6                mov  rsi, rsp
ba 00 10 00 00          mov  edx, 4096
31 c0                   xor  eax, eax          # read
0f 05                   syscall
85 c0                   test eax, eax
78 0b                   js   end
89 c2                   mov  edx, eax
bf 01 00 00 00          mov  edi, 1
89 f8                   mov  eax, edi          # write
0f 05                   syscall
c1 e8 1f                end: shr eax, 31       # 1 if it is negative, an error
89 c7                   mov  edi, eax
b8 3c 00 00 00          mov  eax, 60           # exit
0f 05                   syscall
"""
_ARM64: Final = """
60 0c 80 92             mov  x0, #-100         // the path is whole
21 02 00 10             adr  x1, path
02 00 80 d2             mov  x2, #0            // for reading
08 07 80 d2             mov  x8, #56           // openat
01 00 00 d4             svc  #0
ff 07 40 d1             sub  sp, sp, #4096
e1 03 00 91             mov  x1, sp
02 00 82 d2             mov  x2, #4096
e8 07 80 d2             mov  x8, #63           // read
01 00 00 d4             svc  #0
a0 00 f8 b7             tbnz x0, #63, end
e2 03 00 aa             mov  x2, x0
20 00 80 d2             mov  x0, #1
08 08 80 d2             mov  x8, #64           // write
01 00 00 d4             svc  #0
00 fc 7f d3             end: lsr x0, x0, #63   // 1 if it is negative, an error
a8 0b 80 d2             mov  x8, #93           // exit
01 00 00 d4             svc  #0
"""
_MACHINES: Final = {"amd64": (62, _X86_64), "arm64": (183, _ARM64)}

_ALIASES: Final = {"x86_64": "amd64", "aarch64": "arm64", "AMD64": "amd64", "ARM64": "arm64"}


def architecture(engine: str = "") -> str:
    """Returns the architecture that the program is made for: the engine's, or this machine's where that is ''.

    There is a program for `amd64` and `arm64` only; for any other architecture this is `amd64`.
    """
    name = engine or platform.machine()
    name = _ALIASES.get(name, name)
    return name if name in _MACHINES else "amd64"


def is_course_image(diff_ids: tuple[str, ...]) -> bool:
    """Tells whether these layers are those of the course's own Dockerfile."""
    return CONTENTS.is_made_of(diff_ids)


def has_program(diff_ids: tuple[str, ...]) -> bool:
    """Tells whether the course's program is among these layers, as the classic builder makes its layer."""
    return CONTENTS.has_program(diff_ids)


def starts_program(command: tuple[str, ...]) -> bool:
    """Tells whether this command of an image starts the course's program.

    An empty command, as in what an unfinished build leaves, does not, nor does a shell.
    """
    return command[:1] == ("/hello",)


def program(machine: str) -> bytes:
    """Returns `hello`: an executable of one loaded segment (ELF-64, little endian).

    Source: System V ABI, "Object Files"; the system calls are Linux's.

    Raises:
        KeyError: For an architecture other than `amd64` and `arm64`.
    """
    number, listing = _MACHINES[machine]
    code = bytes.fromhex("".join(line[:24] for line in listing.strip().splitlines()))
    size = _HEADERS + len(code) + len(_PATH)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH",
        b"\x7fELF\x02\x01\x01",  # 64 bit, little endian, version 1
        2,  # an executable
        number,
        1,
        _BASE + _HEADERS,  # where it begins
        64,  # the program header follows this one
        0,
        0,
        64,
        56,
        1,
        0,
        0,
        0,
    )
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, _BASE, _BASE, size, size, 0x1000)  # read, execute
    return header + segment + code + _PATH


def dockerfile(world_id: str = "") -> str:
    """Returns the course's Dockerfile; with a world's id, an image made from it says whose it is.

    The label adds no layer, so the diff IDs are those of `DIFF_IDS` either way.
    """
    return DOCKERFILE + (f"LABEL {LABEL}={world_id}\n" if world_id else "")


def write_build_folder(
    path: Path, machine: str = "", message: str = MESSAGE, world_id: str = ""
) -> None:
    """Makes the build folder at `path`, with the modes and times that fix its layers.

    Other files in it are left alone. `machine` is the engine's architecture, '' for this computer's; `world_id` is
    given where the engine has images besides the course's (`World.label`).
    """
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)
    for name, content, mode in (
        ("Dockerfile", dockerfile(world_id).encode(), 0o644),
        ("hello", program(architecture(machine)), 0o755),
        ("message.txt", message.encode(), 0o644),
    ):
        file = path / name
        file.write_bytes(content)
        file.chmod(mode)
        os.utime(file, (MODIFIED, MODIFIED))
    os.utime(path, (MODIFIED, MODIFIED))


def _held() -> dict[LayerContents, str]:
    message = frozenset({regular("message.txt", MESSAGE.encode(), 0o644)})
    found = {}
    for machine, (of_program, of_message) in DIFF_IDS.items():
        found[frozenset({regular("hello", program(machine), 0o755)})] = of_program
        found[message] = of_message
    return found


CONTENTS: Final = ImageContents(FOLDER, MESSAGE, DIFF_IDS, write_build_folder, _held())
"""The contents of the chapter's image."""
