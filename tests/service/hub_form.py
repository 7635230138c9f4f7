"""The Hub's own pages, used as a person does: sign in, fill in the form, press the button."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request


class HubPages:
    """A visitor with cookies at the Hub's address `url`."""

    def __init__(self, url: str) -> None:
        self._url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        """Returns the text of a page."""
        with self._opener.open(f"{self._url}/{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def submit(self, path: str, **fields: str) -> tuple[int, str]:
        """Fills in the form of a page and sends it; returns status and text of the page that follows."""
        token = re.search(r'name="form_token" value="([^"]+)"', self.get(path))
        assert token, f"there is no form at {path}"
        data = urllib.parse.urlencode({"form_token": token[1], **fields}).encode()
        request = urllib.request.Request(
            f"{self._url}/{path}", data=data, headers={"Origin": self._url}
        )
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, username: str, password: str) -> None:
        """Signs in; the visitor has a session from then on."""
        status, page = self.submit("login", username=username, password=password)
        assert status == 200, page

    def create(self, name: str) -> tuple[int, str]:
        """Sends the form of *Create repository*, public; returns status and text of the page that follows."""
        return self.submit(
            "repositories/create",
            namespace="demousr",
            name=name,
            description="",
            visibility="public",
        )
