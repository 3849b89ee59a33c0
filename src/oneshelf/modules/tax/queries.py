"""Reading rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneshelf.kernel import sql
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax.types import Rates


@dataclass(frozen=True, slots=True)
class _Rate:
    tax_class: str
    rate: int


_ON = sql.statement(__name__, "rates_on", row=_Rate)


def rates_on(market: MarketId, day: date) -> Rates:
    """Return what a market's classes are taxed at on a day; nothing where prices do not hold their tax."""
    if not markets.get_market(market).tax_included:
        return Rates({})
    return Rates({row.tax_class: row.rate for row in _ON.all(market=market, day=day)})
