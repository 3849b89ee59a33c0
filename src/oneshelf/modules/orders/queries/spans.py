"""Spans of time in which something was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from oneshelf.kernel import sql
from oneshelf.modules.markets.public import MarketId

_SPANS = sql.statement(__name__, "spans_with_orders", row=int)


def spans_with_orders(market: MarketId, spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return those of `spans`, each [since, until), that hold an order which was not cancelled; one statement."""
    held = _SPANS.all(market=market, since=[since for since, _ in spans], until=[until for _, until in spans])
    return [spans[position] for position in held]
