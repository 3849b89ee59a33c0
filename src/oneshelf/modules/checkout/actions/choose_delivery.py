"""Choosing how the goods reach the shopper, which holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.ids import instant_of
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.arrange import arranged
from oneshelf.modules.checkout.actions.bring import brought
from oneshelf.modules.checkout.actions.hold_goods import cart_that_holds, held_for, hold_goods
from oneshelf.modules.checkout.actions.look_ahead import collected
from oneshelf.modules.checkout.actions.start import OPEN_AT_MOST, OPEN_FOR
from oneshelf.modules.checkout.errors import CheckoutExpired, PlaceDoesNot
from oneshelf.modules.checkout.queries import get_open
from oneshelf.modules.checkout.queries.quotes import quote_as
from oneshelf.modules.checkout.types import Arrangement, Checkout, CheckoutId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.sourcing import public as sourcing


def collect_at(checkout: CheckoutId, place: PlaceId, contact: Contact, *, payment: str = "") -> Checkout:
    """Choose to collect in a store, and hold the goods there. Free of charge.

    It is priced for who pays by `payment` ('' is not said yet): nobody pays what was priced for another method. What is
    not there and sold ahead is promised for the day on which it comes. They are held for OPEN_FOR, but never beyond
    OPEN_AT_MOST after the checkout's start. Raises PlaceDoesNot, ContactMissing, inventory's OutOfStock,
    CheckoutExpired, and CheckoutChanged when another request was faster; a refused choice changes nothing.
    """
    found = _collecting(checkout, place)
    cart = cart_that_holds(found)
    appointed = sourcing.appointments(found.market, [place], clock.now())
    whole = (rules.whole(found.quote, place, appointed[place].ready_at),)
    free = Money.zero(found.quote.items.currency)
    arrangement = Arrangement(whole, appointed[place].promised_by, rooms_of(appointed), free)
    try:
        return _choose(found, cart, Method.COLLECT, arrangement, contact, payment)
    except inventory.OutOfStock:
        waiting = collected(found, place, appointed[place], held=held_for(found, cart))
        if waiting is None:
            raise
    return _choose(found, cart, Method.COLLECT, waiting, contact, payment)


def bring_to(checkout: CheckoutId, place: PlaceId, contact: Contact, *, payment: str = "") -> Checkout:
    """Choose to collect in a store to which another place brings what it lacks, and hold all of it. Free of charge.

    A store that has everything is chosen as `collect_at` does. Raises NowhereInStock when no place from which
    something is driven there has all that is lacking, and the refusals of `collect_at`.
    """
    found = _collecting(checkout, place)
    cart = cart_that_holds(found)
    return _choose(found, cart, Method.COLLECT, brought(found, place, held=held_for(found, cart)), contact, payment)


def _collecting(checkout: CheckoutId, place: PlaceId) -> Checkout:
    found, chosen = get_open(checkout), places.get_place(place)
    if chosen.market != found.market or not offers(chosen, Method.COLLECT):
        raise PlaceDoesNot(place=chosen.name, method=Method.COLLECT.value)
    return found


def ship_to(checkout: CheckoutId, contact: Contact, *, service: str = "", payment: str = "") -> Checkout:
    """Choose delivery to the address in `contact`, from the place that can spare the goods best, and hold them there.

    `service` is the code of one of the market's services; without it the cheapest for the shopper brings it.

    Raises NowhereInStock, delivery's NotDelivered and NotByThatService, and the refusals of `collect_at`.
    """
    found = get_open(checkout)
    rules.check_contact(Method.SHIP, contact)
    cart = cart_that_holds(found)
    arrangement = arranged(found, contact, service=service, held=held_for(found, cart))
    return _choose(found, cart, Method.SHIP, arrangement, contact, payment)


def rooms_of(appointed: Mapping[PlaceId, sourcing.Appointment]) -> list[tuple[PlaceId, datetime]]:
    """Return the hours of the places that count their orders."""
    return [(place, each.slot) for place, each in appointed.items() if each.slot]


def offers(place: Place, method: Method) -> bool:
    """Tell whether a place hands goods over by `method`; one that was archived does not."""
    if place.archived:
        return False
    return {Method.TAKE_NOW: place.sells, Method.COLLECT: place.collects, Method.SHIP: place.ships}[method]


def _choose(
    found: Checkout, cart: CartId | None, method: Method, arrangement: Arrangement, contact: Contact, payment: str
) -> Checkout:
    rules.check_contact(method, contact)
    now, desk = clock.now(), arrangement.parcels[0].desk
    expires = min(now + OPEN_FOR, instant_of(found.id) + OPEN_AT_MOST)
    if expires <= now:
        raise CheckoutExpired(checkout=str(found.id))
    chosen = replace(
        found,
        version=found.version + 1,
        quote=quote_as(
            found,
            arrangement.charge,
            place=places.get_place(desk) if method is Method.COLLECT else None,
            contact=contact if method is Method.SHIP else None,
            payment=payment,
        ),
        method=method,
        place=desk,
        parcels=arrangement.parcels,
        promised_by=arrangement.promised_by,
        contact=contact,
        payment=None,
        expires_at=expires,
    )
    hold_goods(found, chosen, arrangement, cart=cart, at=now)
    return chosen
