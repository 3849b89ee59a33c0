"""Reading prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from oneshelf.kernel import caches, sql
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.types import Price, PriceId

OMNIBUS_DAYS = 30
"""How many days before a reduction count for the lowest price that must stand beside it."""

MOST_ROWS = 200
"""The most rows of one page of price history."""

END_OF_TIME = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class _PriceRow:
    id: PriceId
    variant: VariantId
    amount: int
    currency: str
    per: int
    valid_from: datetime
    valid_until: datetime | None

    def price(self) -> Price:
        unit_price = UnitPrice(self.amount, self.currency, self.per)
        return Price(self.id, self.variant, unit_price, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class _LowestRow:
    variant: VariantId
    amount: int
    currency: str
    per: int


_PRICES = sql.statement(__name__, "prices", row=_PriceRow)
_HISTORY = sql.statement(__name__, "history", row=_PriceRow)
_LOWEST_BEFORE = sql.statement(__name__, "lowest_before", row=_LowestRow)


def prices(market: MarketId, variants: Sequence[VariantId], at: datetime) -> dict[VariantId, Price]:
    """Return what each of `variants` costs in `market` at `at`, in one statement; one without a price is left out."""
    found = _REMEMBERED.get([(market, variant) for variant in variants], partial(_load_prices, at))
    other = [key for key, price in found.items() if not price.holds_at(at)]
    return {
        variant: price for (_, variant), price in {**found, **_load_prices(at, other)}.items() if price.holds_at(at)
    }


_REMEMBERED = caches.Cache[tuple[MarketId, VariantId], Price]("prices", events=["pricing.*"], most=200_000)


def _load_prices(at: datetime, keys: list[tuple[MarketId, VariantId]]) -> dict[tuple[MarketId, VariantId], Price]:
    if not keys:
        return {}
    market = keys[0][0]
    rows = _PRICES.all(market=market, variants=[variant for _, variant in keys], at=at)
    return {(market, row.variant): row.price() for row in rows}


def lowest_in_30_days(market: MarketId, variants: Sequence[VariantId], at: datetime) -> dict[VariantId, UnitPrice]:
    """Return the lowest price of each variant in the 30 days before the one that holds at `at` began.

    It must stand beside every announced reduction (Directive 98/6/EC, article 6a, the "Omnibus" rule). A
    variant whose first price still holds, or that had none in those days, is left out. One statement.
    """
    rows = _LOWEST_BEFORE.all(market=market, variants=list(variants), at=at, days=OMNIBUS_DAYS)
    return {row.variant: UnitPrice(row.amount, row.currency, row.per) for row in rows}


def price_history(
    market: MarketId, variant: VariantId, *, before: datetime | None = None, limit: int = 50
) -> list[Price]:
    """Return the prices of a variant, planned ones first, then backwards; `before` asks for earlier ones."""
    rows = _HISTORY.all(market=market, variant=variant, before=before or END_OF_TIME, limit=min(limit, MOST_ROWS))
    return [row.price() for row in rows]
