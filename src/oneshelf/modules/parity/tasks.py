"""Jobs of parity."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.markets import public as markets
from oneshelf.modules.parity.actions.check import check_all


@jobs.scheduled("23 * * * *")
def compare_channels() -> int:
    """Compare, each hour, every article in all channels; return how many were looked at."""
    return sum(check_all(market.id) for market in markets.list_markets())
