"""What people see when something is refused, missing or broken: a sentence, what to do next, and a way on.

The API writes problem documents of its own; all other refusals that a view lets pass arrive here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from oneshelf.app.sessions import is_staff_address
from oneshelf.kernel import sentences
from oneshelf.kernel.errors import NotAllowed, Refusal
from oneshelf.kernel.ids import new_id

_log = structlog.get_logger(__name__)


class RefusalMiddleware:
    """Turns a refusal that a view let pass into a page, or for htmx into a message on the page that is open.

    Refuses by itself what holds the character NUL: nobody types it, and no text of PostgreSQL can.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Answer an address or a form with a NUL in it; leave every other request to its view."""
        given = (value for sent in (request.GET, request.POST) for _name, values in sent.lists() for value in values)
        if any("\x00" in text for text in (request.path_info, *given)):
            return bad_request(request, BadRequest())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with its sentence; leave every other exception to Django."""
        if not isinstance(exception, Refusal):
            return None
        sentence = sentences.describe(exception)
        if "HX-Request" in request.headers:
            toast = {"ui:toast": {"text": str(sentence), "tone": "bad"}}
            return HttpResponse(status=exception.status, headers={"HX-Trigger": json.dumps(toast)})
        return _page(
            request, exception.status, title=sentence.what, cure=sentence.cure, other=isinstance(exception, NotAllowed)
        )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
        return _page(
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            title=_("What was sent is too large."),
            cure=_("Go back and write less: a form takes up to %(most)s kB.") % {"most": most},
        )
    return _page(
        request,
        HTTPStatus.BAD_REQUEST,
        title=_("This request cannot be read."),
        cure=_("Go back, load the page again and try once more."),
    )


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not be here."""
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        title=_("You may not see this page."),
        cure=_("Sign in as somebody who may, or ask somebody who manages your team."),
        other=True,
    )


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from a page of ours, or from one that is too old."""
    _log.warning("a form was refused", reason=reason, path=request.path_info)
    return _page(
        request,
        HTTPStatus.FORBIDDEN,
        title=_("This form is too old, or your browser keeps no cookies for it."),
        cure=_("Go back, load the page again and send the form once more."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address at which there is nothing."""
    return _page(
        request,
        HTTPStatus.NOT_FOUND,
        title=_("There is nothing at this address."),
        cure=_("Check the address, or begin at the start."),
        icon="map-pin-off",
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours; the reference is in the log. Uses neither session nor database: they may be the fault."""
    reference = str(new_id())
    _log.error("a page broke", reference=reference, path=request.path_info)
    shown = {
        "title": _("Something broke on our side."),
        "cure": _("Nothing was kept of what you just sent. Try again in a moment."),
        "reference": reference,
        "next_url": _start(request),
    }
    return HttpResponse(render_to_string("ui/error.html", shown), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(
    request: HttpRequest, status: int, *, title: str, cure: str, icon: str = "ban", other: bool = False
) -> HttpResponse:
    """Render the page; with `other`, staff can leave their place to somebody else and begin where they may be."""
    shown = {"title": title, "cure": cure, "icon": icon, "next_url": _start(request)}
    if other and is_staff_address(request.path_info):
        shown |= {"next_url": "/staff/", "other_url": "/staff/sign-out"}
    return render(request, "ui/error.html", shown, status=status)


def _start(request: HttpRequest) -> str:
    """Return where people of the realm begin: the till at the till, and so on."""
    if not is_staff_address(request.path_info):
        return "/"
    first = request.path_info.split("/")[1]
    return f"/{first}/"
