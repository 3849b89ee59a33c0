"""Announces that what a place can promise has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.events import StockChanged
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


def stock_change_drafts(
    market: MarketId, keys: Iterable[tuple[PlaceId, VariantId]], *, cause: UUID
) -> list[outbox.Draft]:
    """Return one event a place, to be written in the transaction of the change. Each is its own aggregate."""
    by_place: dict[PlaceId, set[VariantId]] = {}
    for place, variant in keys:
        by_place.setdefault(place, set()).add(variant)
    return [
        outbox.Draft(
            StockChanged(market=market, place=place, variants=sorted(variants), cause=cause),
            aggregate=new_id(),
            sequence=1,
        )
        for place, variants in by_place.items()
    ]


def announce(market: MarketId, keys: Iterable[tuple[PlaceId, VariantId]], *, cause: UUID, at: datetime) -> None:
    """Write the events of a change of stock, in the caller's transaction."""
    outbox.emit(stock_change_drafts(market, keys, cause=cause), at=at)
