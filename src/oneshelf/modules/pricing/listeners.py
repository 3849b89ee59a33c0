"""What goes on with changes of many prices."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.pricing.events import PriceChangeMoved
from oneshelf.modules.pricing.tasks import go_on_with_change
from oneshelf.modules.pricing.types.changes import BUSY, ChangeState


def go_on(records: Sequence[Record]) -> None:
    """Whatever change has rows to be settled gets a job that does it."""
    for record in records:
        event = record.event
        if isinstance(event, PriceChangeMoved) and ChangeState(event.state) in BUSY:
            go_on_with_change.defer(change=str(event.change))


subscriptions.register("pricing-changes", [PriceChangeMoved.TYPE], go_on)
