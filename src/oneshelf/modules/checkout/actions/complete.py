"""Completing a checkout: it becomes an order."""

from __future__ import annotations

from dataclasses import replace

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout.actions.lose import lose
from oneshelf.modules.checkout.actions.pay import bound_hash, check_method, check_places, taken
from oneshelf.modules.checkout.actions.pay_later import later_as
from oneshelf.modules.checkout.actions.take_anew import GONE, take_anew
from oneshelf.modules.checkout.actions.write_order import write_order
from oneshelf.modules.checkout.errors import CheckoutDone, ChooseDelivery, PaymentMissing, PlaceDoesNot
from oneshelf.modules.checkout.queries import get_checkout, get_open
from oneshelf.modules.checkout.types import Checkout, CheckoutId, CheckoutState, Held, NewOrder, PlacedOrder
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.sourcing import public as sourcing

_LOST = (inventory.HoldExpired, PlaceDoesNot)
"""Why a checkout has not the goods any more that it held."""

_NOT_AS_PAID = (carts.CartNotAsOrdered, coupons.CouponDoesNotWork, promotions.PromotionUsedUp)
"""Why a checkout cannot be ordered any more as it was paid for."""


def complete(
    checkout: CheckoutId,
    *,
    actor: Actor,
    once: Claim | None = None,
    device: str = "",
    campaign: str = "",
    terms: orders.Terms | None = None,
    reference: str = "",
) -> PlacedOrder:
    """Turn a paid checkout into its order; completing it again gives the same order.

    As long as no money was taken it may be ordered on `terms`: NotAtCollection, TooMuchAtCollection, orders'
    TooManyUnpaid, or companies' NotAMember, OrderTooSmall, OverMemberLimit, OnHold, InvoiceOverdue and OverCredit.
    PricedForOtherPayment tells that it was priced for another method.
    What a card holds for it, or may come to hold, is let go then, as when it costs nothing: that needs no payment.
    `reference` is what that company calls the order.
    Raises PaymentMissing, ChooseDelivery, CheckoutExpired, CheckoutChanged, HoldExpired, PlaceDoesNot, and carts'
    CartNotAsOrdered. When the money came after the hold was over, or a place was archived that held goods, they are
    taken anew, shipped from wherever they are. When they are gone, or nobody brings them any more as it was paid for,
    or the cart is not what was paid any more, or a coupon or promotion was used up after its hold was over, the money
    that was held is let go before the refusal is raised (`checkout.lost.v1` tells of gone goods).
    """
    try:
        found = get_open(checkout)
    except CheckoutDone:
        return _placed(get_checkout(checkout))
    if found.method is None or found.place is None:
        raise ChooseDelivery(checkout=str(checkout))
    held = later = None
    if terms and not taken(found):
        check_method(found, terms.value)
        later = later_as(terms, found, reference)
    elif found.payment and found.quote.total.minor:
        held = Held(found.payment, payable=found.id, amount=found.quote.total, bound_hash=bound_hash(found))
    elif found.quote.total.minor:
        raise PaymentMissing(missing=found.quote.total)
    new = replace(_new_order(found, device=device, campaign=campaign), held=held, later=later)
    try:
        placed = _write(new, found, once=once)
    except Refusal as refusal:
        latest = get_checkout(checkout)
        if latest.state is CheckoutState.COMPLETED:  # the same shopper pressed twice
            return _placed(latest)
        if held and isinstance(refusal, _LOST):
            lose(found, held.payment, actor=actor)
        elif held and isinstance(refusal, _NOT_AS_PAID):
            payments.give_back(held.payment, actor=actor)
        raise
    if not held:
        payments.give_back_all(found.id, actor=actor)
    return placed


def _write(new: NewOrder, found: Checkout, *, once: Claim | None) -> PlacedOrder:
    try:
        check_places(found)
        return write_order(new, once=once)
    except _LOST as gone:
        try:
            return take_anew(new, found, once=once)
        except GONE:
            raise gone from None


def _new_order(found: Checkout, *, device: str, campaign: str) -> NewOrder:
    assert found.method is not None
    now, at_places = clock.now(), [parcel.place for parcel in found.parcels]
    promised = all(parcel.ready_at for parcel in found.parcels)
    return NewOrder(
        id=found.order,
        market=found.market,
        channel=found.channel,
        parcels=found.parcels,
        customer_place=places.virtual_places(found.market).customer,
        method=found.method,
        quote=found.quote,
        at=now,
        appointed={} if promised else sourcing.appointments(found.market, at_places, now),
        customer=found.customer,
        contact=found.contact,
        staff=found.staff,
        gift=found.gift,
        device=device,
        campaign=campaign,
        checkout=found.id,
        checkout_version=found.version,
    )


def _placed(done: Checkout) -> PlacedOrder:
    order = orders.get_order(done.order)
    return PlacedOrder(order=done.order, number=order.summary.number, total=order.summary.total, repeated=True)
