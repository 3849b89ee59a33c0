"""Demands as the SQL faces take them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oneshelf.modules.inventory.queries import withheld
from oneshelf.modules.inventory.types import Demand
from oneshelf.modules.markets.public import ChannelId, MarketId


def _kept_back(market: MarketId, channel: ChannelId | None, demands: Sequence[Demand]) -> list[int]:
    """Return what is kept back of each demand's key: as told with it, otherwise what the hard rules say."""
    if all(demand.withheld is not None for demand in demands):
        return [demand.withheld or 0 for demand in demands]
    ruled = withheld(market, channel, [(demand.place, demand.variant) for demand in demands])
    return [rule if demand.withheld is None else demand.withheld for rule, demand in zip(ruled, demands, strict=True)]


def columns(market: MarketId, channel: ChannelId | None, demands: Sequence[Demand]) -> dict[str, list[Any]]:
    """Return demands as the parallel arrays that the SQL faces take, with what rules keep back from `channel`."""
    return {
        "lines": [demand.line for demand in demands],
        "places": [demand.place for demand in demands],
        "variants": [demand.variant for demand in demands],
        "quantities": [demand.quantity for demand in demands],
        "pers": [demand.per for demand in demands],
        "withheld": _kept_back(market, channel, demands),
    }
