"""Where the API answers: everything below /api/v1/."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from oneshelf.surfaces.api import (
    ahead,
    amendments,
    carts,
    checkouts,
    companies,
    counts,
    coupons,
    customer_groups,
    document,
    events,
    explaining,
    goods,
    offers,
    orders,
    parity,
    placing,
    price_changes,
    price_lists,
    problems,
    promises,
    promotions,
    purchases,
    rehearsals,
    stock,
    taxes,
    transfers,
    units,
    webhooks,
)
from oneshelf.surfaces.api.errors import UnknownAddress
from oneshelf.surfaces.api.operations import api

OPERATIONS = (
    goods,
    stock,
    taxes,
    ahead,
    units,
    promises,
    placing,
    orders,
    checkouts,
    events,
    webhooks,
    carts,
    purchases,
    transfers,
    counts,
    amendments,
    companies,
    coupons,
    promotions,
    rehearsals,
    explaining,
    parity,
    price_lists,
    price_changes,
    customer_groups,
    offers,
)
"""Every module that declares operations; importing them declares."""


def described() -> dict[str, Any]:
    """Return the API's OpenAPI document."""
    return document.whole(dict(api.get_openapi_schema(path_prefix="/api/v1/")))


@cache
def _document() -> bytes:
    return msgspec.json.encode(described())


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the API's description of itself."""
    return HttpResponse(_document(), content_type="application/json")


@csrf_exempt
@require_http_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing at this address."""
    return problems.answer(request, UnknownAddress(path=request.path))


_routes, _app_name, namespace = api.urls

urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    *(route for route in _routes if getattr(route, "name", None) != "api-root"),
    re_path(r"^.*$", nothing_here, name="nothing_here"),
]
app_name = namespace
