"""Which till a browser is, and who stands at it.

The till's secret lies in a signed cookie that only /till/ receives. Who has unlocked it is kept in the session of the
realm of staff, for `IDLE_S` after the last thing they did; what they may do is asked from `staff` at every request,
so that who was dismissed can sell nothing more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from oneshelf.kernel import guards
from oneshelf.kernel.actors import Actor
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till import answers
from oneshelf.surfaces.till.errors import TillLocked

COOKIE = "oneshelf_till"
COOKIE_AGE_S = 400 * 24 * 60 * 60
"""How long a browser stays a till, in seconds: the longest that browsers keep a cookie."""

IDLE_S = 5 * 60
"""After how many seconds without a touch the till locks itself."""

SELL = "tills.sell"

_SALT = "oneshelf.till.device"
_SESSION = "till"
_SEEN_EVERY_S = 15  # the session is written this often at most

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Counter:
    """A till and the member of staff who has unlocked it."""

    till: tills.Till
    actor: Actor

    @property
    def member(self) -> staff.MemberId:
        """Who it is."""
        assert self.actor.id is not None, "staff.actor_of names the member"
        return staff.MemberId(self.actor.id)


View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CounterView = Callable[Concatenate[HttpRequest, Counter, P], HttpResponse]


def remember(response: HttpResponse, token: str) -> None:
    """Make the browser that gets `response` the till with the secret `token`."""
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=_SALT,
        max_age=COOKIE_AGE_S,
        path="/till",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def till_of(request: HttpRequest) -> tills.Till:
    """Return the till that the browser is. Raises UnknownTill, also for a cookie that we did not sign."""
    token = request.get_signed_cookie(COOKIE, default="", salt=_SALT)
    if not token:
        raise tills.UnknownTill(till="")
    return tills.till_of_token(token)


def unlock(request: HttpRequest, till: tills.Till, member: staff.MemberId) -> None:
    """Let a member, whose PIN was right, work at the till. The session gets another key."""
    request.session.cycle_key()
    request.session[_SESSION] = {"till": str(till.id), "member": str(member), "seen": int(time.time())}


def lock(request: HttpRequest) -> None:
    """Let nobody work at the till until the next PIN."""
    request.session.pop(_SESSION, None)


def counter_of(request: HttpRequest) -> Counter:
    """Return the till and who works at it, and note that they do. Raises UnknownTill, TillLocked and NotAllowed."""
    till = till_of(request)
    kept = request.session.get(_SESSION)
    now = int(time.time())
    if kept is None or kept["till"] != str(till.id) or now - kept["seen"] > IDLE_S:
        lock(request)
        raise TillLocked
    if now - kept["seen"] >= _SEEN_EVERY_S:
        request.session[_SESSION] = kept | {"seen": now}
    try:
        actor = staff.actor_of(staff.MemberId(UUID(kept["member"])))
    except staff.UnknownMember as dismissed:
        lock(request)
        raise TillLocked from dismissed
    actor.require(SELL, at=till.place)
    guards.act_as(request, actor)
    return Counter(till, actor)


def counter_page(view: CounterView[P]) -> View[P]:
    """A page for who has unlocked the till; others are led to where they can."""

    @never_cache
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            counter = counter_of(request)
        except tills.UnknownTill:
            return redirect("till:enrol")
        except TillLocked:
            return redirect("till:unlock")
        return view(request, counter, *args, **kwargs)

    return run


def counter_data(view: CounterView[P]) -> View[P]:
    """An answer to the script of the page of who has unlocked the till; others are refused."""

    @answers.data
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, counter_of(request), *args, **kwargs)

    return run
