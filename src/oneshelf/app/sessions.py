"""Two session realms: what a shopper's browser proves opens no door for staff, and the other way round.

Which realm a request is in is said by its address (`STAFF_ADDRESSES`). Each has a cookie of its own and signs its
sessions with a salt of its own, so that not even a copied cookie value is read in the other realm. This module is
also the SESSION_ENGINE: `SessionStore` is the shoppers', which is every address that is not staff's.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

STAFF_COOKIE = "oneshelf_staff"
STAFF_ADDRESSES = ("/staff", "/till", "/associate", "/backoffice", "/components")
STAFF_AGE_S = 12 * 60 * 60
"""How long a member of staff stays signed in without doing so again: a long shift, in seconds."""


def is_staff_address(path: str) -> bool:
    """Tell whether `path` lies in the realm of staff."""
    return any(path == each or path.startswith(f"{each}/") for each in STAFF_ADDRESSES)


class SessionStore(DatabaseStore):
    """The sessions of shoppers."""

    def load(self) -> dict[str, Any]:
        """Read the session; a key that means nothing in this realm is dropped, so that nothing is written under it."""
        data: dict[str, Any] = super().load()
        if not data:
            self._session_key = None
        return data


class StaffSessionStore(SessionStore):
    """The sessions of staff. Django salts the signature with the class's name, which keeps the realms apart."""

    def get_session_cookie_age(self) -> int:
        """Return how long the session lasts, in seconds."""
        return STAFF_AGE_S


class RealmMiddleware(SessionMiddleware):
    """Django's sessions, with the cookie and the store of the realm that the address lies in."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the realm's session."""
        if is_staff_address(request.path_info):
            request.session = StaffSessionStore(request.COOKIES.get(STAFF_COOKIE))
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session and send its cookie under the realm's name."""
        if not is_staff_address(request.path_info):
            return super().process_response(request, response)
        shopper, mine = settings.SESSION_COOKIE_NAME, request.COOKIES.get(STAFF_COOKIE)
        request.COOKIES = {} if mine is None else {shopper: mine}
        answer = super().process_response(request, response)
        sent = answer.cookies.pop(shopper, None)
        if sent is not None:
            answer.cookies[STAFF_COOKIE] = sent.value
            answer.cookies[STAFF_COOKIE].update(sent)
        return answer
