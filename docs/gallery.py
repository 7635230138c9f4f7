"""Every state of the widgets on one page, without Jupyter, and pictures of it: `python docs/gallery.py FOLDER [LANGUAGE]`.

The states are examples for the eye of whoever works on the look, told in the course's own words; no test takes them
for what a world says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from docker_lessons.findings.finding import Fact, Finding, ImageNames
from docker_lessons.language import ENGLISH, gettext, later, speaking
from docker_lessons.lessons import any_step, chapter, wording
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.outline import outline
from docker_lessons.lessons.verdict import PASSED
from docker_lessons.widgets import source, speech
from docker_lessons.widgets.panel import next_page
from docker_lessons.widgets.sheet import TAUGHT

IMAGE = "sha256:352bb960af644807f0cf50082fc5c6b184a766a7390deb2567fb5ac3bebed6c6"
SECOND = "sha256:9e1c40d7721b8f3f4d5bd6a8e2f1b6c4a0b1c2d3e4f5061728394a5b6c7d8e9f"
SECOND_DIGEST = "sha256:5d6e0f8199aa" + "0" * 52
DIGEST = "sha256:4bcff63911fc02a4d6a1f8c7b7bb3a5a0a0e6ffb7d6e8f90123456789abcdef0"
HUB_URL = "http://127.0.0.1:5001"
NOT_RUN = "programs are not run here: DOCKER_LESSONS_RUNTIME is none"
DEFINITION = chapter.definition()
NAMES = DEFINITION.names
PLACES = {step.id: number for number, step in enumerate(DEFINITION.steps, 1)}


def course(*, runs_containers: bool = True) -> dict[str, Any]:
    """The course, as the service of a world tells it."""
    return outline(DEFINITION, NAMES, runs_containers=runs_containers)


def marks(done: int, shown: tuple[int, ...] = ()) -> dict[str, str | None]:
    """The first `done` steps as done by hand, those in `shown` by a solution."""
    return {
        step: None if number > done else "shown" if number in shown else "by hand"
        for step, number in PLACES.items()
    }


def verdict(
    step: str, cause: str, variant: str = "", repair_shown: str = "withheld", **facts: Fact
) -> dict[str, dict[str, Any]]:
    """One verdict as the service gives it, under its step: on what was found, with its facts."""
    asked = DEFINITION.by_id[step]
    found = [*asked.diagnoses.causes, *any_step.OBSERVATIONS]
    word = next((one.verdict for one in found if one.id == cause), PASSED)
    judged = Judgement(step, word, Finding(cause, facts, variant))
    told = wording.verdict(judged, asked, NAMES).document()
    return {step: told | {"repair_shown": repair_shown}}


PROGRAM, TEXT, OTHER_TEXT, CHILD = (
    f"sha256:{start}" + "0" * (64 - len(start))
    for start in ("72ed521ecd1e", "a1b2c3d4e5f6", "c3d4e5f60718", "e5f607182930")
)
LAYERS_OF = {
    IMAGE: [PROGRAM, TEXT],
    SECOND: [PROGRAM, OTHER_TEXT],
    "sha256:c1": [PROGRAM, TEXT, CHILD],
}


def host(*names: str, image: str = IMAGE, **more: Any) -> dict[str, Any]:
    """An image on this computer."""
    layers = LAYERS_OF.get(image, [])
    return {"id": image, "names": list(names), "layers": layers, "containers": []} | more


def hub(*tags: str, visibility: str = "public") -> list[dict[str, Any]]:
    """The Hub with the course's repository."""
    return [repository("demorep", *tags, visibility=visibility)]


def repository(name: str, *tags: str, visibility: str = "public") -> dict[str, Any]:
    """A repository with these tags of the first image; `2.0` is the second one's."""
    known = [
        {"name": tag, "digest": digest, "image": image, "layers": LAYERS_OF[image]}
        for tag in tags
        for digest, image in ((SECOND_DIGEST, SECOND) if tag == "2.0" else (DIGEST, IMAGE),)
    ]
    return {"repository": f"demousr/{name}", "visibility": visibility, "tags": known}


def steps(*names: str, runs_containers: bool = True) -> list[dict[str, Any]]:
    """What the course says of these steps."""
    known = {step["step"]: step for step in course(runs_containers=runs_containers)["steps"]}
    return [known[name] for name in names]


def panel(*names: str, **traits: Any) -> dict[str, Any]:
    """A panel's traits."""
    empty: dict[str, Any] = {
        "link": "live",
        "trouble": "",
        "verdicts": {},
        "answers": {},
        "tried": {},
        "busy": {},
        "said": {},
        "marks": marks(0),
        "line_words": {},
        "revealed": [],
        "picture": None,
        "activities": [],
        "next_page": next_page(course(), names[-1]),
        "hub_url": HUB_URL,
        "proxy": "",
        "language": speech.spoken(),
    }
    return {"kind": "panel", "steps": steps(*names), "course": course()} | empty | traits


