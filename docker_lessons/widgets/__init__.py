"""The widgets of the course's pages: the panel of a step, the opening of a page, the sheet.

They decide nothing: verdicts, causes and repairs come from the practice world's service as JSON and are
shown as they are. What runs in the browser is written in `front/src/`; `make front` joins it into
`static/`, one script for each widget, which loads nothing from any network.

May import `world` and `command`; only notebooks import it.
"""
