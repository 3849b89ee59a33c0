"""How pages are rendered, and what becomes of refusals."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Refusal
from oneshelf.surfaces.storefront.visits import NotOpenYet, visit_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the shop, or a piece of one."""
    return render(request, f"storefront/{template}.html", context, status=status)


def kindly(view: View[P]) -> View[P]:
    """Show what a view refuses as a page of the shop; an exchange by htmx gets its toast from the house."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            visit_of(request).channel  # noqa: B018 - a shop that is not open yet shows nothing
            return view(request, *args, **kwargs)
        except NotOpenYet:
            return render(request, "storefront/not_open.html", status=503)
        except Refusal as refusal:
            if is_exchange(request):
                raise
            said = sentences.describe(refusal)
            return show(request, "refused", refusal.status, said=said, missing=refusal.status == HTTPStatus.NOT_FOUND)

    return run


def is_exchange(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a piece of the page."""
    return "HX-Request" in request.headers


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Send the browser to the form's `next`, if that is an address of ours, else to the route `otherwise`."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if ours else resolve_url(otherwise))