def opening(number: int = 4, **traits: Any) -> dict[str, Any]:
    """The traits of a page's opening, before anything is done on it, unless said otherwise."""
    page = course()["pages"][number]
    usual: dict[str, Any] = {
        "kind": "opening",
        "page": page,
        "course": course(),
        "link": "live",
        "trouble": "",
        "marks": marks(PLACES[page["steps"][0]] - 1),
        "missing": [],
        "engine": gettext("practice engine"),
        "account": NAMES.username,
        "hub_url": HUB_URL,
        "proxy": "",
        "next_page": next_page(course(), page["steps"][-1]),
        "busy": False,
        "language": speech.spoken(),
    }
    return usual | traits


def mistaken(repair_shown: str) -> dict[str, Any]:
    """The tag was left out; the repair is shown as said."""
    new = "demousr/demorep:latest"
    return panel(
        "tag",
        marks=marks(3),
        verdicts=verdict("tag", "tag-latest", repair_shown=repair_shown, name=new),
        picture={"host": [host("myimage:0.1", new)], "hub": hub(), "log_in": None},
    )


BOTH = ("myimage:0.1", "demousr/demorep:1.0")
LAYERS = [
    {"id": "72ed521ecd1e", "status": "Layer already exists", "current": 0, "total": 0},
    {"id": "a1b2c3d4e5f6", "status": "Pushing", "current": 700, "total": 1024},
]


def openings() -> dict[str, dict[str, Any]]:
    """What stands at the head of a page."""
    return {
        "opening": opening(),
        "opening-some": opening(marks=marks(5)),
        "opening-done": opening(marks=marks(7)),
        "opening-missing": opening(marks=marks(2), missing=steps("create-repository", "tag")),
        "opening-first": opening(0, languages=speech.choices()),
        "opening-stopped": opening(link="stopped"),
    }


def of_one_step() -> dict[str, dict[str, Any]]:
    """A step before it is done, with mistakes, and done."""
    one = [host("myimage:0.1")]
    id_of, digest = IMAGE[7:19], DIGEST.removeprefix("sha256:")[:12]
    return {
        "waiting": panel("tag", link="waiting"),
        "untouched": panel(
            "tag",
            marks=marks(3),
            verdicts=verdict("tag", "tag-missing", "alone"),
            picture={"host": one, "hub": hub(), "log_in": None},
        ),
        "mistake": mistaken(repair_shown="behind the button"),
        "mistake-again": mistaken(repair_shown="open"),
        "other-image": panel(
            "tag",
            marks=marks(3),
            verdicts=verdict(
                "tag",
                "tag-other-image",
                repair_shown="behind the button",
                tagged=SECOND[7:19],
                built=id_of,
            ),
            picture={
                "host": [*one, host("demousr/demorep:1.0", image=SECOND)],
                "hub": hub(),
                "log_in": None,
            },
        ),
        "at-the-hub": panel(
            "create-repository",
            marks=marks(2),
            verdicts=verdict("create-repository", "repository-missing", "none"),
            picture={"host": one, "hub": [], "log_in": None},
        ),
        "passed": panel(
            "tag",
            marks=marks(4),
            verdicts=verdict("tag", "tag-holds", id=id_of),
            picture={"host": [host(*BOTH)], "hub": hub(), "log_in": None},
        ),
        "answer": panel(
            "list-images",
            marks=marks(1),
            tried={"list-images": "0.1"},
            verdicts=verdict(
                "list-images",
                "images-answer-tag",
                repair_shown="behind the button",
                given="0.1",
                column="TAG",
            ),
            picture={"host": one, "hub": [], "log_in": None},
        ),
        "answered": panel(
            "list-images",
            marks=marks(2),
            answers={"list-images": id_of},
            verdicts=verdict("list-images", "list-images-holds", given=id_of, id=id_of),
            picture={"host": one, "hub": [], "log_in": None},
        ),
        "pushing": panel(
            "push",
            marks=marks(5),
            verdicts=verdict("push", "push-missing", "empty-repository"),
            picture={"host": [host(*BOTH)], "hub": hub(), "log_in": "demousr"},
            activities=[pushing()],
        ),
        "refused": panel(
            "push",
            marks=marks(4, shown=(3,)),
            verdicts=verdict("push", "push-not-logged-in", repair_shown="behind the button"),
            picture={"host": [host(*BOTH)], "hub": hub(), "log_in": None},
            activities=[
                pushing(LAYERS[1] | {"status": "Preparing", "current": 0})
                | {"done": True, "error": "denied: requested access to the resource is denied"}
            ],
        ),
        "pushed": panel(
            "push",
            marks=marks(6) | {"push": "shown"},
            verdicts=verdict("push", "push-holds", digest=digest, id=id_of),
            picture={"host": [host(*BOTH)], "hub": hub("1.0"), "log_in": "demousr"},
            activities=[
                pushing(*(layer | {"status": "Pushed"} for layer in LAYERS)) | {"done": True}
            ],
        ),
        "alone": alone(),
    }


