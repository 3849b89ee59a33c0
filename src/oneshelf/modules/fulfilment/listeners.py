"""What fulfilment does when stock changes."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.fulfilment.tasks import bring_in
from oneshelf.modules.inventory import public as inventory


def follow_stock(records: Sequence[Record]) -> None:
    """Where somebody waits for goods of which there are more now, or which are expected otherwise, they are seen to."""
    events = [each.event for each in records if isinstance(each.event, inventory.StockChanged)]
    keys = [(each.market, each.place, variant) for each in events for variant in each.variants]
    for market, place in inventory.waited_for(keys):
        bring_in.defer(market=str(market), place=str(place))


subscriptions.register(
    "fulfilment-goods", [inventory.StockChanged.TYPE], follow_stock, batch=500, start=subscriptions.Start.NOW
)
