"""Bringing in price lists from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg.types.range import TimestamptzRange

from oneshelf.kernel import bulk
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.actions import replan
from oneshelf.modules.pricing.types import PriceListId, PriceRow

_COLUMNS = ["id", "market_id", "price_list_id", "variant_id", "amount", "per", "valid"]


def bulk_load_prices(rows: Iterable[PriceRow]) -> int:
    """Add `rows` to the base lists of their markets, in the caller's transaction; return how many were new.

    A row whose id is there, or whose window would overlap another of its variant, is passed over. No events:
    a load tells its readers when it is through. The database refuses negative prices and empty windows.
    """
    lists: dict[MarketId, PriceListId] = {}

    def values(row: PriceRow) -> list[object]:
        if row.market not in lists:
            lists[row.market] = replan.base_list(row.market).id
        valid = TimestamptzRange(row.valid_from, row.valid_until)
        return [row.id, row.market, lists[row.market], row.variant, row.amount, row.per, valid]

    return bulk.add_missing("pricing_price", _COLUMNS, [values(row) for row in rows])