def pushing(*layers: dict[str, Any]) -> dict[str, Any]:
    """A push, as far as it has come."""
    return {
        "number": 3,
        "kind": "push",
        "name": "demousr/demorep:1.0",
        "layers": list(layers or LAYERS),
        "done": False,
        "error": "",
    }


def alone() -> dict[str, Any]:
    """Four steps in one panel, the first of which is half done."""
    return panel(
        "second-build",
        "second-push",
        "second-delete",
        "second-pull",
        marks=marks(10),
        line_words={"second-build": ["passed", "not yet"]},
        verdicts=verdict(
            "second-build",
            "second-build-missing",
            repair_shown="behind the button",
            here=ImageNames(("demousr/demorep:1.0",)),
        )
        | verdict("second-push", "second-push-not-built", repair_shown="behind the button")
        | verdict("second-delete", "second-delete-not-published")
        | verdict("second-pull", "second-pull-not-published"),
        picture={
            "host": [host("demousr/demorep:1.0"), host("myimage:0.2", image=SECOND)],
            "hub": hub("1.0"),
            "log_in": "demousr",
        },
    )


def in_the_way() -> dict[str, dict[str, Any]]:
    """What could not be seen, checked or done."""
    there = [host("demousr/demorep:1.0")]
    return {
        "unwatched": panel(
            "pull-back",
            marks=marks(8),
            verdicts=verdict(
                "pull-back",
                "nobody-watched",
                repair_shown="open",
                id=IMAGE[7:19],
                begin="10:31:07",
                end="10:35:40",
                left="demousr/demorep:1.0",
            ),
            picture={"host": there, "hub": hub("1.0"), "log_in": None},
        ),
        "own-docker-stopped": panel(
            "pull-back",
            own_docker=True,
            marks=marks(8),
            verdicts=verdict(
                "pull-back",
                "engine-stopped",
                "learners-docker",
                repair_shown="open",
                reason=later("no answer in time"),
            ),
            picture={"host": None, "hub": hub("1.0"), "log_in": None},
        ),
        "stopped": panel(
            "pull-back",
            link="stopped",
            marks=marks(8),
            picture={"host": there, "hub": hub("1.0"), "log_in": None},
        ),
        "skipped": panel(
            "run-it",
            steps=steps("run-it", runs_containers=False),
            marks=marks(9),
            verdicts=verdict("run-it", "no-containers", why=later(NOT_RUN)),
            picture={"host": there, "hub": hub("1.0"), "log_in": None},
        ),
    }


def story() -> dict[str, dict[str, Any]]:
    """The picture after each act of a learner, with what there was before it."""
    name, second = "demousr/demorep:1.0", "demousr/demorep:2.0"
    mine = host("myimage:0.2", second, image=SECOND)
    child = host("child:1", image="sha256:c1")
    nameless, unread = host(image=SECOND), host("big:1", image="sha256:b1", layers=None)
    index = repository("demorep") | {
        "tags": [{"name": "latest", "digest": DIGEST, "image": "", "layers": None}]
    }
    ran = host(*BOTH, containers=[{"name": "quirky_hopper", "state": "exited"}])
    tall = host("tall:1", image="sha256:d1", layers=[f"sha256:{n:02x}" * 8 for n in range(12)])
    secret = [
        repository("demorep", "1.0"),
        repository("empty"),
        repository("mine", visibility="private"),
    ]
    acts: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], str | None]] = [
        ("nothing", [], [], None),
        ("built", [host("myimage:0.1")], [], None),
        ("created", [host("myimage:0.1")], hub(), None),
        ("tagged", [host(*BOTH)], hub(), None),
        ("logged-in", [host(*BOTH)], hub(), "demousr"),
        ("pushed", [host(*BOTH)], hub("1.0"), "demousr"),
        ("built-2", [host("myimage:0.2", image=SECOND), host(*BOTH)], hub("1.0"), "demousr"),
        ("pushed-2", [mine, host(*BOTH)], hub("1.0", "2.0"), "demousr"),
        ("deleted", [mine], hub("1.0", "2.0"), "demousr"),
        ("pulled-back", [mine, host(name)], hub("1.0", "2.0"), "demousr"),
        ("child", [child, mine, host(name)], hub("1.0", "2.0"), "demousr"),
        ("nameless", [nameless, host(*BOTH)], hub("1.0"), None),
        ("containers", [ran], hub("1.0"), None),
        ("repositories", [host(*BOTH)], secret, "demousr"),
        ("not-known", [unread, host(layers=[], image="sha256:e1"), tall], [index], None),
    ]
    pictures: dict[str, dict[str, Any]] = {}
    before = None
    for act, images, repositories, log_in in acts:
        now = {"host": images, "hub": repositories, "log_in": log_in}
        pictures[f"picture-{act}"] = panel("see-tag", picture=now | {"before": before})
        before = now
    return pictures


