"""Telling how long goods have lain where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from oneshelf.kernel import sql
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.types import OldestGoods
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_AGES = sql.statement(__name__, "ages", row=OldestGoods)


def ages(
    market: MarketId, variants: Sequence[VariantId], places: Sequence[PlaceId], at: datetime, *, most_days: int
) -> dict[tuple[PlaceId, VariantId], int]:
    """Return how many days ago the oldest units on hand came to places, `most_days` for all that is older: a statement.

    What came first is taken to leave first. Keys of which nothing is there are left out.
    """
    since = at - timedelta(days=most_days)
    rows = _AGES.all(market=market, variants=list(variants), places=list(places), since=since)
    return {(row.place, row.variant): (at - row.since).days for row in rows}
