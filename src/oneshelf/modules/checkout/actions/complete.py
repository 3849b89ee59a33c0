"""Completing a checkout: it becomes an order."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.checkout.actions.write_order import write_order
from oneshelf.modules.checkout.errors import CheckoutDone, ChooseDelivery, PaymentMissing
from oneshelf.modules.checkout.queries import get_checkout, get_open
from oneshelf.modules.checkout.types import Checkout, CheckoutId, CheckoutState, Held, NewOrder, PlacedOrder
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing


def complete(
    checkout: CheckoutId, *, actor: Actor, once: Claim | None = None, device: str = "", campaign: str = ""
) -> PlacedOrder:
    """Turn a paid checkout into its order; completing it again gives the same order.

    Raises PaymentMissing, ChooseDelivery, CheckoutExpired, CheckoutChanged and HoldExpired. When the goods are
    gone, the money that was held is let go before the refusal is raised.
    """
    try:
        found = get_open(checkout)
    except CheckoutDone:
        return _placed(get_checkout(checkout))
    if found.method is None or found.place is None:
        raise ChooseDelivery(checkout=str(checkout))
    if found.payment is None:
        raise PaymentMissing(missing=found.quote.total)
    held = Held(found.payment, payable=found.id, amount=found.quote.total)
    try:
        placed = write_order(_new_order(found, held, device=device, campaign=campaign), once=once)
    except inventory.HoldExpired:
        payments.give_back(held.payment, actor=actor)
        raise
    except Refusal:
        latest = get_checkout(checkout)
        if latest.state is CheckoutState.COMPLETED:  # the same shopper pressed twice
            return _placed(latest)
        raise
    return placed


def _new_order(found: Checkout, held: Held, *, device: str, campaign: str) -> NewOrder:
    assert found.method is not None
    now = clock.now()
    return NewOrder(
        id=found.order,
        market=found.market,
        channel=found.channel,
        parcels=found.parcels,
        customer_place=places.virtual_places(found.market).customer,
        method=found.method,
        quote=found.quote,
        at=now,
        appointed=sourcing.appointments(found.market, [parcel.place for parcel in found.parcels], now),
        customer=found.customer,
        contact=found.contact,
        device=device,
        campaign=campaign,
        checkout=found.id,
        checkout_version=found.version,
        held=held,
    )


def _placed(done: Checkout) -> PlacedOrder:
    order = orders.get_order(done.order)
    return PlacedOrder(order=done.order, number=order.summary.number, total=order.summary.total, repeated=True)
