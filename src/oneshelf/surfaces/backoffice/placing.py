"""Placing an order that was prepared by telephone, to be paid when it is collected or on a company's account."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneshelf.kernel import clock, guards
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice import drafts
from oneshelf.surfaces.backoffice.desk import Desk, desk_of


@guards.staff_only(drafts.PERMISSION)
@require_POST
def place(request: HttpRequest, cart: UUID) -> HttpResponse:
    """Order what is in a draft for the customer: they pay when they collect it, or their company gets an invoice."""
    desk = desk_of(request)
    known = drafts.draft_of(desk, cart)
    is_on_account = request.POST.get("terms") == orders.Terms.ON_ACCOUNT
    try:
        placed = _on_account(desk, known) if is_on_account else _at_collection(desk, known)
    except Refusal as refusal:
        return drafts.show_draft(request, desk, carts.load(known.id), refusal=refusal)
    said = _("Order %(number)s is placed. The customer pays when they collect it.")
    if is_on_account:
        said = _("Order %(number)s is placed. It is invoiced when its goods have left.")
    messages.success(request, said % {"number": placed.number})
    return redirect("backoffice:order", placed.order)


def _at_collection(desk: Desk, known: Cart) -> checkout.PlacedOrder:
    if known.collect_at is None:
        raise checkout.ChooseDelivery(checkout="")
    return _placed(desk, known, orders.Terms.AT_COLLECTION, _person(known))


def _on_account(desk: Desk, known: Cart) -> checkout.PlacedOrder:
    """Order on the account of the customer's company: collected at the store they named, or sent to its address."""
    assert known.customer is not None, "a draft by telephone is somebody's"
    desk.actor.require("companies.sell", known.collect_at)
    found = companies.membership(desk.market.id, known.customer)
    if found is None:
        raise companies.NotAMember
    profile, contact = found[0].profile, _person(known)
    if known.collect_at is None and not known.ship:
        raise checkout.ChooseDelivery(checkout="")
    at = {name: getattr(profile, name) for name in ("street", "postal_code", "city", "country")}
    return _placed(desk, known, orders.Terms.ON_ACCOUNT, replace(contact, **at))


def _person(known: Cart) -> Contact:
    assert known.customer is not None, "a draft by telephone is somebody's"
    customer = customers.get_customer(known.customer)
    return Contact(name=customer.name, email=customer.email, phone=customer.phone)


def _placed(desk: Desk, known: Cart, terms: orders.Terms, contact: Contact) -> checkout.PlacedOrder:
    """Return the order of a draft; a refused one is in the same hands as before."""
    if known.collect_at and not places.get_place(known.collect_at).collects:
        raise checkout.PlaceDoesNot(place=places.get_place(known.collect_at).name, method=orders.Method.COLLECT.value)
    lines = [checkout.Wanted(line.variant, line.quantity) for line in known.lines]
    carts.send(known.id, by=drafts.hands_of(desk))  # an order closes the basket that is with its customer
    begun = None
    try:
        shown = carts.load(known.id)
        kept = checkout.coupons_kept(shown.coupons, desk.market.id, known.customer, clock.now())
        begun = checkout.start(
            desk.market,
            known.channel,
            lines,
            customer=known.customer,
            cart=shown.revision,
            gift=shown.gift,
            staff=desk.actor.id,
            coupons=checkout.handed_in(kept),
        )
        if known.collect_at:
            checkout.collect_at(begun.id, known.collect_at, contact, payment=terms.value)
        else:
            checkout.ship_to(begun.id, contact, payment=terms.value)
        return checkout.complete(begun.id, actor=desk.actor, terms=terms)
    except Refusal:
        if begun:
            checkout.let_go(begun.id)
        carts.reopen(known.id, by=drafts.hands_of(desk))
        raise