def sheets() -> dict[str, dict[str, Any]]:
    """The sheet to take away, of somebody who did everything, and of somebody who was shown two steps."""
    usual: dict[str, Any] = {
        "kind": "sheet",
        "account": NAMES.username,
        "commands": [step["command"] for step in steps(*TAUGHT)],
        "shown": [],
        "language": speech.spoken(),
    }
    shown = [
        {"title": step["title"], "href": f"{step['page']}.ipynb"}
        for step in steps("create-repository", "push")
    ]
    return {"sheet": usual, "sheet-shown": usual | {"shown": shown}}


def states() -> dict[str, dict[str, Any]]:
    """Every state, in the current language."""
    return openings() | of_one_step() | in_the_way() | story() | sheets()


DARK = """--jp-ui-font-color0:#fff;--jp-layout-color1:#212121;--jp-brand-color1:#2196f3;--jp-success-color1:#4caf50;
--jp-warn-color1:#ff9800;--jp-error-color1:#f44336"""
LIGHT = """--jp-ui-font-color0:#000;--jp-layout-color1:#fff;--jp-brand-color1:#1976d2;--jp-success-color1:#388e3c;
--jp-warn-color1:#f57c00;--jp-error-color1:#d32f2f"""


def page(states: dict[str, dict[str, Any]]) -> str:
    """An HTML page with all `states`; `#dark` gives JupyterLab's dark colours."""
    scripts = {name: source.script(name) for name in ("panel", "opening", "sheet")}
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Panels</title>
<style>:root{{{LIGHT}}}:root.dark{{{DARK}}}body{{margin:0;padding:12px;background:var(--jp-layout-color1);display:grid;gap:14px;grid-template-columns:minmax(0,1fr)}}
{source.style()}</style><body><script type="module">
const scripts = {json.dumps(scripts)};
const states = {json.dumps(states)};
const widgets = {{}};
for (const [name, text] of Object.entries(scripts)) {{
  const address = URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }}));
  widgets[name] = (await import(address)).default;
}}
if (location.hash === "#dark") document.documentElement.classList.add("dark");
window.sent = [];
window.models = {{}};
for (const [name, traits] of Object.entries(states)) {{
  const el = document.createElement("main");
  el.id = name;
  document.body.append(el);
  const heard = {{}};
  const model = {{
    get: (key) => traits[key],
    on: (event, callback) => (heard[event] ??= []).push(callback),
    off: () => undefined,
    send: (message) => window.sent.push(message),
    change: (changes) => {{ Object.assign(traits, changes); for (const callback of heard.change ?? []) callback(); }},
  }};
  window.models[name] = model;
  widgets[traits.kind].render({{ model, el }});
}}
</script></body></html>"""


def shoot(folder: Path, shown: dict[str, dict[str, Any]]) -> None:
    """Takes pictures of states: wide, beside the Hub, on a phone; light and dark; forced colours."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gallery.html").write_text(page(shown))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        for width in (1240, 640, 390):
            for theme in ("light", "dark"):
                tab = browser.new_page(viewport={"width": width, "height": 768})
                tab.on("console", lambda message: sys.exit(message.text))
                tab.on("pageerror", lambda error: sys.exit(str(error)))
                tab.goto(f"file://{folder}/gallery.html#{theme}")
                tab.screenshot(path=folder / f"{width}-{theme}.png", full_page=True)
                for part in range(0, len(shown), 5):
                    names = list(shown)[part : part + 5]
                    boxes = [tab.locator(f"#{name}").bounding_box() or {} for name in names]
                    height = boxes[-1]["y"] + boxes[-1]["height"] - boxes[0]["y"] + 12
                    clip = {"x": 0, "y": boxes[0]["y"] - 6, "width": width, "height": height}
                    tab.screenshot(
                        path=folder / f"{width}-{theme}-{part // 5}.png", full_page=True, clip=clip
                    )
                tab.close()
        tab = browser.new_page(viewport={"width": 640, "height": 768}, forced_colors="active")
        tab.goto(f"file://{folder}/gallery.html#light")
        tab.screenshot(path=folder / "forced.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    place, told = [*sys.argv[1:], ENGLISH][:2]
    with speaking(told):
        shoot(Path(place).absolute(), states())
