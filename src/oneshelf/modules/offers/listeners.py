"""What offers give, and write down, when something happened elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.coupons.public import CouponId, CouponUsed, UseReturned
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId, ConsignmentPacked
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.offers.actions.earn import earned_by_order, earned_by_parcel
from oneshelf.modules.offers.actions.give import take_back
from oneshelf.modules.offers.actions.redeem import redeem, undo_redemption
from oneshelf.modules.offers.queries import runs_in
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderCancelled, OrderCompleted, OrderId, OrderRefunded


def follow_orders(records: Sequence[Record]) -> None:
    """Who has everything they bought gets what offers promise for that; where there is no offer nothing is asked."""
    for record in _where_offers_are(records):
        earned_by_order(orders.get_order(OrderId(record.aggregate)))


def follow_parcels(records: Sequence[Record]) -> None:
    """What goes with a parcel is given when it is packed at the latest: its slip may have been printed before."""
    for record in _where_offers_are(records):
        parcel = fulfilment.get_consignment(ConsignmentId(record.aggregate))
        earned_by_parcel(parcel, orders.get_order(OrderId(parcel.order)))


def follow_endings(records: Sequence[Record]) -> None:
    """An order that was cancelled, or of which all money went back, loses what it had earned."""
    for record in records:
        event = record.event
        if isinstance(event, OrderRefunded) and event.refunded < _total_of(record):
            continue
        take_back(OrderId(record.aggregate))


def follow_coupons(records: Sequence[Record]) -> None:
    """Which order used a coupon that an offer gave is written down, and struck out when it gave that back."""
    for record in records:
        match record.event:
            case CouponUsed(coupon=coupon, order=order):
                redeem(CouponId(coupon), OrderId(order))
            case UseReturned(coupon=coupon, order=order):
                undo_redemption(CouponId(coupon), order)


def _total_of(record: Record) -> Money:
    return orders.get_order(OrderId(record.aggregate)).summary.total


def _where_offers_are(records: Sequence[Record]) -> list[Record]:
    """Return what happened in markets that have, or had, an offer: one statement a market and batch."""
    found: dict[UUID, list[Record]] = {}
    for record in records:
        assert isinstance(record.event, OrderCompleted | ConsignmentPacked)
        found.setdefault(record.event.market, []).append(record)
    return [record for market, some in found.items() if runs_in(MarketId(market)) for record in some]


subscriptions.register("offers-orders", [OrderCompleted.TYPE], follow_orders)
subscriptions.register("offers-parcels", [ConsignmentPacked.TYPE], follow_parcels)
subscriptions.register("offers-endings", [OrderCancelled.TYPE, OrderRefunded.TYPE], follow_endings)
subscriptions.register("offers-coupons", [CouponUsed.TYPE, UseReturned.TYPE], follow_coupons)
