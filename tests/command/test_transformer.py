import pytest

from docker_lessons.command.transformer import transform


def transformed(cell: str) -> str:
    return "".join(transform(cell.splitlines(keepends=True)))


def call(words: str) -> str:
    return f"get_ipython().run_line_magic('docker', {words!r})\n"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("docker images\n", "images"),
        ("docker images", "images"),
        ("docker  tag 0c1d3744dd demousr/demorep:1.0\n", "tag 0c1d3744dd demousr/demorep:1.0"),
        ("docker images --format '{{.ID}}'\n", "images --format '{{.ID}}'"),
        ("docker --version\n", "--version"),
        ("docker -v\n", "-v"),
        ("docker ___ ___\n", "___ ___"),
        (
            "docker tag myimage:0.1 \\\n  demousr/demorep:1.0\n",
            "tag myimage:0.1   demousr/demorep:1.0",
        ),
    ],
)
def test_a_line_that_begins_with_docker_becomes_the_magic(cell, words):
    assert transformed(cell).rstrip("\n") == call(words).rstrip("\n")


@pytest.mark.parametrize(
    "cell",
    [
        "docker = 3\n",
        "docker == 3\n",
        "docker += 1\n",
        "docker: int = 3\n",
        "docker.from_env()\n",
        "docker['a'] = 1\n",
        "docker('x')\n",
        "docker in names\n",
        "docker not in names\n",
        "docker is None\n",
        "docker if x else y\n",
        "docker - 3\n",
        "docker, b = 1, 2\n",
        "dockers images\n",
        "import docker\nclient = docker.from_env()\n",
        "text = '''\ndocker images\n'''\n",
        'text = """it\'s\ndocker images\n"""\n',
        'text = """# a\ndocker images\n"""\n',
        "names = [\ndocker images\n]\n",
        "text = ('a',\ndocker images)\n",
        "a = 1 + \\\ndocker images\n",
        "%%bash\ndocker images\n",
        "# docker images\n",
        "from sudo import x\nsudo = 3\n",
        "tag = 3\nimages in x\npush(3)\nbuild - t\n",
        "!docker images\n",
        "%docker images\n",
    ],
)
def test_python_stays_python(cell):
    assert transformed(cell) == cell


@pytest.mark.parametrize(
    "before",
    [
        "# a remark that isn't code\n",
        "# a remark with a backslash \\\n",
        "x = 3\n",
        "x = {'a': [1, (2)]}\n",
        "x = 'docker'  # it's\n",
        "x = '''one'''\n",
        'x = "\\"("\n',
        "!echo it's (open\n",
        "%time x = 3\n",
        "\n",
        "text = '''\n(\n'''\n",
        "x = f'{1}['\n",
        "x = 'left open\n",
    ],
)
def test_a_docker_line_counts_behind_other_lines(before):
    assert transformed(f"{before}docker images\n") == before + call("images")


def test_docker_lines_and_python_mix():
    made = transformed("docker images\nx = 3\ndocker version\nprint(x)\n")
    assert made == call("images") + "x = 3\n" + call("version") + "print(x)\n"


def test_a_docker_line_in_a_block_keeps_its_indentation():
    made = transformed("if True:\n    docker images\n")
    assert made == "if True:\n    " + call("images")


def test_lines_behind_a_backslash_leave_the_line_numbers_as_they_are():
    made = transformed("docker tag a \\\n b\nraise ValueError\n")
    assert made.splitlines()[2] == "raise ValueError"


@pytest.mark.parametrize(
    "line",
    [
        "sudo docker push demousr/demorep:1.0",
        "tag sudo docker ab0c1d3744dd demousr / demorep: 1.0",
        "$ docker images",
        "Docker images",
        "docker-lessons check tag",
        "push demousr/demorep:1.0",
        "build -t myimage:0.1 .",
        "tag myimage:0.1 demousr/demorep:1.0",
    ],
)
def test_a_line_that_is_nearly_docker_is_passed_on_for_an_explanation(line):
    assert transformed(line + "\n") == f"get_ipython().run_line_magic('nearly_docker', {line!r})\n"
