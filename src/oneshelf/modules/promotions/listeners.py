"""What promotions do when something happened elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Record
from oneshelf.modules.promotions.actions.take import release


def follow_cancellations(records: Sequence[Record]) -> None:
    """An order that was cancelled whole gives back what it took of limits."""
    for record in records:
        release(record.aggregate)


subscriptions.register("promotions-cancellations", ["orders.order_cancelled.v1"], follow_cancellations)
