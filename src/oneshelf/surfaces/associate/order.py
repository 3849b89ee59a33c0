"""One piece of work: its page, and what every act on it has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards, sentences
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId
from oneshelf.modules.places import public as places
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate.clocks import clock_of
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import Good, goods_of, walked

REFUSED = "Associate-Refused"
"""The header by which the page's script knows that an answer of 4xx is a page to be shown."""

LONGEST_NUMBER = 9
"""In characters: no order has a line with a longer number."""

_PAGES = {
    ConsignmentState.OPEN: "associate/picking.html",
    ConsignmentState.PICKING: "associate/picking.html",
    ConsignmentState.READY: "associate/waiting.html",
    ConsignmentState.PACKED: "associate/waiting.html",
}
_DONE = "associate/done.html"


@guards.staff_only("fulfilment.view")
@never_cache
@require_safe
def order(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Show one piece of work as far as it has come: to pick, to hand over, to ship, or done."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.view")
    asked = request.GET.get("line", "")
    return show(request, desk, found, line=int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else None)


def show(
    request: HttpRequest,
    desk: Desk,
    consignment: Consignment,
    refusal: Refusal | None = None,
    *,
    line: int | None = None,
) -> HttpResponse:
    """Render the page of a consignment with `line` shown large; `refusal` is what was refused just now."""
    template = "associate/arrives.html" if consignment.is_on_the_road else _PAGES.get(consignment.state, _DONE)
    return answer(request, template, seen(desk, consignment, line), refusal)


def answer(request: HttpRequest, template: str, shown: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    """Render a page; with `refusal` as what was refused just now, and its status."""
    if refusal is None:
        return render(request, template, shown)
    response = render(request, template, shown | {"refused": sentences.describe(refusal)}, status=refusal.status)
    response[REFUSED] = refusal.code
    return response


def act(
    request: HttpRequest,
    desk: Desk,
    consignment: Consignment,
    verb: Callable[[], Consignment | None],
    *,
    line: int | None = None,
) -> HttpResponse:
    """Do something to a consignment and lead back to its page, which says so when it was refused.

    Who works at a `line` stays there until it is done.
    """
    try:
        now = verb()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return show(request, desk, fulfilment.get_consignment(consignment.id), refusal, line=line)
    address = reverse("associate:order", args=[consignment.id])
    stays = now is not None and any(each.line == line and each.missing for each in now.lines)
    return HttpResponseRedirect(f"{address}?line={line}" if stays else address)


def seen(desk: Desk, consignment: Consignment, line: int | None = None) -> dict[str, Any]:
    """Return what the pages of a consignment show."""
    (goods,) = goods_of([consignment])
    goods = walked(goods, consignment.place)
    whole = orders.get_order(OrderId(consignment.order))
    return {
        "desk": desk,
        "consignment": consignment,
        "brought_to": places.get_place(consignment.bring_to) if consignment.bring_to else None,
        "sent_from": places.get_place(consignment.sent_from) if consignment.sent_from else None,
        "clock": clock_of(consignment, clock.now(), desk.place.time_zone),
        "goods": goods,
        "current": _current(goods, line),
        "done": sum(good.done for good in goods),
        "nothing": not consignment.missing and not consignment.picked,
        "short": [good for good in goods if good.line.short],
        "carrier": _carrier(whole),
        "whole": whole,
        "customer": whole.summary.customer,
        "contact": whole.contact,
        "gift": whole.gift,
        "due": _due(whole, consignment),
        "placed_at": whole.summary.placed_at,
    }


def _due(whole: Order, consignment: Consignment) -> Money | None:
    """Return what a till takes for a consignment before anybody gets it; None when it is paid, or gone."""
    if not consignment.against_payment or consignment.state not in _PAGES:
        return None
    return orders.due_for(whole, consignment)


def _carrier(whole: orders.Order) -> str:
    """Return who is to bring it, where its customer chose the service; '' where any carrier will do."""
    services = delivery.book_of(whole.summary.market).services if whole.service else ()
    return next((each.carrier for each in services if each.code == whole.service), "")


def _current(goods: list[Good], line: int | None) -> Good | None:
    """Return the line that is shown large: the one asked for, otherwise the first that is not done."""
    chosen = [good for good in goods if good.line.line == line]
    return next(iter(chosen or [good for good in goods if not good.done]), None)
