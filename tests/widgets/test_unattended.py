"""A page that runs with nobody there: panels wait, do the learner's own by the solution, and raise."""

from tests.practice import PracticeWorld

UNATTENDED = {"DOCKER_LESSONS_UNATTENDED": "1"}


def test_a_panel_whose_step_is_not_passed_raises_one_line(shared_world: PracticeWorld):
    code = (
        "from docker_lessons import panel\nfrom docker_lessons.widgets import unattended\n"
        "unattended.PATIENCE = 3.0\ntry: panel('tag')\n"
        "except Exception as error: print(type(error).__name__, *error._render_traceback_())"
    )

    said = shared_world.python(code, **UNATTENDED).stdout

    assert said.startswith("StepNotPassed tag: not yet (")
    assert said.count("\n") == 1


def test_a_panel_does_what_is_the_learners_own(shared_world: PracticeWorld):
    shared_world.solve("build-image")

    done = shared_world.python(
        "from docker_lessons import panel; panel('list-images')", **UNATTENDED
    )

    assert done.returncode == 0, done.stderr
    assert shared_world.check("list-images")["verdict"] == "passed"


def test_a_lesson_does_what_is_missing_before_its_page(shared_world: PracticeWorld):
    done = shared_world.python("from docker_lessons import lesson; lesson('tag')", **UNATTENDED)

    assert done.returncode == 0, done.stderr
    assert shared_world.check("create-repository")["verdict"] == "passed"


def test_with_somebody_there_a_panel_neither_waits_nor_raises(shared_world: PracticeWorld):
    code = (
        "from docker_lessons import panel\nfrom docker_lessons.widgets import unattended\n"
        "unattended.PATIENCE = 600.0  # longer than this test may take\npanel('tag')"
    )
    done = shared_world.python(code)

    assert done.returncode == 0, done.stderr


def test_a_kernel_without_a_jupyter_server_of_ours_starts_the_world(world: PracticeWorld):
    world.command("stop")
    code = "import os; from docker_lessons import lesson; lesson('tag'); print(os.environ['DOCKER_HOST'])"

    assert world.python(code).stdout.strip() == world.addresses["engine"]
    assert '"running"' in world.command("status", "--json")
