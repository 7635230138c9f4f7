import pytest

from docker_lessons.command.docker_failed import NotDocker
from docker_lessons.command.shell_words import split


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("images", ["images"]),
        ("  tag  a\tb ", ["tag", "a", "b"]),
        ("images --format '{{.ID}} {{.Size}}'", ["images", "--format", "{{.ID}} {{.Size}}"]),
        ("images --format {{.ID}}", ["images", "--format", "{{.ID}}"]),
        ('build -t "my image" .', ["build", "-t", "my image", "."]),
        ("images # look at them", ["images"]),
        ("tag a#b c", ["tag", "a#b", "c"]),
        ("tag a ''", ["tag", "a", ""]),
        (r"build a\ b", ["build", "a b"]),
        ("inspect --format '{{.Id | x}}' a", ["inspect", "--format", "{{.Id | x}}", "a"]),
        ("tag a$ b", ["tag", "a$", "b"]),
        ("tag\xa0a b", ["tag", "a", "b"]),  # a no-break space, copied from a page
    ],
)
def test_words_are_a_shells(line, words):
    assert split(line) == words


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("images | grep myimage", "| hands the output"),
        ("images > list.txt", "> writes the output"),
        ("login --password-stdin < secret", "< reads the input"),
        ("images && docker version", "&& joins commands"),
        ("images; docker version", "; joins commands"),
        ("rmi $(docker images -q)", "$ and ` are not filled in"),
        ("rmi `docker images -q`", "` puts one command"),
        ("tag $ID x", "$ and ` are not filled in"),
        ('tag "$ID" x', "$ and ` are not filled in"),
        ("tag <IMAGE ID> demousr/demorep:1.0", "<IMAGE ID> holds the place"),
        ("build -t <YOUR_USERNAME>/myapp .", "<YOUR_USERNAME> holds the place"),
        ("tag 'a b", "opens a quote"),
    ],
)
def test_what_only_a_shell_understands_gets_a_sentence(line, told):
    with pytest.raises(NotDocker) as failure:
        split(line)
    assert told in str(failure.value)
