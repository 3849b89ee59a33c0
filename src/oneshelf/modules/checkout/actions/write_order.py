"""Writing an order: everything that it is goes to the database in one round trip."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from django.db import transaction

from oneshelf.kernel import decoding, sql
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.transactions import retried, retried_statement
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.actions.note_more import note_more
from oneshelf.modules.checkout.actions.take_uses import take_uses
from oneshelf.modules.checkout.rules.labelled import labelled
from oneshelf.modules.checkout.types import NewOrder, PlacedOrder
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.modules.sourcing import public as sourcing

_PLACE = sql.statement(__name__, "place", row=str)


def write_order(new: NewOrder, *, once: Claim | None = None) -> PlacedOrder:
    """Write an order with its payments, consignment, stock and events, or nothing of it.

    With `once`, a repeated request gets the order that the first one placed. Who overruled what keeps stock back is
    written to the trail with the order, a present has its message, what is brought to a store its goal, what is sent by
    a service that was chosen its code, units that are named are those that leave, parcels of goods that are to come
    wait, what is taken along beside a parcel leaves, what is paid later is noted, and what promotions took off is kept:
    other orders pay nothing for any.
    Raises OutOfStock, HoldExpired, CheckoutChanged, payments' refusals of a claim, orders' TooManyUnpaid, companies'
    OnHold, InvoiceOverdue and OverCredit, coupons' CouponDoesNotWork, and IdempotencyKeyReused.
    """
    rare = (
        new.overruled_by,
        new.cart,
        new.told,
        new.is_brought,
        new.service,
        new.later,
        new.arranged,
        new.quote.savings,
        rules.is_not_charged(new.quote),
        labelled(new.quote),
    )
    has_more = new.gift is not None or any(rare) or rules.awaited(new.parcels)
    return _write_with_more(new, once) if has_more else _write(new, once)


@retried
def _write_with_more(new: NewOrder, once: Claim | None) -> PlacedOrder:
    """Exchange what the order's cart holds for what is bought, say which units those are, and note the rest.

    Of an order that was placed before nothing is done again: it used its coupons and promotions then.
    """
    with transaction.atomic():
        take_uses(new)
        if new.cart:
            inventory.release(inventory.Owner.CART, new.cart)
        if new.told:
            lots.tell_leaving(new.market, new.id, new.told)
        placed = _write(new, once)
        if placed.repeated:
            transaction.set_rollback(True)
            return placed
        note_more(new, placed)
    return placed


@retried_statement
def _write(new: NewOrder, once: Claim | None) -> PlacedOrder:
    number = orders.new_number()
    placed = PlacedOrder(order=new.id, number=number, total=new.quote.total)
    columns = rules.order_columns(new, number, _withheld(new))
    stored = _PLACE.find(
        request=[once.client, once.operation, once.key, msgspec.json.encode(placed).decode()] if once else None,
        body_hash=once.body_hash if once else None,
        **columns,
    )
    if stored is not None:
        return _first(stored)
    if new.is_brought:
        fulfilment.bring(rules.brought(new, columns["consignments"]))
        sourcing.take_capacity(new.market, new.id, rules.taken_in(new))
    waiting = rules.awaited(new.parcels)
    if waiting:
        fulfilment.await_goods(rules.days_of(new, columns["consignments"]))
    if new.at_once:
        _hand_over(new, rules.at_once(new, columns["consignments"]))
    later = rules.demands(new.quote, [each for each in waiting if each not in new.taken])
    if later:
        inventory.allocate_ahead(new.market, later, order=new.id, channel=new.channel)
    return placed


def _hand_over(new: NewOrder, consignments: list[fulfilment.ConsignmentId]) -> None:
    """Let what its buyer takes along leave the counter, where the rest of the order goes onward."""
    fulfilment.hand_over_at_once(consignments)
    inventory.sell_over_counter(
        new.market,
        rules.demands(new.quote, new.at_once),
        order=new.id,
        channel=new.channel,
        customer_place=new.customer_place,
        overrule=new.overruled_by is not None,
        at=new.at,
    )


def _withheld(new: NewOrder) -> list[int]:
    """What rules keep back from the channel; a hold was measured by them already."""
    if (new.checkout and not new.anew) or (new.overruled_by and not new.arranged):
        return []
    wanted = rules.demands(new.quote, new.taken)
    return inventory.withheld(new.market, new.channel, [(each.place, each.variant) for each in wanted])


def find_written(once: Claim) -> PlacedOrder | None:
    """Return the order that the same request placed before, or None. Raises IdempotencyKeyReused."""
    kept = idempotency.find(once)
    return _first(kept.body) if kept else None


def _first(stored: str) -> PlacedOrder:
    return replace(decoding.decode(stored, PlacedOrder), repeated=True)
