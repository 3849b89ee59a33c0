"""The order book as a list: every filter stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from oneshelf.modules.orders.public import Method, OrderState, OrderSummary
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.book_filters import FILTERS, RARE, Filters, read_filters
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.ui.states import look_of

PAGE = 50
"""Orders on a page."""

_FIRST_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Row:
    """An order as the list shows it."""

    summary: OrderSummary
    channel: str
    place: str
    customer: str


@guards.staff_only("orders.view")
@never_cache
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """List orders, the latest first, as narrowed as is asked for; a number leads straight to its order."""
    desk, given = desk_of(request), request.GET.dict()
    filters = read_filters(desk, given)
    rows, following = ([], "") if filters.errors else _page(desk, filters, given.get("before", ""))
    if len(rows) == 1 and orders.clean_number(filters.search.text) == rows[0].number:
        return HttpResponseRedirect(resolve_url("backoffice:order", rows[0].id))
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    return show(
        request,
        "orders/list",
        rows=_named(desk, rows),
        next=f"?{urlencode(kept | {'before': following})}" if following else "",
        first=f"?{urlencode(kept)}" if given.get("before") else "",
        given={name: given.get(name, "") for name in FILTERS},
        is_narrowed=bool(kept),
        is_open=any(given.get(name) for name in RARE),
        errors=filters.errors,
        filling=orders.filled_down_to(desk.market.id) if filters.searches else None,
        lags=filters.searches and orders.search_lags(desk.market.id),
        customer=_called(desk, filters),
        channels=[("", _("Every channel")), *((each.code, each.name) for each in desk.channels.values())],
        states=[("", _("Every state")), *((state.value, look_of(state.value).label) for state in OrderState)],
        methods=[("", _("Every way")), *_methods()],
        places=[("", _("Every place")), *((each.code, each.name) for each in desk.places_for("orders.view").values())],
    )


def _page(desk: Desk, filters: Filters, mark: str) -> tuple[list[OrderSummary], str]:
    """Return a page of orders and the mark of the next one."""
    search, market = filters.search, desk.market.id
    turned: dict[str, Any] = {}
    before = _read(mark) or ((filters.until, _FIRST_ID) if filters.until else None)
    if before:
        turned = {"before": before[0], "before_id": before[1]}
    if filters.searches:
        found = orders.search_orders(market, search, limit=PAGE + 1, **turned)
    else:
        narrowed: dict[str, Any] = {"channels": search.channels, "places": search.places, "since": search.since}
        found = orders.list_orders(market, limit=PAGE + 1, **narrowed, **turned)
    rows = found[:PAGE]
    return rows, f"{rows[-1].placed_at.isoformat()}_{rows[-1].id}" if len(found) > PAGE else ""


def _methods() -> list[tuple[str, str]]:
    return [
        (Method.TAKE_NOW.value, _("Taken along")),
        (Method.COLLECT.value, _("Collected")),
        (Method.SHIP.value, _("Sent")),
    ]


def _read(mark: str) -> tuple[datetime, UUID] | None:
    """Read where the page before ended; a mark that cannot be read begins anew."""
    at, _sep, order = mark.partition("_")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, UUID(order)) if instant.tzinfo else None
    except ValueError:
        return None


def _called(desk: Desk, filters: Filters) -> str:
    """Return how the customer is called whose orders are asked for, as far as the actor may know."""
    who = filters.search.customer
    if who is None or not desk.actor.may_somewhere("customers.view"):
        return ""
    return names_of(ActorKind.CUSTOMER, [who]).get(who, "")


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
