"""What fulfilment does when stock changes, or what waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.fulfilment.events import LinesWithdrawn
from oneshelf.modules.fulfilment.queries import consignments_by_id
from oneshelf.modules.fulfilment.tasks import bring_in
from oneshelf.modules.fulfilment.types import ConsignmentId, ConsignmentState
from oneshelf.modules.inventory import public as inventory


def follow_stock(records: Sequence[Record]) -> None:
    """Where somebody waits for goods of which there are more now, or which are expected otherwise, they are seen to."""
    events = [each.event for each in records if isinstance(each.event, inventory.StockChanged)]
    keys = [(each.market, each.place, variant) for each in events for variant in each.variants]
    for market, place in inventory.waited_for(keys):
        bring_in.defer(market=str(market), place=str(place))


def follow_parting(records: Sequence[Record]) -> None:
    """What waits for fewer goods than before may have all of them already."""
    changed = consignments_by_id([ConsignmentId(each.aggregate) for each in records]).values()
    for market, place in {(each.market, each.place) for each in changed if each.state is ConsignmentState.AWAITED}:
        bring_in.defer(market=str(market), place=str(place))


subscriptions.register(
    "fulfilment-goods", [inventory.StockChanged.TYPE], follow_stock, batch=500, start=subscriptions.Start.NOW
)
subscriptions.register("fulfilment-parted", [LinesWithdrawn.TYPE], follow_parting, start=subscriptions.Start.NOW)
