"""`make bench`: the measures that the course promises, each with its baseline and the command that repeats it.

Not a test: a busy machine gives other figures. Run it on an idle one. What stands beside dockerd
needs root, dockerd and docker-registry; where they are missing, a line says so.
"""

import argparse

from bench import big, chapter, container, memory, ping, primitives, start, verdict
from bench.sides import Missing

MEASURES = {
    "start": start.measure,
    "memory": memory.measure,
    "verdict": verdict.measure,
    "chapter": chapter.measure,
    "container": container.measure,
    "big": big.measure,
    "ping": ping.measure,
    "primitives": primitives.measure,
}


def main() -> None:
    """Print one line for each measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", help=f"of {', '.join(MEASURES)}; none: all of them")
    names = parser.parse_args().measures or list(MEASURES)
    if unknown := set(names) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    for name in names:
        try:
            for line in MEASURES[name]():
                print(f"{line}   python -m bench {name}", flush=True)
        except Missing as missing:
            print(f"{name}: not measured: {missing}   python -m bench {name}", flush=True)


if __name__ == "__main__":
    main()
