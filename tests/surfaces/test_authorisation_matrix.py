"""Every door asks who comes: each route has a row in the table, each row a route, and the answer is the listed one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from http.cookies import SimpleCookie
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from django.views import View
from django.views.decorators.http import require_POST
from ninja import NinjaAPI

from oneshelf.surfaces.api import calls
from tests.architecture.tree import agree
from tests.checkout.builders import a_shop
from tests.surfaces.access import ACCESS
from tests.surfaces.doors import Door, doors, methods
from tests.surfaces.roles import ROLES, Statuses, everyone, staff
from tests.surfaces.visitors import visitor

LIST = re.compile(r"admin:(?P<model>\w+_\w+)_(changelist|add|change|delete|history)")


def row_for(door: Door, table: Mapping[str, Statuses]) -> Statuses | None:
    """Return the row of `door`: its own, or one with a star."""
    if door.key in table:
        return table[door.key]
    return next((row for key, row in table.items() if "*" in key and fnmatchcase(door.key, key)), None)


def unguarded(found: Iterable[Door], table: Mapping[str, Statuses]) -> Iterator[str]:
    """Say which doors nobody thought about."""
    lists: set[str] = set()
    for door in found:
        where = f"/{door.pattern} ({door.view.__module__})"
        if not door.route:
            yield f"{where} has no name. Cure: path(..., name='what_it_shows')."
            continue
        model = LIST.fullmatch(door.route)
        if not model and door.view.__module__.startswith("oneshelf.surfaces.") and not methods(door.view):
            yield f"{where} takes any method. Cure: put @require_safe, @require_POST or @require_http_methods on it."
        row = row_for(door, table)
        if row is None and model:
            lists.add(model["model"])
        elif row is None:
            yield f"{door.key}: who may enter {where}? Cure: add its row to ACCESS in tests/surfaces/access.py."
        elif set(row) != set(ROLES):
            yield f"{door.key}: its row does not name every role. Cure: use everyone(), shoppers() or staff()."
    for name in sorted(lists):
        yield f"Who sees the list {name}, who edits? Cure: add **a_list('{name}', ...) in tests/surfaces/access.py."


def idle_rows(found: Iterable[Door], table: Mapping[str, Statuses]) -> Iterator[str]:
    """Say which rows no door answers to."""
    keys = [door.key for door in found]
    for row in table:
        if not any(fnmatchcase(key, row) for key in keys):
            yield f"{row} leads nowhere. Cure: take its row out of ACCESS, or correct the route's name."


ALL = list(doors(get_resolver().url_patterns))


def test_every_door_has_a_row() -> None:
    agree(unguarded(ALL, ACCESS))


def test_every_row_has_a_door() -> None:
    agree(idle_rows(ALL, ACCESS))


def answer(client: Client, door: Door) -> int:
    """Knock at `door` and return the status; whatever it changed is undone, the visitor stays signed in."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        kind = "application/json" if door.takes_json and door.method != "GET" else "application/octet-stream"
        response = client.generic(door.method, door.path, content_type=kind)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_door_answers_as_its_row_says(role: str) -> None:
    a_shop()
    client = visitor(role)
    complaints = []
    for door in ALL:
        calls.buckets.forget()  # there are more doors than anybody may open in one breath
        expected = (row_for(door, ACCESS) or {}).get(role)
        given = answer(client, door) if expected else None
        if given != expected:
            complaints.append(
                f"{door.key} answers {given} to {role}, its row says {expected}. "
                "Cure: guard the view; only if the row is wrong, correct it in tests/surfaces/access.py."
            )
    agree(complaints)


class _Page(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("posted")


@require_POST
def _order(request: HttpRequest, order: str) -> HttpResponse:
    return HttpResponse(order)


def test_doors_are_found_with_their_methods() -> None:
    found = list(doors([path("page/", _Page.as_view(), name="page"), path("o/<uuid:order>/", _order, name="order")]))
    assert [door.key for door in found] == ["GET page", "POST page", "POST order"]


def test_operations_of_an_api_are_doors_too() -> None:
    api = NinjaAPI(urls_namespace="tried")

    @api.get("/carts/{uuid:cart}")
    def show_cart(request: HttpRequest, cart: UUID) -> str:
        return str(cart)

    @api.delete("/carts/{uuid:cart}", url_name="cart")
    def drop(request: HttpRequest, cart: UUID) -> str:
        return str(cart)

    found = {door.key: door for door in doors([path("api/", api.urls)])}
    assert {key for key in found if "cart" in key} == {"GET tried:show_cart", "DELETE tried:cart"}
    assert found["DELETE tried:cart"].takes_json


def test_a_door_without_row_or_name_is_refused() -> None:
    found = list(doors([path("page/", _Page.as_view(), name="page"), path("o/<uuid:order>/", _order)]))
    complaints = list(unguarded(found, {"GET page": everyone(200)}))
    assert len(complaints) == 2
    assert all("Cure:" in complaint for complaint in complaints)
    assert list(unguarded(found[:2], {"* page": staff("owner")})) == []


def test_a_row_without_a_door_is_refused() -> None:
    found = list(doors([path("page/", _Page.as_view(), name="page")]))
    assert [complaint.split()[1] for complaint in idle_rows(found, {"GET page": {}, "GET pages": {}})] == ["pages"]
