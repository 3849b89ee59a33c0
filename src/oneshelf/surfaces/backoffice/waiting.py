"""Waiting for goods: which orders do, for what, since when, and until which day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.surfaces.backoffice.desk import desk_of, show

MOST_SHOWN = 200
"""How many orders the page shows, whoever was promised first on top; it says when there are more."""


@guards.staff_only("orders.view")
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List the consignments that wait for goods at the places where the actor sees orders."""
    desk = desk_of(request)
    mine = desk.places_for("orders.view")
    found = fulfilment.awaiting(list(mine), most=MOST_SHOWN + 1)
    rows = [(each, mine[each.place], each.expected_on and each.expected_on < desk.today) for each in found]
    return show(request, "orders/awaited", rows=rows[:MOST_SHOWN], has_more=len(rows) > MOST_SHOWN)
