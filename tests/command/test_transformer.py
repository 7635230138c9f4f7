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
        ("\u200bdocker images\n", "images"),
        ("\ufeffdocker images\n", "images"),
        ("\u00a0docker images\n", "images"),
        ("\u202a \u00addocker images\n", "images"),
        ("docker\u200b images\n", "images"),
        ("docker\u2060 \u2066tag\u2069 a b\n", "tag a b"),
        ("do\u00adcker\u3000push a\n", "push a"),
        ("docker\ufe0f rmi \\\n  b\u200b\n", "rmi   b\u200b"),
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
        "\u200bdocker = 3\n",
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


BARE = "(docker if 'docker' in {*globals(), *locals()} else get_ipython().run_line_magic('docker', ''))"


@pytest.mark.parametrize(
    ("cell", "behind"),
    [
        ("docker", ""),
        ("docker\n", "\n"),
        ("  docker  \n", "\n"),
        ("docker;\n", ";\n"),
        ("docker ;\n", " ;\n"),
        ("docker # what can it do?\n", " # what can it do?\n"),
        ("docker; x = (\n  3)\nprint(x)\n", "; x = (\n  3)\nprint(x)\n"),
        ("docker\nx = 3\n", "\nx = 3\n"),
    ],
)
def test_docker_alone_is_the_variable_of_that_name_or_else_the_command(cell, behind):
    assert transformed(cell).lstrip(" ").replace("  \n", "\n") == BARE + behind


def test_docker_alone_and_a_backslash_go_on_in_the_next_line():
    assert transformed("docker \\\n  image \\\n  ls\n") == call("image   ls") + "\n\n"
    assert transformed("docker \\\n  = 3\n") == "docker \\\n  = 3\n"


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


@pytest.mark.parametrize(
    "line",
    [
        "$ docker images",
        "% docker images",
        "> docker images",
        "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT} docker images",
        "PS C:\\Users\\demousr> docker images",
        "C:\\Users\\demousr>docker images",
        "demousr@laptop:~$ docker images",
        "(base) demousr@laptop course % docker images",
        "[demousr@laptop ~]$ docker images",
        "root@0123456789ab:/# docker images",
        "In [3]: docker images",
    ],
)
def test_a_prompt_that_was_copied_is_passed_on(line):
    assert transformed(line) == f"get_ipython().run_line_magic('nearly_docker', {line!r})\n"


@pytest.mark.parametrize(
    "cell",
    [
        "a @ b > docker\n",
        "x % docker\n",
        "# docker images lists them\n",
        "-x\n",
        "REPOSITORY = 3\n",
        "docker images\nmyimage = 3\n",
        "docker images\nTAG\n",
        "docker images\nmy/image\n",
        "docker images\n-x if y else z\n",
    ],
)
def test_what_only_looks_like_it_stays_python(cell):
    assert transformed(cell).splitlines()[-1] == cell.splitlines()[-1]


@pytest.mark.parametrize(
    "printed",
    [
        "REPOSITORY   TAG   IMAGE ID   CREATED   SIZE\nmyimage   0.1   0c1d3744dd   2 days ago   1kB",
        "Successfully built 0c1d3744dd\nSuccessfully tagged myimage:0.1",
        "The push refers to repository [docker.io/demousr/demorep]\n0123456789ab: Pushed",
        "Untagged: myimage:0.1\nDeleted: sha256:0c1d",
        "1.0: Pulling from demousr/demorep\nDigest: sha256:0c1d",
        "Error response from daemon: No such image: x",
    ],
)
def test_what_docker_printed_is_passed_on_as_a_whole(printed):
    first = printed.splitlines()[0]
    below = "\n" * printed.count("\n")
    cell = f"docker images\n{printed}\n\nx = 3\n"
    pasted = f"get_ipython().run_line_magic('nearly_docker', {first!r})\n"
    assert transformed(cell) == f"{call('images')}{pasted}{below}\nx = 3\n"
    cell = f"docker images\n{printed}\ndocker images\n"
    assert transformed(cell) == f"{call('images')}{pasted}{below}{call('images')}"


@pytest.mark.parametrize("rest", ["demousr/demorep:1.0", "-t myimage:0.1 myimage", "--format x"])
def test_the_end_of_a_broken_line_is_passed_on(rest):
    passed_on = f"get_ipython().run_line_magic('nearly_docker', {rest!r})\n"
    assert transformed(f"docker tag a\n{rest}\nx = 3\n") == f"{call('tag a')}{passed_on}x = 3\n"
