"""A walk through the pages of a surface, in the language that shows its translations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from tests.architecture.tree import agree
from tests.surfaces.answers import Answer
from tests.surfaces.doors import doors
from tests.surfaces.pseudo import data_of_the_house, spoken, strings_in, unmarked

ALL = {door.route for door in doors(get_resolver().url_patterns) if door.method == "GET"}

NO_PAGE = {
    "storefront:product_ticket": "a ticket for a program",
    "storefront:order_ticket": "a ticket for a program",
    "associate:ticket": "a ticket for a program",
    "associate:goods_ticket": "a ticket for a program",
    "associate:start": "leads to the places",
    "entrance:staff_start": "leads to where the work is",
    "associate:slip": "paper: see below",
    "backoffice:price_change_rows": "a file",
    "admin:autocomplete": "data alone",
    "admin:jsi18n": "a script",
    "admin:view_on_site": "leads elsewhere",
    "admin:login": "leads to the door of staff",
    "admin:*_history": "leads to the audit trail",
    "admin:*_delete": "nothing is deleted there",
    "admin:logout": "leads to the door of staff",
}
"""Routes of GET that show nothing, and why."""


class Tour:
    """A walk through pages, whose texts are looked at in the end, when all data is there."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self._pieces: list[tuple[str, str]] = []
        self._strayed: list[str] = []
        self._typed: set[str] = set()
        self._seen: set[str] = set()

    def see(self, client: Client, address: str, *, status: int = 200, **query: str) -> Answer:
        """Open a page."""
        with spoken(self._patch):
            answer = client.get(address, query, follow=True)
        self._typed |= set(query.values())
        return self._keep("GET", address, answer, status)

    def send(
        self, client: Client, address: str, form: Mapping[str, object] | None = None, *, status: int = 200, **more: Any
    ) -> Answer:
        """Send a form with more fields and go where it leads."""
        fields = {**(form or {}), **more}
        with spoken(self._patch):
            answer = client.post(address, fields, follow=True)
        self._typed |= {str(value) for value in fields.values()}
        return self._keep("POST", address, answer, status)

    def hear(self, where: str, call: Callable[[], Answer], status: int = 200) -> Answer:
        """Let a script of a page ask for something."""
        with spoken(self._patch):
            answer = call()
        method, address = where.split()
        return self._keep(method, address, answer, status)

    def know(self, *samples: str) -> None:
        """Take these for data: they stand in no table."""
        self._typed |= set(samples)

    def read(self, where: str, *texts: object) -> None:
        """Read a letter."""
        self._pieces += [(where, str(text)) for text in texts]

    def _keep(self, method: str, address: str, answer: Answer, status: int) -> Answer:
        where = f"{method} {address}"
        if answer.status_code != status:
            self._strayed.append(f"{where} answers {answer.status_code}, not {status}.")
        with suppress(Resolver404):
            self._seen.add(resolve(answer.request["PATH_INFO"]).view_name)
        pieces = [answer.content.decode()]
        if "json" in answer.headers["Content-Type"]:
            pieces = [text for text in strings_in(answer.json()) if "⟦" in text or "<" in text]
        self._pieces += [(where, piece) for piece in pieces]
        return answer

    def end(self, *routes: str) -> None:
        """Say what is not translated, and which of those routes nobody went to."""
        data = data_of_the_house() | self._typed - {""}
        cure = (
            'Cure: mark it for translation; what no language says otherwise stands in an element with translate="no".'
        )
        unsaid = {f"{where} shows “{text}”. {cure}" for where, piece in self._pieces for text in unmarked(piece, data)}
        wanted = {route for route in ALL if any(fnmatchcase(route, each) for each in routes)}
        left = {each for each in wanted - self._seen if not any(fnmatchcase(each, idle) for idle in NO_PAGE)}
        agree([*self._strayed, *sorted(unsaid), *(f"Nobody went to {each}." for each in sorted(left))])
