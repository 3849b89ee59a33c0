"""Placing an order in one call, as tills, marketplaces and agents do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.choose_delivery import offers
from oneshelf.modules.checkout.actions.go_onward import go_onward
from oneshelf.modules.checkout.actions.hold_money import asks_a_gateway, hold_money
from oneshelf.modules.checkout.actions.look_ahead import as_it_waits
from oneshelf.modules.checkout.actions.name_units import as_told, units_in_hand
from oneshelf.modules.checkout.actions.pay_later import later_of
from oneshelf.modules.checkout.actions.price_purchase import priced_purchase
from oneshelf.modules.checkout.actions.write_order import find_written, write_order
from oneshelf.modules.checkout.errors import PlaceDoesNot
from oneshelf.modules.checkout.types import BasketQuote, NewOrder, PlacedOrder, Purchase, Tender
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Method, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing

LOOKS_ELSEWHERE = 3
"""How often goods that go onward are looked for again, when somebody else took them between looking and taking."""


def place_order(
    purchase: Purchase,
    *,
    actor: Actor,
    once: Claim | None = None,
    snapshots: Mapping[VariantId, VariantSnapshot] | None = None,
) -> PlacedOrder:
    """Price, pay and write an order in one go, or nothing of it.

    Cash and money taken elsewhere are recorded with the order; a card is authorised first and let go again when
    the order is refused, so that nobody is charged without an order. The same request (`once`) places one order
    and gets it again, whatever has changed since. `snapshots` of the lines, read for this request, spare a statement.
    With one tender of `orders.Terms` the order is paid later, where its place lets it, or a company has credit. What
    goes `onward` of a sale is arranged now, and promised with it: one order, one payment, in several parcels. What the
    place has not and sells `ahead` is promised so, if the purchase lets it: no other asks for that.
    Raises PriceChanged, PaymentMissing, PaidTooMuch, PlaceDoesNot, OnlyTakenNow, PlaceBusy, OutOfStock, CardDeclined,
    OneCardOnly, SerialsNeeded, lots' LotNotThere, NotAtCollection, TooMuchAtCollection, orders' TooManyUnpaid,
    companies' refusals of an order on account, delivery's NotDelivered, what `go_onward` raises, and what `quote` and
    `payments.check_amount` raise.
    """
    try:
        return _place(purchase, snapshots, actor=actor, once=once)
    except Refusal:
        earlier = find_written(once) if once else None
        if earlier is None:
            raise
        return earlier


def _place(
    purchase: Purchase,
    snapshots: Mapping[VariantId, VariantSnapshot] | None,
    *,
    actor: Actor,
    once: Claim | None,
) -> PlacedOrder:
    market, place = markets.get_market(purchase.market), places.get_place(purchase.place)
    if place.market != market.id or not offers(place, purchase.method):
        raise PlaceDoesNot(place=place.name, method=purchase.method.value)
    rules.check_in_hand(purchase.method, purchase.lines)
    rules.check_contact(purchase.method, purchase.contact)
    bare = _new_order(purchase, priced_purchase(purchase, market, place, snapshots), actor)
    new, held = _arranged(bare, purchase), None
    told = units_in_hand(purchase, new)
    later = later_of(purchase, place, new.quote.total)
    if later is None and any(asks_a_gateway(tender) for tender in purchase.tenders):
        earlier = find_written(once) if once else None
        if earlier is not None:  # its card was asked then, and is not asked twice
            return earlier
        held = hold_money(purchase, new.quote, once=once, actor=actor)
    try:
        whole = replace(new, held=held, told=told, later=later)
        placed = as_told(whole, purchase, lambda each: _write(each, purchase, once))
    except Refusal:
        if held:
            payments.give_back(held.payment, actor=actor)
        raise
    if held and placed.repeated and payments.get_payment(held.payment).order != placed.order:
        payments.give_back(held.payment, actor=actor)  # a twin was faster, and paid with a payment of its own
    return placed


def _arranged(new: NewOrder, purchase: Purchase) -> NewOrder:
    """Return an order as it reaches its buyer, who expects and pays what it costs so."""
    arranged = go_onward(new, purchase, purchase.onward) if purchase.onward else new
    rules.check_total(arranged.quote.total, purchase.expected_total, [tender.amount for tender in purchase.tenders])
    return arranged


def _write(new: NewOrder, purchase: Purchase, once: Claim | None) -> PlacedOrder:
    """Write an order; where somebody was faster to take what was to go onward, look for it elsewhere."""
    for _ in range(LOOKS_ELSEWHERE if purchase.onward else 0):
        try:
            return write_order(new, once=once)
        except inventory.OutOfStock:
            new = _arranged(new, purchase)
    try:
        return write_order(new, once=once)
    except inventory.OutOfStock:
        if not purchase.ahead or (waiting := as_it_waits(new)) is None:
            raise
    return write_order(waiting, once=once)


def _new_order(purchase: Purchase, priced: BasketQuote, actor: Actor) -> NewOrder:
    now, waits = clock.now(), purchase.method is not Method.TAKE_NOW
    taken = () if rules.terms_of(purchase.tenders) else purchase.tenders
    return NewOrder(
        id=OrderId(new_id()),
        market=purchase.market,
        channel=purchase.channel,
        parcels=(rules.whole(priced, purchase.place),),
        customer_place=places.virtual_places(purchase.market).customer,
        method=purchase.method,
        quote=priced,
        at=now,
        appointed=sourcing.appointments(purchase.market, [purchase.place], now) if waits else {},
        customer=purchase.customer,
        contact=purchase.contact,
        staff=purchase.staff,
        till=purchase.till,
        device=purchase.device,
        campaign=purchase.campaign,
        sold_by=actor,
        overruled_by=purchase.overruled_by,
        cart=purchase.cart,
        gift=purchase.gift,
        tenders=tuple(_taken(tender) for tender in taken if not asks_a_gateway(tender)),
    )


def _taken(tender: Tender) -> payments.Tender:
    return payments.Tender(payments.PaymentId(new_id()), payments.Method(tender.method), tender.amount.minor)
