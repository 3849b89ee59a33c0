"""Who may come in: the actor of a request, and decorators that guard views.

    @guards.staff_only("tills.sell")
    def sell(request: HttpRequest) -> HttpResponse:
        actor = guards.actor_of(request)
        actor.require("tills.sell", at=till.place)

A permission that holds at a place only lets its holder in; the view then asks about the place that it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from oneshelf.kernel.actors import ANONYMOUS, Actor, ActorKind
from oneshelf.kernel.errors import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; ANONYMOUS when nobody has said so."""
    return cast("Actor", getattr(request, "actor", ANONYMOUS))


def act_as(request: HttpRequest, actor: Actor) -> None:
    """Say who acts in this request, such as a till that showed its token."""
    cast("Any", request).actor = actor


def staff_only(permission: str) -> Callable[[View[P]], View[P]]:
    """Let in staff with `permission` at some place at least; send who has not signed in to STAFF_LOGIN_URL.

    Raises NotAllowed for staff without it.
    """

    def guarded(view: View[P]) -> View[P]:
        @wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of(request)
            if actor.kind is not ActorKind.STAFF:
                return sign_in_first(request, settings.STAFF_LOGIN_URL)
            if not actor.may_somewhere(permission):
                raise NotAllowed(permission=permission)
            return view(request, *args, **kwargs)

        return run

    return guarded


def customers_only(view: View[P]) -> View[P]:
    """Let in customers who have signed in; send everybody else to LOGIN_URL."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if actor_of(request).kind is not ActorKind.CUSTOMER:
            return sign_in_first(request, settings.LOGIN_URL)
        return view(request, *args, **kwargs)

    return run


def sign_in_first(request: HttpRequest, door: str, *, back: str | None = None) -> HttpResponse:
    """Send the browser to `door` (an address or its name), and to `back` afterwards.

    When `back` is None that is here, if this was a mere look.
    """
    if back is None:
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    address = resolve_url(door) + (f"?{urlencode({'next': back})}" if back else "")
    if "HX-Request" in request.headers:  # htmx would put the sign-in page into a corner of this one
        return HttpResponse(status=204, headers={"HX-Redirect": resolve_url(door)})
    return HttpResponseRedirect(address)
