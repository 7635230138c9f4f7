"""Every state of a panel on one page, without Jupyter, and pictures of it: `python docs/gallery.py FOLDER`.

The states are examples for the eye of whoever works on the look; no test takes them for what a world says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from docker_lessons.widgets import source

IMAGE = "sha256:352bb960af644807f0cf50082fc5c6b184a766a7390deb2567fb5ac3bebed6c6"
SECOND = "sha256:9e1c40d7721b8f3f4d5bd6a8e2f1b6c4a0b1c2d3e4f5061728394a5b6c7d8e9f"
SECOND_DIGEST = "sha256:5d6e0f8199aa" + "0" * 52
DIGEST = "sha256:4bcff63911fc02a4d6a1f8c7b7bb3a5a0a0e6ffb7d6e8f90123456789abcdef0"
HUB_URL = "http://127.0.0.1:5001"
PAGES = (
    ("00-start", "Start", 8, ("build-image",)),
    ("01-images", "Images", 10, ("list-images",)),
    ("02-repository", "A repository", 10, ("create-repository",)),
    ("03-tag", "Tag", 15, ("tag",)),
    ("04-push", "Push", 20, ("log-in", "push", "see-tag")),
    ("05-pull-back", "Pull it back", 15, ("delete-local", "pull-back", "run-it")),
    (
        "06-alone",
        "On your own",
        20,
        ("second-build", "second-push", "second-delete", "second-pull"),
    ),
    ("07-after", "Afterwards", 7, ("clean-up",)),
)
TITLES = {
    "build-image": "Build the image",
    "list-images": "Look at your images",
    "create-repository": "Create the repository",
    "tag": "Tag the image for the Hub",
    "log-in": "Log in",
    "push": "Push it to the Hub",
    "see-tag": "See the tag on the Hub",
    "delete-local": "Delete both names",
    "pull-back": "Pull it back",
    "run-it": "Run it",
    "second-build": "Build a second version",
    "second-push": "Publish it as 2.0",
    "second-delete": "Remove every local name of it",
    "second-pull": "Pull it",
    "clean-up": "Clean up",
}
GOALS = {
    "tag": "myimage:0.1 has a second name, demousr/demorep:1.0: the name that it will have on the Hub.",
    "push": "demousr/demorep:1.0 on the Hub is the very image that you tagged.",
    "list-images": "You know the image ID of myimage:0.1.",
    "create-repository": "The Hub has your repository demousr/demorep, it's public, and you know its pull command.",
    "pull-back": "demousr/demorep:1.0 is on this computer again, pulled from the Hub: the same image as before.",
    "run-it": "A container made from demousr/demorep:1.0 has ended with exit code 0, and you know what it printed.",
}
QUESTIONS = {
    "list-images": {
        "text": "What is the image ID of myimage:0.1?",
        "placeholder": "twelve characters",
    },
    "create-repository": {"text": "Its pull command?", "placeholder": "docker pull …"},
}
HANDS = {
    "create-repository": "hub",
    "pull-back": "terminal",
    **dict.fromkeys(("second-build", "second-push", "second-delete", "second-pull"), "yours"),
}
LINES = {
    "second-build": [
        {
            "title": "The message is changed",
            "goal": "myimage/message.txt says something else than before.",
        },
        {
            "title": "myimage:0.2 is built from it",
            "goal": "The image myimage:0.2 holds your new message.",
        },
    ]
}
STEPS: list[dict[str, Any]] = [
    {
        "step": name,
        "number": number,
        "page": next(page for page, _, _, steps in PAGES if name in steps),
        "title": title,
        "goal": GOALS.get(name, f"{title}, and see that it is so."),
        "question": QUESTIONS.get(name),
        "hints": [
            "Two names belong behind the word: the one that the image has, then the one that it gets.",
            "docker tag myimage:0.1 demousr/demorep:1.0",
        ],
        "hands": HANDS.get(name, "blank"),
        "reveal_after": 300 if name.startswith("second") else 0,
        "lines": LINES.get(name, []),
    }
    for number, (name, title) in enumerate(TITLES.items(), 1)
]
COURSE = {
    "steps": STEPS,
    "pages": [
        {"page": page, "title": title, "minutes": minutes, "steps": list(steps)}
        for page, title, minutes, steps in PAGES
    ],
}


def marks(done: int, shown: tuple[int, ...] = ()) -> dict[str, str | None]:
    """The first `done` steps as done by hand, those in `shown` by a solution."""
    return {
        step["step"]: None
        if step["number"] > done
        else "shown"
        if step["number"] in shown
        else "by hand"
        for step in STEPS
    }


def verdict(
    step: str, word: str, cause: str | None, text: str, **more: object
) -> dict[str, dict[str, Any]]:
    """One verdict as the service gives it, under its step."""
    empty = {
        "seen": "",
        "wanted": "",
        "repair": None,
        "repair_shown": "behind the button" if "repair" in more else "withheld",
    }
    return {step: {"step": step, "verdict": word, "cause": cause, "text": text} | empty | more}


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
        "next_page": None,
        "hub_url": HUB_URL,
        "proxy": "",
    }
    steps = [step for step in STEPS if step["step"] in names]
    return {"kind": "panel", "steps": steps, "course": COURSE} | empty | traits


def opening(**traits: Any) -> dict[str, Any]:
    """The traits of a page's opening; of page 04, before anything is done on it, unless said otherwise."""
    usual: dict[str, Any] = {
        "kind": "opening",
        "page": COURSE["pages"][4],
        "course": COURSE,
        "link": "live",
        "trouble": "",
        "marks": marks(4),
        "missing": [],
        "engine": "practice engine",
        "account": "demousr",
        "hub_url": HUB_URL,
        "proxy": "",
        "next_page": {"href": "05-pull-back.ipynb", "title": "Pull it back"},
        "busy": False,
    }
    return usual | traits


