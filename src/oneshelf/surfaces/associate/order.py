"""One piece of work: its page, and what every act on it has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate.clocks import clock_of
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import Good, goods_of

REFUSED = "Associate-Refused"
"""The header by which the page's script knows that an answer of 4xx is a page to be shown."""

_PAGES = {
    ConsignmentState.OPEN: "associate/picking.html",
    ConsignmentState.PICKING: "associate/picking.html",
    ConsignmentState.READY: "associate/waiting.html",
    ConsignmentState.PACKED: "associate/waiting.html",
}


@guards.staff_only("fulfilment.view")
@never_cache
@require_safe
def order(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Show one piece of work as far as it has come: to pick, to hand over, to ship, or done."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.view")
    return show(request, desk, found)


def show(request: HttpRequest, desk: Desk, consignment: Consignment, refusal: Refusal | None = None) -> HttpResponse:
    """Render the page of a consignment; with `refusal` as what was refused just now, and its status."""
    return answer(
        request, _PAGES.get(consignment.state, "associate/done.html"), seen(request, desk, consignment), refusal
    )


def answer(request: HttpRequest, template: str, shown: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    """Render a page; with `refusal` as what was refused just now, and its status."""
    if refusal is None:
        return render(request, template, shown)
    response = render(request, template, shown | {"refused": sentences.describe(refusal)}, status=refusal.status)
    response[REFUSED] = refusal.code
    return response


def act(request: HttpRequest, desk: Desk, consignment: Consignment, verb: Callable[[], object]) -> HttpResponse:
    """Do something to a consignment and lead back to its page, which says so when it was refused."""
    try:
        verb()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return show(request, desk, fulfilment.get_consignment(consignment.id), refusal)
    return redirect("associate:order", consignment.id)


def seen(request: HttpRequest, desk: Desk, consignment: Consignment) -> dict[str, Any]:
    """Return what the pages of a consignment show."""
    (goods,) = goods_of([consignment])
    whole = orders.get_order(OrderId(consignment.order))
    asked = request.GET.get("line", "")
    return {
        "desk": desk,
        "consignment": consignment,
        "clock": clock_of(consignment, clock.now(), desk.place.time_zone),
        "goods": goods,
        "current": _current(goods, asked),
        "done": sum(good.done for good in goods),
        "nothing": not consignment.missing and not consignment.picked,
        "short": [good for good in goods if good.line.short],
        "contact": whole.contact,
        "placed_at": whole.summary.placed_at,
    }


def _current(goods: list[Good], asked: str) -> Good | None:
    """Return the line that is shown large: the one asked for, otherwise the first that is not done."""
    chosen = [good for good in goods if str(good.line.line) == asked]
    return next(iter(chosen or [good for good in goods if not good.done]), None)
