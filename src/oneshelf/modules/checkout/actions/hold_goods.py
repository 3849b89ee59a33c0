"""Holding the goods of a choice of delivery: alone, or together with all that ask for the same at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from oneshelf.kernel import sql
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried, retried_statement
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import CartId, CartRevision
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.take_uses import hold_uses, holds_uses
from oneshelf.modules.checkout.errors import CheckoutChanged
from oneshelf.modules.checkout.queries import get_checkout
from oneshelf.modules.checkout.types import Arrangement, Checkout
from oneshelf.modules.inventory import public as inventory

TAKEN_OVER_WITHIN = timedelta(minutes=1)
"""How long goods that were held in a group wait for their checkout; if its process dies, they are free again then."""

_HOLD = sql.statement(__name__, "hold")


def hold_goods(
    found: Checkout, chosen: Checkout, arrangement: Arrangement, *, cart: CartId | None, at: datetime
) -> None:
    """Note what was `chosen` of the checkout as it was `found`, and hold its goods; all of it, or nothing.

    What its `cart` holds (`cart_that_holds`) is given back for them.
    Raises CheckoutChanged, inventory's OutOfStock, sourcing's PlaceBusy, promotions' PromotionUsedUp, and coupons'
    CouponDoesNotWork. Runs in transactions of its own.
    """
    if cart or holds_uses(found, chosen):
        _exchange(found, chosen, arrangement, cart, at)
        return
    if rules.awaited(chosen.parcels):
        _hold_some_ahead(found, chosen, arrangement, at)
        return
    held = _held_in_group(found, arrangement, at)
    try:
        _hold(found, chosen, arrangement, held, at)
    except Refusal:
        if held:
            inventory.release(inventory.Owner.CHECKOUT, held)
        raise


def held_for(found: Checkout, cart: CartId | None) -> list[inventory.Held]:
    """Return what a checkout holds on shelves, or before its first choice its cart, and gives back when it chooses."""
    if cart:
        return inventory.held(inventory.Owner.CART, cart)
    demands = rules.demands(found.quote, rules.on_shelf(found.parcels))
    return [inventory.Held(each.place, each.variant, each.quantity) for each in demands]


def cart_that_holds(found: Checkout) -> CartId | None:
    """Return the cart of a first choice, if it holds goods from before it came back to its shopper."""
    cart = carts.cart_named(CartRevision(found.cart)) if found.cart and found.version == 1 else None
    return cart if cart and inventory.held(inventory.Owner.CART, cart) else None


@retried
def _exchange(found: Checkout, chosen: Checkout, arrangement: Arrangement, cart: CartId | None, now: datetime) -> None:
    """Hold goods for those that a cart holds, and uses of coupons for those that the choice before did."""
    if holds_uses(found, chosen):
        hold_uses(chosen, at=now)
    if cart:
        inventory.release(inventory.Owner.CART, cart)
    _hold_some_ahead(found, chosen, arrangement, now)


@retried
def _hold_some_ahead(found: Checkout, chosen: Checkout, arrangement: Arrangement, now: datetime) -> None:
    """Hold what is there as always, and the rest ahead of the goods; other choices pay nothing for that."""
    _hold(found, chosen, arrangement, None, now)
    later = rules.demands(found.quote, rules.awaited(chosen.parcels))
    if later:
        inventory.hold_ahead(
            found.market, later, checkout=found.id, expires_at=chosen.expires_at, channel=found.channel
        )


def _held_in_group(found: Checkout, arrangement: Arrangement, now: datetime) -> UUID | None:
    """Hold what many ask for at once together with them, for the checkout to take over; return what it is held as.

    None, and nothing held, where goods are held alone: several articles, no rush, or a choice that was made before,
    whose goods must count for the next one.
    """
    demands = rules.demands(found.quote, arrangement.parcels)
    if found.version > 1 or not inventory.held_in_groups(found.market, demands):
        return None
    held, until = new_id(), now + TAKEN_OVER_WITHIN
    try:
        inventory.hold_for(
            found.market, inventory.Owner.CHECKOUT, held, demands, expires_at=until, channel=found.channel
        )
    except inventory.OutOfStock:
        if get_checkout(found.id).version != found.version:  # a twin of this request has them
            raise CheckoutChanged(checkout=str(found.id)) from None
        raise
    return held


@retried_statement
def _hold(found: Checkout, chosen: Checkout, arrangement: Arrangement, held: UUID | None, now: datetime) -> None:
    assert chosen.method is not None
    parcels = rules.on_shelf(chosen.parcels)
    wanted = [(each.place, each.variant) for each in rules.demands(found.quote, parcels)]
    changed = [(each.place, each.variant) for each in rules.demands(found.quote, found.parcels)]
    if held is None:  # a group announces itself what it takes
        changed = wanted + changed
    withheld = inventory.withheld(found.market, found.channel, wanted)
    events = outbox.columns(inventory.stock_change_drafts(found.market, changed, cause=found.id))
    _HOLD.execute(
        checkout=found.id,
        version=found.version,
        method=chosen.method.value,
        place=chosen.place,
        parcels=msgspec.json.encode(chosen.parcels).decode(),
        promised=arrangement.promised_by,
        decision=arrangement.decision,
        contact=msgspec.json.encode(chosen.contact).decode(),
        quote=msgspec.json.encode(chosen.quote).decode(),
        expires=chosen.expires_at,
        market=found.market,
        channel=found.channel,
        at=now,
        lines=[line.line for line in found.quote.lines],
        variants=[line.snapshot.variant for line in found.quote.lines],
        quantities=[line.priced.quantity for line in found.quote.lines],
        **rules.demand_columns(found.quote, parcels, withheld),
        slot_places=[place for place, _ in arrangement.rooms] or None,
        slots=[slot for _, slot in arrangement.rooms] or None,
        held=held,
        event_types=events.types,
        event_aggregates=events.aggregates,
        event_sequences=events.sequences,
        event_data=events.data,
    )