def mistaken(repair_shown: str) -> dict[str, Any]:
    """The tag was left out; the repair is shown as said."""
    new = "demousr/demorep:latest"
    return panel(
        "tag",
        marks=marks(3),
        verdicts=verdict(
            "tag",
            "not yet",
            "tag-latest",
            "You left out the tag, so Docker used latest. The course needs 1.0 after the colon.",
            seen=new,
            wanted="demousr/demorep:1.0 on the image myimage:0.1",
            repair="docker tag myimage:0.1 demousr/demorep:1.0",
            repair_shown=repair_shown,
        ),
        picture={"host": [host("myimage:0.1", new)], "hub": hub(), "log_in": None},
    )


BOTH = ("myimage:0.1", "demousr/demorep:1.0")
LAYERS = [
    {"id": "72ed521ecd1e", "status": "Layer already exists", "current": 0, "total": 0},
    {"id": "a1b2c3d4e5f6", "status": "Pushing", "current": 700, "total": 1024},
]
STATES: dict[str, dict[str, Any]] = {
    "opening": opening(),
    "opening-some": opening(marks=marks(5)),
    "opening-done": opening(marks=marks(7)),
    "opening-missing": opening(
        marks=marks(2),
        missing=[{"step": step, "title": TITLES[step]} for step in ("create-repository", "tag")],
    ),
    "opening-first": opening(
        page=COURSE["pages"][0],
        marks=marks(0),
        languages=[{"tag": "en", "name": "English"}, {"tag": "fr", "name": "Français"}],
    ),
    "opening-stopped": opening(link="stopped"),
    "waiting": panel("tag", link="waiting"),
    "untouched": panel(
        "tag",
        marks=marks(3),
        verdicts=verdict(
            "tag",
            "not yet",
            "tag-missing",
            "One image, one name so far.",
            seen="this computer has these names: myimage:0.1",
            wanted="demousr/demorep:1.0 on the image of myimage:0.1",
            repair="docker tag myimage:0.1 demousr/demorep:1.0",
            repair_shown="withheld",
        ),
        picture={"host": [host("myimage:0.1")], "hub": hub(), "log_in": None},
    ),
    "mistake": mistaken(repair_shown="behind the button"),
    "mistake-again": mistaken(repair_shown="open"),
    "too-many-names": panel(
        "tag",
        marks=marks(3),
        verdicts=verdict(
            "tag",
            "not yet",
            "tag-other-image",
            "The name is right, but it stands on another image (9e1c40d7721b). Tag again: the name moves over.",
            seen="demousr/demorep:1.0 is 9e1c40d7721b, myimage:0.1 is 352bb960af64",
            wanted="demousr/demorep:1.0 on the image myimage:0.1",
            repair="docker tag myimage:0.1 demousr/demorep:1.0",
        ),
        picture={
            "host": [host("myimage:0.1"), host("demousr/demorep:1.0", image=SECOND)],
            "hub": hub(),
            "log_in": None,
        },
    ),
    "at-the-hub": panel(
        "create-repository",
        marks=marks(2),
        verdicts=verdict(
            "create-repository",
            "not yet",
            "repository-missing",
            "The repository isn't there yet. Open the Hub, sign in, choose Create repository, call it demorep and leave it public.",
            seen="demousr has no repository on the Hub",
            wanted="demousr/demorep, public",
        ),
        picture={"host": [host("myimage:0.1")], "hub": [], "log_in": None},
    ),
    "passed": panel(
        "tag",
        marks=marks(4),
        verdicts=verdict("tag", "passed", None, "One image, two names: nothing was copied."),
        picture={"host": [host(*BOTH)], "hub": hub(), "log_in": None},
        next_page={"href": "04-push.ipynb", "title": "Push"},
    ),
    "answer": panel(
        "list-images",
        marks=marks(1),
        tried={"list-images": "0.1"},
        verdicts=verdict(
            "list-images",
            "not yet",
            "images-tag-given",
            "That is the tag. The ID is one column further right.",
            seen="0.1",
            wanted="the image ID of myimage:0.1",
            repair="docker images",
        ),
        picture={"host": [host("myimage:0.1")], "hub": [], "log_in": None},
    ),
    "answered": panel(
        "list-images",
        marks=marks(2),
        answers={"list-images": "352bb960af64"},
        verdicts=verdict("list-images", "passed", None, "352bb960af64 is the ID of myimage:0.1."),
        picture={"host": [host("myimage:0.1")], "hub": [], "log_in": None},
    ),
    "pushing": panel(
        "push",
        marks=marks(5),
        verdicts=verdict(
            "push",
            "not yet",
            "push-nothing",
            "Nothing has arrived yet.",
            seen="no tag in demousr/demorep",
            wanted="demousr/demorep:1.0 with image 352bb960af64",
            repair="docker push demousr/demorep:1.0",
        ),
        picture={"host": [host(*BOTH)], "hub": hub(), "log_in": "demousr"},
        activities=[
            {
                "number": 3,
                "kind": "push",
                "name": "demousr/demorep:1.0",
                "layers": LAYERS,
                "done": False,
                "error": "",
            }
        ],
    ),
    "refused": panel(
        "push",
        marks=marks(4, shown=(3,)),
        verdicts=verdict(
            "push",
            "not yet",
            "push-denied",
            "The Hub takes this name from its owner alone, and nobody is logged in here. Log in, then push again.",
            seen="denied: requested access to the resource is denied",
            wanted="demousr/demorep:1.0 with image 352bb960af64",
            repair="docker login -u demousr",
        ),
        picture={"host": [host(*BOTH)], "hub": hub(), "log_in": None},
        activities=[
            {
                "number": 4,
                "kind": "push",
                "name": "demousr/demorep:1.0",
                "layers": [LAYERS[1] | {"status": "Preparing", "current": 0}],
                "done": True,
                "error": "denied: requested access to the resource is denied",
            }
        ],
    ),
    "pushed": panel(
        "push",
        marks=marks(6) | {"push": "shown"},
        verdicts=verdict(
            "push",
            "passed",
            None,
            "Your image is on the Hub: 1.0 is sha256:4bcff63911fc, the digest that the push printed.",
        ),
        picture={"host": [host(*BOTH)], "hub": hub("1.0"), "log_in": "demousr"},
        activities=[
            {
                "number": 5,
                "kind": "push",
                "name": "demousr/demorep:1.0",
                "layers": [LAYERS[0] | {"status": "Pushed"}, LAYERS[1] | {"status": "Pushed"}],
                "done": True,
                "error": "",
            }
        ],
    ),
    "unwatched": panel(
        "pull-back",
        marks=marks(8),
        verdicts=verdict(
            "pull-back",
            "not yet",
            "nobody-watched",
            "It may well have been a pull, but the course didn't see it, so it can't count it. "
            "Remove the image again, and pull while the course is watching.",
            seen="the image 352bb960af64 is back; the course wasn't watching between 10:31:07 and 10:35:40",
            wanted="demousr/demorep:1.0, gone from this computer and then pulled from the Hub",
            repair="docker rmi demousr/demorep:1.0",
            repair_shown="open",
        ),
        picture={"host": [host("demousr/demorep:1.0")], "hub": hub("1.0"), "log_in": None},
    ),
    "own-docker-stopped": panel(
        "pull-back",
        own_docker=True,
        marks=marks(8),
        verdicts=verdict(
            "pull-back",
            "could not check",
            "engine-stopped",
            "The Docker engine doesn't answer. This isn't your fault, and nothing is lost. "
            "Start your Docker as you always do, and the course goes on by itself. "
            "Or go on in the practice world: docker-lessons start --engine practice",
            repair="docker-lessons start --engine practice",
            repair_shown="open",
        ),
        picture={"host": None, "hub": hub("1.0"), "log_in": None},
    ),
    "stopped": panel(
        "pull-back",
        link="stopped",
        marks=marks(8),
        picture={"host": [host("demousr/demorep:1.0")], "hub": hub("1.0"), "log_in": None},
    ),
    "skipped": panel(
        "run-it",
        marks=marks(9),
        verdicts=verdict(
            "run-it",
            "skipped",
            "no-containers",
            "The practice engine keeps images and moves them, but it doesn't run them, so this step is skipped. On your own Docker (docker-lessons start --engine docker), the same page runs it.",
        ),
        picture={"host": [host("demousr/demorep:1.0")], "hub": hub("1.0"), "log_in": None},
        next_page={"href": "06-alone.ipynb", "title": "On your own"},
    ),
    "alone": panel(
        "second-build",
        "second-push",
        "second-delete",
        "second-pull",
        marks=marks(10),
        line_words={"second-build": ["passed", "not yet"]},
        verdicts=verdict(
            "second-build",
            "not yet",
            "second-not-built",
            "The new message waits in its file; no image holds it yet.",
            seen="no image myimage:0.2",
            wanted="myimage:0.2 with the changed message",
            repair="docker build -t myimage:0.2 myimage",
        )
        | verdict(
            "second-push",
            "not yet",
            "x",
            "Not there yet.",
            seen="tags: 1.0",
            wanted="tag 2.0",
            repair="x",
        )
        | verdict(
            "second-delete",
            "not yet",
            "x",
            "It is not there to be removed.",
            seen="nothing",
            wanted="all gone",
        )
        | verdict("second-pull", "not yet", "x", "Later.", seen="nothing", wanted="2.0 back"),
        picture={
            "host": [
                host("demousr/demorep:1.0"),
                host("myimage:0.2", image=SECOND),
            ],
            "hub": hub("1.0"),
            "log_in": "demousr",
        },
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


STATES |= story()

DARK = """--jp-ui-font-color0:#fff;--jp-layout-color1:#212121;--jp-brand-color1:#2196f3;--jp-success-color1:#4caf50;
--jp-warn-color1:#ff9800;--jp-error-color1:#f44336"""
LIGHT = """--jp-ui-font-color0:#000;--jp-layout-color1:#fff;--jp-brand-color1:#1976d2;--jp-success-color1:#388e3c;
--jp-warn-color1:#f57c00;--jp-error-color1:#d32f2f"""


def page(states: dict[str, dict[str, Any]] = STATES) -> str:
    """An HTML page with all `states`; `#dark` gives JupyterLab's dark colours."""
    scripts = {name: source.script(name) for name in ("panel", "opening")}
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


def shoot(folder: Path) -> None:
    """Takes pictures of all states: wide, beside the Hub, on a phone; light and dark; forced colours."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gallery.html").write_text(page())
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
                for part in range(0, len(STATES), 5):
                    names = list(STATES)[part : part + 5]
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
    shoot(Path(sys.argv[1]).absolute())
