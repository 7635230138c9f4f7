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
        ("images | grep myimage", "| sends one command's output"),
        ("images > list.txt", "> writes the output"),
        ("login --password-stdin < secret", "< reads the input"),
        ("images && docker version", "&& joins commands"),
        ("images; docker version", "; joins commands"),
        ("rmi $(docker images -q)", "doesn't fill in $ and `"),
        ("rmi `docker images -q`", "` puts one command"),
        ("tag $ID x", "doesn't fill in $ and `"),
        ('tag "$ID" x', "doesn't fill in $ and `"),
        ("tag <IMAGE ID> demousr/demorep:1.0", "<IMAGE ID> is only a placeholder"),
        ("build -t <YOUR_USERNAME>/myapp .", "<YOUR_USERNAME> is only a placeholder"),
        ('login -u demousr -p "pa$word"', "Leave -p and the password out"),
        ("login -u demousr --password=pa$word", "Leave -p and the password out"),
        ('login -u demousr -p"pa$word"', "Leave -p and the password out"),
        ('login -u "$NAME" -p x', "Type the value itself"),
        ("rmi <none>", "Use its ID instead"),
        ("tag 'a b", "opens a quote"),
    ],
)
def test_what_only_a_shell_understands_gets_a_sentence(line, told):
    with pytest.raises(NotDocker) as failure:
        split(line)
    assert told in str(failure.value)
