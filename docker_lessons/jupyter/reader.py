"""The language of the person who opens the course in this Jupyter: JupyterLab's setting, else the browser's.

Both are known only once a page of JupyterLab or Notebook is opened.  So each request for a page is looked at before the
browser gets the answer:

- `?lang=fr` in its address chooses that language, as `--lang` does, so a link or a badge can lead to French pages.
- Else the setting "Language" of JupyterLab counts, or, where that is left at the system's, what the browser of the first
  page accepts.  The variable `language.READER` tells it to kernels and terminals; any choice overrides it.

If this changes the language, the pages are rendered again, and so is what terminals say.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from tornado.web import OutputTransform

from docker_lessons import language
from docker_lessons.jupyter import config, working_copy
from docker_lessons.world import World, WorldError, choice

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp
    from tornado.httputil import HTTPHeaders, HTTPServerRequest

_PAGE: Final = re.compile(r"(?:lab(?!/(?:api|extensions)/)|tree|notebooks)(?:/|$)")
_OK: Final = 200
_QUERY: Final = "lang"
_SETTINGS: Final = "@jupyterlab/translation-extension:plugin"


class Reader:
    """Who reads the pages of a world in this server."""

    def __init__(self, app: ServerApp, world: World) -> None:
        self._app = app
        self._world = world
        self._browsers: str | None = None
        self._is_first = True

    def opens(self, request: HTTPServerRequest) -> None:
        """Takes note of a page that is about to be shown to somebody who may see it."""
        before = language.current()
        if self._is_first:
            self._browsers = language.accepted(request.headers.get("Accept-Language", ""))
            self._is_first = False
        found = language.known(self._setting()) or self._browsers
        os.environ.pop(language.READER, None)
        if found:
            os.environ[language.READER] = found
        try:
            asked = request.arguments.get(_QUERY, [b""])[-1].decode(errors="replace")
            if chosen := language.known(asked):
                choice.speak(self._world, chosen)
            language.keep(self._world.language)
            if language.current() != before:
                self._render()
        except WorldError as error:
            self._app.log.error(str(error))  # noqa: TRY400  # a sentence, not a traceback

    def _render(self) -> None:
        folder = working_copy.last(self._world)
        if folder is not None:
            working_copy.render(folder, self._world)
            config.write(self._world, folder)

    def _setting(self) -> str:
        """Returns the language that JupyterLab is set to, `default` or '' for the system's."""
        from jupyterlab_server.settings_utils import get_settings
        from tornado.web import HTTPError

        for name in ("jupyterlab", "notebook"):
            for one in self._app.extension_manager.extension_apps.get(name, set()):
                try:
                    found, _ = get_settings(
                        one.app_settings_dir,
                        one.schemas_dir,
                        one.user_settings_dir,
                        schema_name=_SETTINGS,
                        labextensions_path=[*one.extra_labextensions_path, *one.labextensions_path],
                    )
                except HTTPError:  # no such settings, or damaged ones
                    continue
                return str(found.get("settings", {}).get("locale") or "")
        return ""


def watch(app: ServerApp, world: World) -> None:
    """Has a server notice each page that it shows."""
    reader, base = Reader(app, world), app.base_url

    class Noticed(OutputTransform):
        """Tornado makes one for each request, and asks it before the first bytes of the answer leave."""

        def __init__(self, request: HTTPServerRequest) -> None:
            super().__init__(request)
            self._request = request

        def transform_first_chunk(
            self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
        ) -> tuple[int, HTTPHeaders, bytes]:
            """Returns the answer as it is."""
            place = self._request.path.removeprefix(base)
            if self._request.method == "GET" and status_code == _OK and _PAGE.match(place):
                reader.opens(self._request)
            return status_code, headers, chunk

    app.web_app.add_transform(Noticed)
