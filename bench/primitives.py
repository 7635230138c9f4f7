"""What a big image's time consists of: hashing, compressing and writing, and the rest.

The throughput of each primitive on this machine, and the processor's time of the service beside what
that work alone takes at this throughput.
"""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import sides
from bench.big import MIB, write_image
from bench.sides import Missing, Side
from docker_lessons.engine.layers.compression import Gzip
from docker_lessons.engine.layers.layer_blob import inflate

SIZE = 128
"""MiB of the image."""
ROUNDS = 3
_CHUNK = 1 << 18
_TICKS = os.sysconf("SC_CLK_TCK")


def measure() -> Iterator[str]:
    """Give the throughputs, then each command's time and its parts.

    Raises:
        Missing: This is no Linux, or there is no docker client.
    """
    if not Path("/proc/self/stat").exists():
        raise Missing("needs Linux (/proc)")
    with sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        image = Path(folder)
        write_image(image, SIZE)
        rates, packed = _rates(image)
        for what, rate in rates.items():
            yield f"{what}: {rate:.0f} MiB/s of one processor"
        yield f"write and sync by the clock: {_disk(image):.0f} MiB/s"
        half = SIZE / 2
        hashing, writing = 1 / rates["hash (sha256)"], 1 / rates["write and sync"]
        compressing = half / rates["compress text"] + half / rates["compress random bytes"]
        inflating = half / rates["inflate text"] + half / rates["inflate random bytes"]
        work = {
            # The context is written and hashed, its tar hashed and compressed, the gzip hashed and written.
            "build": {
                "hash": (2 * SIZE + packed) * hashing,
                "compress": compressing,
                "write": (SIZE + packed) * writing,
            },
            "push": {"hash": packed * hashing, "write": packed * writing},
            "pull": {
                "hash": (packed + SIZE) * hashing,
                "inflate": inflating,
                "write": packed * writing,
            },
        }
        ours.log_in()
        spent = _spent(ours, image)
        for what, parts in work.items():
            shown = ", ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items())
            left = max(0.0, spent[what] - sum(parts.values()))
            yield (
                f"{what} of {SIZE} MiB ({packed:.0f} compressed): {spent[what]:.2f} s of processor in "
                f"the service, of which {shown}; everything else {left:.2f}"
            )


def _rates(image: Path) -> tuple[dict[str, float], float]:
    """The MiB of each primitive in a second of one processor, and the MiB of both files as gzip."""
    texts = {"text": (image / "text").read_bytes(), "random bytes": (image / "random").read_bytes()}
    rates = {"hash (sha256)": _rate(texts["text"], lambda: hashlib.sha256(texts["text"]))}
    packed, zipped = 0, image / "zipped"
    for what, data in texts.items():
        rates[f"compress {what}"] = _rate(data, lambda data=data: _compress(data, zipped))
        rates[f"inflate {what}"] = _rate(data, lambda: _inflate(zipped))
        packed += zipped.stat().st_size
    rates["write and sync"] = _rate(texts["text"], lambda: _write(texts["text"], image / "out"))
    return rates, packed / MIB


def _disk(image: Path) -> float:
    """MiB that reach the disk in a second; the best of some rounds."""
    data = (image / "random").read_bytes()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        _write(data, image / "out")
        times.append(time.perf_counter() - began)
    return len(data) / MIB / min(times)


def _rate(data: bytes, act: Callable[[], object]) -> float:
    """MiB in a second of processor, in all threads together; the best of some rounds."""
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return len(data) / MIB / min(times)


def _compress(data: bytes, place: Path) -> None:
    with place.open("wb") as file:
        zipped = Gzip(lambda piece: file.write(piece) and None)
        for start in range(0, len(data), _CHUNK):
            zipped.write(data[start : start + _CHUNK])
        zipped.close()


def _inflate(place: Path) -> None:
    with place.open("rb") as file:
        plain = inflate(file)
        while plain.read(_CHUNK):
            pass


def _write(data: bytes, place: Path) -> None:
    with place.open("wb") as file:
        for start in range(0, len(data), _CHUNK):
            file.write(data[start : start + _CHUNK])
        file.flush()
        os.fsync(file.fileno())


def _spent(side: Side, image: Path) -> dict[str, float]:
    """Seconds of processor that the service spent on each command; the least of some rounds."""
    target = f"{side.target}:big"
    spent: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        write_image(image, SIZE)
        for what, line in (
            ("build", f"docker build -t {target} {image}"),
            ("push", f"docker push {target}"),
            ("rmi", f"docker rmi {target}"),
            ("pull", f"docker pull {target}"),
        ):
            before = _processor(side)
            side.run(line)
            spent.setdefault(what, []).append(_processor(side) - before)
    return {what: min(times) for what, times in spent.items()}


def _processor(side: Side) -> float:
    """Seconds of processor that the service has spent so far."""
    stat = Path(f"/proc/{side.pids[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / _TICKS
