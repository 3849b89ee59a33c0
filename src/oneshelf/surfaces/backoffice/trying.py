"""Trying a draft out while it is written: from where it would send one order, and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Policy
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.order import seen_order
from oneshelf.surfaces.backoffice.sourcing import decided, found_policy, rows_of

LONGEST_NUMBER = 20
"""Characters of an order number that are read."""


@guards.staff_only("sourcing.edit")
@never_cache
@require_POST
def attempt(request: HttpRequest, policy: UUID) -> HttpResponse:
    """Draw how the rules of the form would send an order: the one that is named, else the latest that was sent."""
    desk, version = desk_of(request), found_policy(request, policy)
    known = {place.id: place for place in places.list_places(desk.market.id)}
    codes, by_id = {place.code: key for key, place in known.items()}, {key: place.code for key, place in known.items()}
    rows = rows_of(request, desk, version, codes, by_id)
    if any(row.errors for row in rows):
        return show(request, "sourcing/tried", unclear=_t("A rule cannot be read yet."))
    order = _example(desk, request.POST.get("try_order", "").strip()[:LONGEST_NUMBER])
    if order is None:
        return show(request, "sourcing/tried", unclear=_t("No order with this number was to be delivered."))
    past = orders.recall_order(order.summary.id)
    asked = tuple(rule for row in rows if (rule := row.rule()))
    decision = sourcing.try_out(desk.market.id, past, Policy(asked))
    names = {key: place.name for key, place in known.items()}
    titles = {line.line: line.title for line in order.lines}
    return show(
        request,
        "sourcing/tried",
        order=order.summary,
        before=[names.get(place, "–") for place in past.sent_from],
        each=decided(decision, names, titles, desk.market.currency),
    )


def _example(desk: Desk, number: str) -> Order | None:
    """Return the order with a number, else the latest that was to be delivered, if the actor may see it."""
    if number:
        known = orders.find_by_number(desk.market.id, number)
        found = [known] if known else []
    else:
        latest = orders.Search("", places=list(desk.places_for("sourcing.view")), methods=[Method.SHIP])
        found = [each.id for each in orders.search_orders(desk.market.id, latest, limit=1)]
    seen = seen_order(desk, found[0], "sourcing.view") if found else None
    return seen if seen and seen.summary.method is Method.SHIP else None
