"""What parity looks at without waiting for the hour."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.events import Record
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity.actions.check import check
from oneshelf.modules.parity.actions.compare import MOST_AT_ONCE
from oneshelf.modules.pricing.public import PriceChanged


def follow_prices(records: Sequence[Record]) -> None:
    """An article whose price has changed is compared at once."""
    changed: dict[MarketId, dict[VariantId, None]] = {}
    for record in records:
        if isinstance(record.event, PriceChanged):
            changed.setdefault(MarketId(record.event.market), {})[VariantId(record.event.variant)] = None
    for market, variants in changed.items():
        for start in range(0, len(variants), MOST_AT_ONCE):
            check(market, list(variants)[start : start + MOST_AT_ONCE])


subscriptions.register("parity-prices", [PriceChanged.TYPE], follow_prices)
