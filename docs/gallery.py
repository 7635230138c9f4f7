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
DIGEST = "sha256:4bcff63911fc02a4d6a1f8c7b7bb3a5a0a0e6ffb7d6e8f90123456789abcdef0"
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
    "second-pull": "Fetch it again",
    "clean-up": "Clean up",
}
GOALS = {
    "tag": "Give your image the name under which the Hub will keep it.",
    "push": "The Hub's tag 1.0 holds the very image that you tagged.",
    "list-images": "You can say the image ID of myimage:0.1.",
    "create-repository": "The Hub has demousr/demorep, it is public, and you can give its pull command.",
    "pull-back": "demousr/demorep:1.0 is back on this computer, and a pull brought it.",
    "run-it": "A container made from demousr/demorep:1.0 has ended with exit code 0.",
}
QUESTIONS = {
    "list-images": {
        "text": "What is the image ID of myimage:0.1?",
        "placeholder": "twelve characters",
    },
    "create-repository": {"text": "Its pull command?", "placeholder": "docker pull …"},
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
        "hands": "blank",
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
    empty = {"seen": "", "wanted": "", "repair": None, "repair_shown": "repair" in more}
    return {step: {"step": step, "verdict": word, "cause": cause, "text": text} | empty | more}


def host(*names: str, new: tuple[str, ...] = (), image: str = IMAGE) -> dict[str, Any]:
    """An image on this computer."""
    return {"id": image, "names": list(names), "layers": 2, "new": list(new)}


def hub(*tags: str, visibility: str = "public") -> list[dict[str, Any]]:
    """The Hub with the course's repository."""
    known = [{"name": tag, "digest": DIGEST, "image": IMAGE} for tag in tags]
    return [{"repository": "demousr/demorep", "visibility": visibility, "tags": known}]


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
    }
    steps = [step for step in STEPS if step["step"] in names]
    return {"kind": "panel", "steps": steps, "course": COURSE} | empty | traits


BOTH = ("myimage:0.1", "demousr/demorep:1.0")
LAYERS = [
    {"id": "72ed521ecd1e", "status": "Layer already exists", "current": 0, "total": 0},
    {"id": "a1b2c3d4e5f6", "status": "Pushing", "current": 700, "total": 1024},
]
STATES: dict[str, dict[str, Any]] = {
    "opening": {
        "kind": "opening",
        "page": COURSE["pages"][4],
        "course": COURSE,
        "link": "live",
        "trouble": "",
        "marks": marks(3),
        "missing": [{"step": "tag", "title": TITLES["tag"]}],
        "account": "demousr",
        "hub_url": "http://127.0.0.1:5001",
        "proxy": "practice-hub",
        "next_page": {"href": "05-pull-back.ipynb", "title": "Pull it back"},
        "busy": False,
    },
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
            repair_shown=False,
        ),
        picture={"host": [host("myimage:0.1")], "hub": hub(), "log_in": None},
    ),
    "mistake": panel(
        "tag",
        marks=marks(3),
        verdicts=verdict(
            "tag",
            "not yet",
            "tag-latest",
            "You left the tag away, so Docker wrote latest. The course wants 1.0 behind the colon.",
            seen="demousr/demorep:latest",
            wanted="demousr/demorep:1.0",
            repair="docker tag myimage:0.1 demousr/demorep:1.0",
        ),
        picture={
            "host": [
                host("myimage:0.1", "demousr/demorep:latest", new=("demousr/demorep:latest",))
            ],
            "hub": hub(),
            "log_in": None,
        },
    ),
    "passed": panel(
        "tag",
        marks=marks(4),
        verdicts=verdict("tag", "passed", None, "One image, two names: nothing was copied."),
        picture={"host": [host(*BOTH, new=("demousr/demorep:1.0",))], "hub": hub(), "log_in": None},
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
            "The Hub holds your image: 1.0 is 4bcff63911fc, the image that you tagged.",
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
            "could not check",
            "nobody-watched",
            "The image is here, but the practice world was stopped when it came back: nobody saw how. "
            "Remove both names and pull once more; then it counts.",
        ),
        picture={"host": [host("demousr/demorep:1.0")], "hub": hub("1.0"), "log_in": None},
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
            "The practice engine keeps and moves images, but runs none. With your own Docker this step counts.",
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
                host("myimage:0.2", new=("myimage:0.2",), image=SECOND),
            ],
            "hub": hub("1.0"),
            "log_in": "demousr",
        },
    ),
}

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
        for width in (1240, 640, 360):
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
