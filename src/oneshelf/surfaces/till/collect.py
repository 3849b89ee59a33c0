"""Handing over what was ordered, and taking what is due for it: find, prove, take, done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oneshelf.kernel import sentences
from oneshelf.kernel.errors import Invalid, NotFound, Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places import public as places
from oneshelf.modules.tills import public as tills
from oneshelf.surfaces.till.cash import quick_amounts
from oneshelf.surfaces.till.device import Counter, counter_page

HAND_OVER = "fulfilment.hand_over"
LONGEST_SEARCH = 100
"""Characters of a number, a name or a scanned code that are read."""

LONGEST_AMOUNT = 16
"""Characters of an amount that are read."""

PIN_DIGITS = 6

CARDS = {"tok_approve", "tok_decline", "tok_delay"}
"""What the test terminal knows."""


@counter_page
@require_safe
def waiting(request: HttpRequest, counter: Counter) -> HttpResponse:
    """List what waits to be collected here; a number, a name or a scanned code narrows it or leads straight there."""
    counter.actor.require(HAND_OVER, at=counter.till.place)
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    ready = fulfilment.queue(counter.till.place, [ConsignmentState.READY])
    try:
        scanned = fulfilment.consignment_in(text)
    except fulfilment.WrongToken:
        scanned = None
    if scanned in {each.id for each in ready}:
        return _show(request, counter, fulfilment.get_consignment(ConsignmentId(scanned)), token=text)
    names = orders.contact_names([OrderId(each.order) for each in ready])
    rows = [(each, names.get(OrderId(each.order), "")) for each in ready]
    wanted = "".join(text.casefold().split())
    found = [
        (each, name)
        for each, name in rows
        if wanted in each.order_number.casefold() or wanted in "".join(name.casefold().split())
    ]
    shown = {"till": counter.till, "place": places.get_place(counter.till.place), "rows": found, "text": text}
    return render(request, "till/waiting.html", shown)


@sensitive_post_parameters("pin", "token")
@counter_page
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, counter: Counter, consignment: UUID) -> HttpResponse:
    """Ask for the PIN; who knows it sees what is due."""
    found = _at(counter, consignment)
    if found.state is not ConsignmentState.READY:
        return _gone(request, counter, found)
    if request.method != "POST":
        return _show(request, counter, found)
    pin = "".join(request.POST.get("pin", "").split())
    try:
        if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):  # mistyped: not worth one of five tries
            raise Invalid(name=_("PIN"), value=pin[:10], cure=_("Type the six digits that the customer says."))
        token = fulfilment.token_for_pin(found.id, pin)
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, counter, fulfilment.get_consignment(found.id), refusal)
    return _show(request, counter, found, token=token)


@sensitive_post_parameters("token")
@counter_page
@require_POST
def take(request: HttpRequest, counter: Counter, consignment: UUID) -> HttpResponse:
    """Take what is due, in cash or by card, and hand the goods over with it: both or neither."""
    found, token = _at(counter, consignment), request.POST.get("token", "")[:LONGEST_SEARCH]
    if found.state is not ConsignmentState.READY:
        return _gone(request, counter, found)
    due = orders.due_for(orders.get_order(OrderId(found.order)), found)
    try:
        tenders, given = _tenders(request, due)
        issued = tills.collect(counter.till, found.id, token, tenders, cash_given=given, actor=counter.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        latest = fulfilment.get_consignment(found.id)
        if latest.state is ConsignmentState.COLLECTED:  # pressed twice
            return _gone(request, counter, latest)
        proven = "" if isinstance(refusal, fulfilment.WrongToken) else token
        return _show(request, counter, latest, refusal, token=proven)
    return redirect("till:receipt", issued.purchase) if issued else redirect("till:waiting")


def _at(counter: Counter, consignment: UUID) -> Consignment:
    """Return a consignment of the till's place. Raises NotFound, and NotAllowed."""
    counter.actor.require(HAND_OVER, at=counter.till.place)
    found = fulfilment.get_consignment(ConsignmentId(consignment))
    if found.place != counter.till.place or found.method is not fulfilment.Method.COLLECT:
        raise NotFound(kind="consignment", value=str(consignment))
    return found


def _gone(request: HttpRequest, counter: Counter, found: Consignment) -> HttpResponse:
    """Lead to the receipt of what was collected at this till, otherwise back to what waits."""
    issued = tills.find_receipt(found.id)
    mine = issued is not None and issued.till == counter.till.id
    return redirect("till:receipt", found.id) if mine else redirect("till:waiting")


def _tenders(request: HttpRequest, due: Money) -> tuple[list[checkout.Tender], Money | None]:
    """Return how what is due is paid, and what cash was given. Raises Invalid and DueChanged."""
    seen = request.POST.get("due", "")
    if seen != str(due.minor):  # the screen is older than the order: nobody takes what it does not show
        raise orders.DueChanged(given=_minor(seen, due.currency), due=due)
    if not due:
        return [], None
    card = request.POST.get("card", "")
    if card in CARDS:
        return [checkout.Tender("test_card", due, card)], None
    given = request.POST.get("given", "")[:LONGEST_AMOUNT].strip().replace(",", ".")
    try:
        return [checkout.Tender("cash", due)], Money.parse(given, due.currency)
    except ValueError as error:
        cure = _("Type what the customer gives, or choose the card.")
        raise Invalid(name=_("Customer gives"), value=given, cure=cure) from error


def _minor(text: str, currency: str) -> Money:
    return Money(int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_AMOUNT else 0, currency)


def _show(
    request: HttpRequest, counter: Counter, found: Consignment, refusal: Refusal | None = None, *, token: str = ""
) -> HttpResponse:
    order = orders.get_order(OrderId(found.order))
    due = orders.due_for(order, found)
    lines = {line.line: line for line in order.lines}
    left = max(0, fulfilment.MOST_PIN_TRIES - found.pin_attempts)
    shown: dict[str, Any] = {
        "till": counter.till,
        "place": places.get_place(counter.till.place),
        "consignment": found,
        "contact": order.contact,
        "goods": [(lines[each.line], each.picked) for each in found.lines if each.picked],
        "due": due,
        "quick": quick_amounts(due) if due else [],
        "token": token,
        "locked": not left,
        "refused": sentences.describe(refusal) if refusal else None,
    }
    return render(request, "till/collect.html", shown, status=refusal.status if refusal else 200)
