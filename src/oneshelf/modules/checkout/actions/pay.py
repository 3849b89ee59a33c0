"""Paying for a checkout: the money is held, bound to exactly what was shown."""

from __future__ import annotations

from contextlib import suppress

from oneshelf.kernel import sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.states import WrongState
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.errors import (
    CheckoutChanged,
    ChooseDelivery,
    CostsNothing,
    PlaceDoesNot,
    PricedForOtherPayment,
)
from oneshelf.modules.checkout.queries import get_checkout, get_open
from oneshelf.modules.checkout.types import Checkout, CheckoutId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places

_NOTE_PAYMENT = sql.statement(__name__, "note_payment")


def pay(checkout: CheckoutId, method: payments.Method, token: str, *, actor: Actor) -> payments.Payment:
    """Ask for the checkout's total to be held on a card and return the payment, whatever came of it.

    A declined one may be followed by another try; money that was taken pays, and nothing more is asked. Raises
    ChooseDelivery before a way of delivery was chosen, PlaceDoesNot when one of its places was archived meanwhile,
    PricedForOtherPayment when it was priced for another method, CostsNothing, CheckoutChanged when another request
    changed the checkout (the money is given back then), and the refusals of `payments.authorise`. Runs in transactions
    of its own.
    """
    found = get_open(checkout)
    return taken(found) or _pay(found, method, token, actor=actor)


def pay_otherwise(
    checkout: CheckoutId, method: payments.Method, token: str, *, instead_of: payments.PaymentId, actor: Actor
) -> payments.Payment:
    """Pay as `pay` does, `instead_of` an earlier try: what that one holds, or may come to hold, is let go first.

    Money that was taken already pays, and nothing is asked of the other card. Raises what `pay` and
    `payments.give_back` do.
    """
    found = get_open(checkout)
    paid = taken(found)
    if paid:
        return paid
    with suppress(WrongState):  # it came to nothing by itself
        payments.give_back(instead_of, actor=actor)
    return _pay(found, method, token, actor=actor)


def taken(checkout: Checkout) -> payments.Payment | None:
    """Return the payment of a checkout whose money was taken and is kept; None as long as it can be changed."""
    paid = payments.get_payment(checkout.payment) if checkout.payment else None
    return paid if paid and paid.state is payments.PaymentState.CAPTURED and not paid.refunding else None


def _pay(found: Checkout, method: payments.Method, token: str, *, actor: Actor) -> payments.Payment:
    check_places(found)
    check_method(found, method.value)
    if not found.quote.total.minor:
        raise CostsNothing
    payment = payments.authorise(
        found.id,
        found.quote.total,
        method,
        token,
        market=found.market,
        bound_hash=bound_hash(found),
        actor=actor,
    )
    if payment.state in (payments.PaymentState.DECLINED, payments.PaymentState.EXPIRED):
        return payment
    if payment.id != found.payment and not _noted(found, payment):
        payments.give_back(payment.id, actor=actor)
        raise CheckoutChanged(checkout=str(found.id))
    return payment


def _noted(found: Checkout, payment: payments.Payment) -> bool:
    """Note the payment, or see that a twin of this request, which shares it, has noted it a moment ago."""
    if _NOTE_PAYMENT.execute(checkout=found.id, payment=payment.id, version=found.version):
        return True
    return get_checkout(found.id).payment == payment.id


def check_places(checkout: Checkout) -> None:
    """Raise PlaceDoesNot when a place was archived from which goods leave, or where they are collected."""
    asked = {place for parcel in checkout.parcels for place in (parcel.place, parcel.desk)}
    for place in places.places_by_id(asked).values():
        if place.archived:
            raise PlaceDoesNot(place=place.name, method=checkout.method.value if checkout.method else "")


def check_method(checkout: Checkout, method: str) -> None:
    """Raise PricedForOtherPayment when a rule asks how a checkout is paid, and it was priced for another method."""
    if checkout.quote.asks_payment and checkout.quote.payment != method:
        raise PricedForOtherPayment(method=method, priced_for=checkout.quote.payment)


def bound_hash(checkout: Checkout) -> str:
    """Return the hash of what a payment for this checkout pays for. Raises ChooseDelivery."""
    if checkout.method is None:
        raise ChooseDelivery(checkout=str(checkout.id))
    return rules.quote_hash(checkout.quote, checkout.method, checkout.parcels)
