"""The ways in which a program is started: what each needs beside the root, also when several start at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from docker_lessons.engine.runtime import ways


def test_programs_that_start_at_once_find_one_whole_folder_of_devices(tmp_path: Path) -> None:
    together = 8

    def found(folder: Path, at_once: threading.Barrier) -> set[str]:
        at_once.wait(20)
        return {path.name for path in ways._devices_in(folder).iterdir()}

    with ThreadPoolExecutor(together) as pool:
        for number in range(20):
            folder, at_once = tmp_path / str(number), threading.Barrier(together)
            folder.mkdir()
            sets = list(pool.map(lambda _: found(folder, at_once), range(together)))  # noqa: B023
            assert sets == [sets[0]] * together
            assert {path.name for path in folder.iterdir()} == {"dev"}
