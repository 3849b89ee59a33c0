"""Placing an order that was prepared by telephone, to be paid when it is collected."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice import drafts
from oneshelf.surfaces.backoffice.desk import Desk, desk_of


@guards.staff_only(drafts.PERMISSION)
@require_POST
def place(request: HttpRequest, cart: UUID) -> HttpResponse:
    """Order what is in a draft for the customer, who pays when they collect it at the store that they named."""
    desk = desk_of(request)
    known = drafts.draft_of(desk, cart)
    try:
        placed = _placed(desk, known)
    except Refusal as refusal:
        return drafts.show_draft(request, desk, carts.load(known.id), refusal=refusal)
    said = _("Order %(number)s is placed. The customer pays when they collect it.")
    messages.success(request, said % {"number": placed.number})
    return redirect("backoffice:order", placed.order)


def _placed(desk: Desk, known: Cart) -> checkout.PlacedOrder:
    """Return the order of a draft; a refused one is in the same hands as before."""
    assert known.customer is not None, "a draft by telephone is somebody's"
    if known.collect_at is None:
        raise checkout.ChooseDelivery(checkout="")
    if not places.get_place(known.collect_at).collects:
        raise checkout.PlaceDoesNot(place=places.get_place(known.collect_at).name, method=orders.Method.COLLECT.value)
    customer = customers.get_customer(known.customer)
    contact = Contact(name=customer.name, email=customer.email, phone=customer.phone)
    lines = [checkout.Wanted(line.variant, line.quantity) for line in known.lines]
    carts.send(known.id, by=drafts.hands_of(desk))  # an order closes the basket that is with its customer
    try:
        shown = carts.load(known.id)
        begun = checkout.start(
            desk.market,
            known.channel,
            lines,
            customer=known.customer,
            cart=shown.revision,
            gift=shown.gift,
            staff=desk.actor.id,
        )
        checkout.collect_at(begun.id, known.collect_at, contact)
        return checkout.complete(begun.id, actor=desk.actor, terms=orders.Terms.AT_COLLECTION)
    except Refusal:
        carts.reopen(known.id, by=drafts.hands_of(desk))
        raise
