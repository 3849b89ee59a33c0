"""The order book as a list: every filter stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState, OrderSummary
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui.states import look_of

PAGE = 50
"""Orders on a page."""

_FIRST_ID = UUID(int=0)
_FILTERS = ("channel", "state", "place", "day")


@dataclass(frozen=True, slots=True)
class Row:
    """An order as the list shows it."""

    summary: OrderSummary
    channel: str
    place: str
    customer: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it asks in vain is an error at its field."""

    query: dict[str, Any]
    errors: dict[str, str]


@guards.staff_only("orders.view")
@never_cache
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """List orders, the latest first; a number leads straight to its order."""
    desk, given = desk_of(request), request.GET.dict()
    filters = _filters(desk, given)
    number = given.get("q", "").strip()
    if number:
        found = orders.find_by_number(desk.market.id, number)
        if found is not None:
            return HttpResponseRedirect(resolve_url("backoffice:order", found))
        filters.errors["q"] = _("No order has this number. It has eight letters and digits.")
    rows, following = ([], "") if filters.errors else _page(desk, filters, given.get("before", ""))
    kept = {name: given[name] for name in _FILTERS if given.get(name)}
    return show(
        request,
        "orders/list",
        rows=_named(desk, rows),
        next=f"?{urlencode(kept | {'before': following})}" if following else "",
        first=f"?{urlencode(kept)}" if given.get("before") else "",
        given={name: given.get(name, "") for name in ("q", *_FILTERS)},
        is_narrowed=bool(kept or number),
        errors=filters.errors,
        channels=[("", _("Every channel")), *((each.code, each.name) for each in desk.channels.values())],
        states=[("", _("Every state")), *((state.value, look_of(state.value).label) for state in OrderState)],
        places=[("", _("Every place")), *((each.code, each.name) for each in desk.places_for("orders.view").values())],
    )


def _filters(desk: Desk, given: dict[str, str]) -> Filters:
    query: dict[str, Any] = {"places": desk.narrowed_to("orders.view")}
    errors: dict[str, str] = {}
    if given.get("channel"):
        query["channels"] = [key for key, each in desk.channels.items() if each.code == given["channel"]]
        if not query["channels"]:
            errors["channel"] = _("There is no such channel.")
    if given.get("state"):
        if given["state"] in set(OrderState):
            query["states"] = [OrderState(given["state"])]
        else:
            errors["state"] = _("There is no such state.")
    if given.get("place"):
        at = _place(desk, given["place"])
        query["places"] = [at]
        if at is None:
            errors["place"] = _("There is no such place.")
    if given.get("day"):
        try:
            query["since"], query["until"] = desk.bounds(date.fromisoformat(given["day"]))
        except (ValueError, OverflowError):
            errors["day"] = _("Write the day like 2026-12-31.")
    return Filters(query, errors)


def _place(desk: Desk, code: str) -> PlaceId | None:
    try:
        found = places.place_by_code(desk.market.id, code).id
    except places.UnknownPlace:
        return None
    return found if desk.actor.may("orders.view", found) else None


def _page(desk: Desk, filters: Filters, mark: str) -> tuple[list[OrderSummary], str]:
    """Return a page of orders and the mark of the next one."""
    query = dict(filters.query)
    until = query.pop("until", None)
    before = _read(mark) or ((until, _FIRST_ID) if until else None)
    if before:
        query["before"], query["before_id"] = before
    found = orders.list_orders(desk.market.id, limit=PAGE + 1, **query)
    rows = found[:PAGE]
    return rows, f"{rows[-1].placed_at.isoformat()}_{rows[-1].id}" if len(found) > PAGE else ""


def _read(mark: str) -> tuple[datetime, UUID] | None:
    """Read where the page before ended; a mark that cannot be read begins anew."""
    at, _sep, order = mark.partition("_")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, UUID(order)) if instant.tzinfo else None
    except ValueError:
        return None


def latest(desk: Desk, most: int) -> list[Row]:
    """Return the newest orders that the actor may see."""
    places_seen = desk.narrowed_to("orders.view")
    return _named(desk, orders.list_orders(desk.market.id, limit=most, places=places_seen))


def _named(desk: Desk, rows: list[OrderSummary]) -> list[Row]:
    at = places.places_by_id({row.place for row in rows if row.place})
    people = {row.customer for row in rows if row.customer} if desk.actor.may_somewhere("customers.view") else set()
    names = names_of(ActorKind.CUSTOMER, people)
    return [
        Row(
            row,
            desk.channels[row.channel].name,
            at[row.place].name if row.place else "",
            names.get(row.customer, "") if row.customer else "",
        )
        for row in rows
    ]
