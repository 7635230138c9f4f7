"""`docker-lessons course-check`."""

import os
import sys
import time

import click


@click.command()
@click.option("--only", default="", help="Only what has this text in its name, such as tag-.")
@click.option("--jobs", type=click.IntRange(1, 16), default=None, help="Worlds at a time.")
def command(only: str, jobs: int | None) -> None:
    """Test the course itself in throwaway worlds.

    Before a step its check must say not yet, and its solution must make it pass; each mistake that the course
    knows is made with a real client, must get its own cause, and its repair must mend it; a broken world must
    give could not check.  Your own world is not touched.  A line for each, and a total; exit code 1 when one failed.
    """
    from docker_lessons.course_check.check import course_check
    from docker_lessons.course_check.run import Result

    def tell(result: Result) -> None:
        mark = "–" if result.skipped else "✗" if result.error else "✓"
        click.echo(f"{mark} {result.name}: {result.skipped or result.says}")
        if result.error:
            click.echo(f"    {result.error}")

    began = time.monotonic()
    results = course_check(lambda name: only in name, jobs or (os.cpu_count() or 1) + 1, tell)
    failed = [result for result in results if result.error]
    skipped = sum(bool(result.skipped) for result in results)
    passed = len(results) - len(failed) - skipped
    click.echo(
        f"{passed} of {len(results)} as they have to be"
        + (f", {skipped} skipped" if skipped else "")
        + f", in {time.monotonic() - began:.0f} s"
    )
    sys.exit(1 if failed or not results else 0)
