"""Arranging how goods of a sale that their buyer does not take along reach them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.arrange import arranged
from oneshelf.modules.checkout.actions.bring import brought
from oneshelf.modules.checkout.actions.look_ahead import collected
from oneshelf.modules.checkout.actions.price_purchase import with_charge
from oneshelf.modules.checkout.errors import ChooseStore, NotTakenNow, NowhereInStock, PlaceDoesNot
from oneshelf.modules.checkout.types import (
    Arrangement,
    BasketQuote,
    NewOrder,
    Onward,
    Purchase,
    Sought,
    SoughtOnward,
)
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.sourcing import public as sourcing


@dataclass(frozen=True, slots=True)
class _Parted:
    """A sale parted into what leaves with its buyer (`along`; no line when all goes onward) and how the rest goes."""

    along: BasketQuote
    rest: Arrangement


def go_onward(new: NewOrder, purchase: Purchase, onward: Onward) -> NewOrder:
    """Return the order of a sale at `purchase.place` of which some goes onward, to be delivered in that way.

    What is collected comes first, since its store is the order's; otherwise what leaves the counter. What is taken
    along nobody else can be promised, nor what comes later. Nothing is held or written. Raises NotTakenNow, NotBought,
    ContactMissing, ChooseStore, PlaceDoesNot, NowhereInStock, PromiseMoved, sourcing's PlaceBusy, and delivery's
    NotDelivered and NotByThatService.
    """
    parted = _part(purchase, onward, new.quote, new.id)
    rest = parted.rest.parcels
    along = (replace(rules.whole(parted.along, purchase.place), at_once=True),) if parted.along.lines else ()
    return replace(
        new,
        quote=priced_onward(purchase, onward, new.quote, parted.rest.charge),
        method=onward.method,
        contact=onward.contact,
        parcels=(*rest, *along) if onward.method is Method.COLLECT else (*along, *rest),
        arranged=parted.rest,
        appointed=parted.rest.appointed,
    )


def priced_onward(purchase: Purchase, onward: Onward, priced: BasketQuote, charge: Money) -> BasketQuote:
    """Return what a sale costs of which goods go onward for that charge."""
    market, sent = markets.get_market(purchase.market), onward.method is Method.SHIP
    contact, place = (onward.contact if sent else None), places.get_place(purchase.place)
    return with_charge(priced, purchase, market, charge, place=place, contact=contact)


def preview_onward(purchase: Purchase, onward: Onward, priced: BasketQuote) -> Arrangement:
    """Return how goods would come, what that costs and by when, if this were sold now. Raises what `go_onward` does."""
    return _part(purchase, onward, priced, OrderId(new_id())).rest


def _part(purchase: Purchase, onward: Onward, priced: BasketQuote, order: OrderId) -> _Parted:
    if purchase.method is not Method.TAKE_NOW:
        raise NotTakenNow(method=purchase.method.value)
    rules.check_reachable(onward.method, onward.contact)
    units = rules.onward_units(priced, onward)
    along = rules.part_of(priced, {line.line: line.priced.quantity - units.get(line.line, 0) for line in priced.lines})
    sought = SoughtOnward(purchase.market, purchase.channel, order, rules.part_of(priced, units))
    held = list(inventory.held(inventory.Owner.CART, purchase.cart)) if purchase.cart else []
    if along.lines:
        leaving = rules.demands(along, [rules.whole(along, purchase.place)])
        held += [inventory.Held(each.place, each.variant, -each.quantity) for each in leaving]
    found = _found(sought, onward, held)
    zone = places.get_place(onward.place or purchase.place).time_zone
    stands = rules.promise_that_stands(onward.told_by, found.promised_by, zone=zone)
    return _Parted(along, replace(found, promised_by=stands))


def _found(sought: Sought, onward: Onward, held: list[inventory.Held]) -> Arrangement:
    if onward.method is Method.SHIP:
        return arranged(sought, onward.contact, service=onward.service, held=held)
    store = _store(sought, onward)
    try:
        return brought(sought, store.id, held=held)
    except NowhereInStock:
        appointed = sourcing.appointments(sought.market, [store.id], clock.now())[store.id]
        waiting = collected(sought, store.id, appointed, held=held)
        if waiting is None:
            raise
        return waiting


def _store(sought: Sought, onward: Onward) -> Place:
    """Return where goods are collected. Raises ChooseStore when nobody says where, and PlaceDoesNot."""
    if onward.place is None:
        raise ChooseStore
    store = places.get_place(onward.place)
    if store.market != sought.market or store.archived or not store.collects:
        raise PlaceDoesNot(place=store.name, method=Method.COLLECT.value)
    return store
