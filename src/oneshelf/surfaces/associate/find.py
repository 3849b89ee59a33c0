"""One field for whatever is scanned or typed: a QR code, an order's number, an article, or who a customer is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneshelf.kernel import guards
from oneshelf.kernel.errors import NotAllowed, Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.associate import baskets, hand_over, order
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.errors import NothingScanned, OrderElsewhere
from oneshelf.surfaces.associate.picking import LONGEST_CODE

MOST_FOUND = 20
"""How many orders of people with one name are shown, the latest first."""

_IS_BASKET = "CART-"
"""What every code of a basket begins with."""


@guards.staff_only("fulfilment.view")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, place: UUID) -> HttpResponse:
    """Ask for a code, and lead to what it names: a hand-over, an order, or an article's stock."""
    desk = desks.at_place(request, place, "fulfilment.view")
    if request.method != "POST":
        return order.answer(request, "associate/scan.html", {"desk": desk})
    code = request.POST.get("code", "").strip()[:LONGEST_CODE]
    try:
        return _lead(request, desk, code)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return order.answer(request, "associate/scan.html", {"desk": desk, "code": code}, refusal)


def _lead(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    proven = _consignment_of_token(code)
    if proven is not None:
        return _collecting(request, desk, fulfilment.get_consignment(proven), code)
    if _IS_BASKET in code.upper() and desk.serves:
        return baskets.take(request, desk, code)
    number = orders.find_by_number(desk.place.market, code)
    if number is not None:
        here = [each for each in fulfilment.consignments_of([number])[number] if desk.has(each)]
        if not here:
            raise OrderElsewhere(number=code)
        return redirect("associate:order", here[0].id)
    variant = catalogue.find_variant_by_code(code)
    if variant is None and (portion := catalogue.find_portion(desk.place.market, code)):
        variant = portion.variant
    if variant is not None:
        return redirect("associate:stock_of", desk.place.id, variant)
    return _answering(request, desk, code)


def _answering(request: HttpRequest, desk: Desk, text: str) -> HttpResponse:
    """Lead to the order here that answers to a name, an e-mail or a telephone number, or show those that do."""
    search = orders.Search(text, places=[desk.place.id], methods=[orders.Method.COLLECT, orders.Method.SHIP])
    found = [each.id for each in orders.search_orders(desk.place.market, search, limit=MOST_FOUND)]
    sent = fulfilment.consignments_of(found)
    here = [each for order in found for each in sent[order] if desk.has(each)]
    if not here:
        raise NothingScanned(value=text)
    if len(here) == 1:
        return redirect("associate:order", here[0].id)
    names = orders.contact_names([OrderId(each.order) for each in here])
    shown = [(each, names.get(OrderId(each.order), "")) for each in here]
    return order.answer(request, "associate/scan.html", {"desk": desk, "code": text, "found": shown})


def _consignment_of_token(code: str) -> ConsignmentId | None:
    try:
        return fulfilment.consignment_in(code)
    except fulfilment.WrongToken:
        return None


def _collecting(request: HttpRequest, desk: Desk, consignment: Consignment, token: str) -> HttpResponse:
    if consignment.place != desk.place.id:
        raise OrderElsewhere(number=consignment.order_number)
    desk.actor.require("fulfilment.hand_over", at=desk.place.id)
    return hand_over.ask(request, desk, consignment, token=token)
