"""Tax rates for tests."""

from __future__ import annotations

from datetime import date

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import models

LONG_AGO = date(2020, 1, 1)


def a_rate(market: MarketId, rate: int, tax_class: str = "standard", since: date = LONG_AGO) -> None:
    """Tax a class of goods in a market, in hundredths of a percent."""
    models.Rate.objects.create(market_id=market, tax_class=tax_class, since=since, rate=rate)
