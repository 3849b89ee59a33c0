"""What the shop does when an order is placed, and when goods come that somebody waited for."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.fulfilment.public import GoodsCameIn
from oneshelf.modules.orders.public import Method, OrderPlaced
from oneshelf.surfaces.storefront.tasks import confirm_order, tell_come_in


def follow_orders(records: Sequence[Record]) -> None:
    """Whoever waits for goods gets it in writing; who took them along has a receipt."""
    for record in records:
        assert isinstance(record.event, OrderPlaced)
        if record.event.method != Method.TAKE_NOW:
            confirm_order.defer(order=str(record.aggregate))


def follow_goods(records: Sequence[Record]) -> None:
    """Whoever waited for goods is told that they have come."""
    for record in records:
        tell_come_in.defer(consignment=str(record.aggregate))


subscriptions.register("storefront-goods", [GoodsCameIn.TYPE], follow_goods)
subscriptions.register(
    "storefront-confirmations",
    [OrderPlaced.TYPE],
    follow_orders,
    start=subscriptions.Start.NOW,  # nobody wants to be written to about orders of last year
)
