"""Zones, rates and tables for tests."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import (
    Area,
    ExemptionKind,
    NewExemption,
    NewRate,
    Regime,
    Zone,
    ZoneId,
    ZoneRate,
)

LONG_AGO = date(2020, 1, 1)
EVERYWHERE = Area()


def a_zone(market: MarketId, code: str = "market", area: Area = EVERYWHERE) -> ZoneId:
    """Open a zone of a market, if it is not there."""
    return tax.open_zone(market, code, code, area, actor=SYSTEM)


def a_rate(market: MarketId, rate: int, tax_class: str = "standard", since: date = LONG_AGO) -> None:
    """Tax a class of goods everywhere in a market, in hundredths of a percent."""
    tax.set_rate(a_zone(market), NewRate(tax_class, "tax", "Tax", rate * 100, since), actor=SYSTEM)


def of_each(market: MarketId, customer: CustomerId) -> None:
    """Have one of everything that tax keeps."""
    tax.set_regime(market, Regime("PL"), actor=SYSTEM)
    a_rate(market, 2000)
    shown = NewExemption(ExemptionKind.VAT_ID, "DE136695976", "DE", LONG_AGO)
    tax.exempt(market, customer, shown, actor=SYSTEM)


def stands(number: int, rate: NewRate, area: Area = EVERYWHERE) -> ZoneRate:
    """A rate as a table in memory holds it, under a number."""
    return ZoneRate(tax.RateId(UUID(int=number)), Zone(ZoneId(UUID(int=1)), "zone", "Zone", area), rate)
