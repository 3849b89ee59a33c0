"""What parity looks at without waiting for the hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Record
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity.actions.compare import MOST_AT_ONCE
from oneshelf.modules.parity.tasks import compare_changed
from oneshelf.modules.pricing.public import PriceChanged

ONE_AFTER_ANOTHER = "parity.compare_changed"
"""The lock of the jobs that compare: one at a time, so that other jobs find a worker."""

BEHIND_OTHERS = -10
"""Their priority: whatever else waits comes first."""


def follow_prices(records: Sequence[Record]) -> None:
    """An article whose price has changed is compared soon, by a job.

    Not here: comparing takes seconds where many have changed, and no event of anybody is delivered meanwhile.
    """
    changed: dict[MarketId, dict[VariantId, None]] = {}
    for record in records:
        if isinstance(record.event, PriceChanged):
            changed.setdefault(MarketId(record.event.market), {})[VariantId(record.event.variant)] = None
    soon = compare_changed.configure(lock=ONE_AFTER_ANOTHER, priority=BEHIND_OTHERS)
    for market, variants in changed.items():
        named: list[Any] = [str(each) for each in variants]  # as JSON, which is more than text
        for start in range(0, len(named), MOST_AT_ONCE):
            soon.defer(market=str(market), variants=named[start : start + MOST_AT_ONCE])


subscriptions.register("parity-prices", [PriceChanged.TYPE], follow_prices)
