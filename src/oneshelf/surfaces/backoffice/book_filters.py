"""Reading what the address of the order book asks for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.money import Money
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.orders.public import Method, OrderState, Search
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.backoffice.amounts import how_to_write
from oneshelf.surfaces.backoffice.desk import Desk

RARE = ("method", "from", "to", "least", "most", "broken", "unpaid", "customer")
"""Filters that are folded away until one is used."""

FILTERS = ("q", "channel", "state", "place", "day", *RARE)

LONGEST_TEXT = 200
"""How many characters of what was typed are looked at."""

_PLAIN = {"place", "day", "from", "to"}
"""Filters that the book itself answers, to the last second; the others ask search.

A channel does so within days; without them a rare one's orders would be looked for among all there are.
"""


@dataclass(slots=True)
class Filters:
    """What the address asks for, up to an instant; what it asks in vain is an error at its field."""

    search: Search
    searches: bool
    until: datetime | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_filters(desk: Desk, given: dict[str, str]) -> Filters:
    """Return what is asked for of the orders that the actor may see."""
    asked = {name for name in FILTERS if given.get(name)}
    search = Search(text=given.get("q", "").strip()[:LONGEST_TEXT], places=desk.narrowed_to("orders.view"))
    plain = _PLAIN | ({"channel"} if asked & {"day", "from"} else set())
    search = replace(search, broken=bool(given.get("broken")), unpaid=bool(given.get("unpaid")))
    filters = Filters(search, searches=bool(asked - plain))
    _read_names(desk, filters, given)
    _read_days(desk, filters, given)
    _read_amounts(desk, filters, given)
    return filters


def _read_names(desk: Desk, filters: Filters, given: dict[str, str]) -> None:
    if given.get("channel"):
        channels = [key for key, each in desk.channels.items() if each.code == given["channel"]]
        filters.search = replace(filters.search, channels=channels)
        if not channels:
            filters.errors["channel"] = _("There is no such channel.")
    if given.get("state"):
        if given["state"] in set(OrderState):
            filters.search = replace(filters.search, states=[OrderState(given["state"])])
        else:
            filters.errors["state"] = _("There is no such state.")
    if given.get("method"):
        if given["method"] in set(Method):
            filters.search = replace(filters.search, methods=[Method(given["method"])])
        else:
            filters.errors["method"] = _("There is no such way.")
    if given.get("place"):
        at = _place(desk, given["place"])
        filters.search = replace(filters.search, places=[at] if at else [])
        if at is None:
            filters.errors["place"] = _("There is no such place.")
    if given.get("customer"):
        try:
            filters.search = replace(filters.search, customer=CustomerId(UUID(given["customer"])))
        except ValueError:
            filters.errors["customer"] = _("There is no such customer.")


def _read_days(desk: Desk, filters: Filters, given: dict[str, str]) -> None:
    """Read one day, or the first and the last of several; days are the market's."""
    for name, bounds in (("day", (True, True)), ("from", (True, False)), ("to", (False, True))):
        if not given.get(name):
            continue
        try:
            begins, ends = desk.bounds(date.fromisoformat(given[name]))
        except (ValueError, OverflowError):
            filters.errors[name] = _("Write the day like 2026-12-31.")
            continue
        if bounds[0]:
            filters.search = replace(filters.search, since=begins)
        if bounds[1]:
            filters.until = ends


def _read_amounts(desk: Desk, filters: Filters, given: dict[str, str]) -> None:
    for name in ("least", "most"):
        if not given.get(name):
            continue
        try:
            amount = Money.parse(given[name].strip().replace(",", "."), desk.market.currency).minor
        except ValueError:
            amount = -1
        if not 0 <= amount < 2**63:
            filters.errors[name] = how_to_write(desk.market.currency)
        elif name == "least":
            filters.search = replace(filters.search, least=amount)
        else:
            filters.search = replace(filters.search, most=amount)


def _place(desk: Desk, code: str) -> PlaceId | None:
    try:
        found = places.place_by_code(desk.market.id, code).id
    except places.UnknownPlace:
        return None
    return found if desk.actor.may("orders.view", found) else None
