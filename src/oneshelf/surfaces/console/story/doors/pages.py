"""A browser without a screen: keeps cookies, reads pages as text, sends forms with their token."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import httpx

from oneshelf.surfaces.console.story.telling import NotSo

ANSWER_LIMIT_S = 30.0
"""The longest wait for an answer."""

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One person's browser at `base_url`."""

    def __init__(self, base_url: str) -> None:
        self.http = httpx.Client(base_url=base_url, timeout=ANSWER_LIMIT_S, follow_redirects=True)

    def read(self, path: str) -> str:
        """Return the page at `path`. Raises NotSo when there is none."""
        return self._text(self.http.get(path))

    def send(self, page: str, fields: Mapping[str, str], to: str | None = None) -> httpx.Response:
        """Look at `page`, fill a form of it in, send it `to` an address (the page's own), and return the answer.

        Redirects are followed; refusals are returned.
        """
        token = find(self.read(page), _TOKEN, "a form's token")
        headers = {"Referer": str(self.http.base_url.join(page))}
        return self.http.post(to or page, data={**fields, "csrfmiddlewaretoken": token}, headers=headers)

    def sent(self, page: str, fields: Mapping[str, str], to: str | None = None) -> str:
        """Do as `send` and return the page that it leads to. Raises NotSo when the form was refused."""
        return self._text(self.send(page, fields, to))

    def _text(self, response: httpx.Response) -> str:
        expect_status(response, 200)
        return response.text


def expect_status(response: httpx.Response, status: int) -> None:
    """Raise NotSo unless the answer has that status."""
    if response.status_code != status:
        came = f"{response.status_code} {response.text[:300]!r}"
        raise NotSo(f"the answer to {response.request.method} {response.request.url.path}", status, came)


def find(page: str, pattern: re.Pattern[str], what: str) -> str:
    """Return the first group of the first match in a page, as a person reads it. Raises NotSo."""
    found = pattern.search(page)
    if found is None:
        raise NotSo(what, "on the page", "not there")
    return html.unescape(found.group(1))
