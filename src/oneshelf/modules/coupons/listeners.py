"""What coupons do when something happened elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Record
from oneshelf.modules.coupons.actions.reserve import give_back
from oneshelf.modules.coupons.events import BatchOpened
from oneshelf.modules.coupons.tasks import make_codes
from oneshelf.modules.coupons.types import Kind


def follow_batches(records: Sequence[Record]) -> None:
    """Codes that are many are made by a job, begun when the batch is there for everybody to see."""
    for record in records:
        if isinstance(record.event, BatchOpened) and record.event.size and record.event.kind == Kind.SINGLE:
            make_codes.defer(batch=str(record.aggregate))


def follow_cancellations(records: Sequence[Record]) -> None:
    """An order that was cancelled whole gives its uses back, where their batch says so."""
    for record in records:
        give_back(record.aggregate)


subscriptions.register("coupons-batches", [BatchOpened.TYPE], follow_batches)
subscriptions.register("coupons-cancellations", ["orders.order_cancelled.v1"], follow_cancellations)
