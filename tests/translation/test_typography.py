"""French texts follow the rules of French typography, and code in them does not."""

import pytest

from translation import typography
from translation.typography import mended, problems

RIGHT = [
    "Vous avez deux images\N{NO-BREAK SPACE}: `myimage:0.1`, et une autre.",
    "Que dit «\u202fdenied\u202f»\u202f?",
    "Bravo\u202f! C’est fait…",
    "L’image d’`alpine` et l’{name}",
    "docker tag myimage:0.1 demousr/demorep:1.0",
    'Tapez `docker run -e "X=1; Y=2" image` ou docker push {name}:{tag}.',
    "Voyez https://docs.docker.com/engine/install/?a=b;c=d#e et [la page](a.md?x!y;z).",
    "```text\nError: no such image!\n```\n\nFin.",
    '<a href="x" title="y">la suite</a> &lt; fin',
    "![La carte\N{NO-BREAK SPACE}: deux lieux](map.svg)",
    "| a | b |\n|:---|---:|\n| c | d |",
    "**Objectif\N{NO-BREAK SPACE}:** supprimer l’image.",
    "L’empreinte commence par sha256: et des chiffres.",
    "/ et : sont inversés.",
    'Tapez sudo chown "$(id -u):$(id -g)" {folder}, ou eval "$(docker-lessons env)".',
    "La ligne «\u202fdigest:\u202f» le montre.",
    "(Pourquoi\u202f?) *Vraiment\u202f?*",
    "Quoi\u202f?!",
    "Il reste 2,5\N{NO-BREAK SPACE}Mo sur 1\u202f024.",
    "À droite, l’étape A se compose de b.",
    "De a à f, etc.",
]
WRONG = [
    ("L'image", "L’image"),
    ("d'{name}", "d’{name}"),
    ("d'`alpine`", "d’`alpine`"),
    ('le mot "image" ici', "le mot «\u202fimage\u202f» ici"),
    ("le mot “image” ici", "le mot «\u202fimage\u202f» ici"),
    ("le mot « image » ici", "le mot «\u202fimage\u202f» ici"),
    ("le mot «image» ici", "le mot «\u202fimage\u202f» ici"),
    ("Pourquoi ?", "Pourquoi\u202f?"),
    ("Pourquoi\N{NO-BREAK SPACE}?", "Pourquoi\u202f?"),
    ("Pourquoi?", "Pourquoi\u202f?"),
    ("**Pourquoi ?** Parce que", "**Pourquoi\u202f?** Parce que"),
    ("<summary>Une seule ?</summary>", "<summary>Une seule\u202f?</summary>"),
    ("ici ; là", "ici\u202f; là"),
    ("`docker pull` : tout", "`docker pull`\N{NO-BREAK SPACE}: tout"),
    ("Voici: tout", "Voici\N{NO-BREAK SPACE}: tout"),
    ("Voici\u202f: tout", "Voici\N{NO-BREAK SPACE}: tout"),
    ("**Objectif :** tout", "**Objectif\N{NO-BREAK SPACE}:** tout"),
    ("| Objectif : | x |", "| Objectif\N{NO-BREAK SPACE}: | x |"),
    ("Docker a répondu : {answer}", "Docker a répondu\N{NO-BREAK SPACE}: {answer}"),
    ("et la suite...", "et la suite…"),
    ("A droite, la page.", "À droite, la page."),
    ("Etape sautée", "Étape sautée"),
    ("Etes-vous là\u202f?", "Êtes-vous là\u202f?"),
    ("300 Mo", "300\N{NO-BREAK SPACE}Mo"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_text_is_left_alone(text: str):
    assert problems(text) == []
    assert mended(text) == text


@pytest.mark.parametrize(("wrong", "right"), WRONG)
def test_a_fault_is_found_and_mended(wrong: str, right: str):
    assert len(problems(wrong)) >= 1
    assert mended(wrong) == right
    assert problems(right) == []


def test_what_docker_prints_is_known_by_the_english_text():
    said = "Docker a dit denied: requested access, puis plus rien."
    assert problems(said)
    assert problems(said, "Docker said denied: requested access, then nothing.") == []
    assert mended(said, "Docker said denied: requested access, then nothing.") == said


def test_a_sign_between_placeholders_is_ours():
    assert problems("{a}: {b}", "{a}: {b}")


def test_what_is_in_straight_quotes_may_be_code():
    line = 'Supprimez la ligne "credsStore" et "credsStore": "{helper}".'
    english = 'Remove the line "credsStore" and "credsStore": "{helper}".'
    assert problems(line, english) == []
    assert mended(line, english) == line
    assert problems('la "ligne"', 'the "ligne"')


def test_a_fault_shows_its_spaces():
    assert problems("ici ; là") == ["no narrow space before ; ! ?: 'ici ; là'"]
    assert "[A0]" in typography.problems("ici\N{NO-BREAK SPACE}; là")[0]
