"""Looking at the windows of one variant under a lock, and writing what was decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from oneshelf.kernel import sql
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.types import Piece, PriceId, PriceListId, Replanning, Window


@dataclass(frozen=True, slots=True)
class BaseList:
    """The list that a market's channels sell by."""

    id: PriceListId
    currency: str


_OPEN = sql.statement(__name__, "open_base_list")
_BASE = sql.statement(__name__, "base_list", row=BaseList)
_LOCK = sql.statement(__name__, "lock_windows")


def base_list(market: MarketId) -> BaseList:
    """Return the market's base list, opened in its currency if this is its first price. Raises UnknownMarket."""
    found = _BASE.find(market=market)
    if found is None:
        _OPEN.execute(market=market, currency=markets.get_market(market).currency)
        found = _BASE.one(market=market)
    return found


def lock_windows(prices: BaseList, variant: VariantId, *, since: datetime) -> list[Window]:
    """Return the windows of a variant that reach beyond `since`; nobody else plans it until the transaction ends."""
    _LOCK.execute(price_list=prices.id, variant=variant)
    rows = models.Price.objects.filter(
        price_list=prices.id, variant_id=variant, valid__overlap=DateTimeTZRange(since, None)
    )
    return sorted((_window(row) for row in rows), key=lambda window: window.starts)


def write(replanning: Replanning, *, market: MarketId, prices: BaseList, variant: VariantId, now: datetime) -> None:
    """Write the windows that were decided on, in an order in which none ever overlaps another."""
    models.Price.objects.filter(id__in=[window.id for window in replanning.removed]).delete()
    for window in replanning.resized:
        models.Price.objects.filter(id=window.id).update(
            valid=DateTimeTZRange(window.starts, window.ends),
            resumed=window.resumed,
            announced=window.starts <= now,
        )
    models.Price.objects.bulk_create(
        models.Price(
            id=window.id,
            market_id=market,
            price_list_id=prices.id,
            variant_id=variant,
            amount=window.amount,
            per=window.per,
            valid=DateTimeTZRange(window.starts, window.ends),
            resumed=window.resumed,
            displaced=[_as_json(piece) for piece in window.displaced],
            announced=window.starts <= now,
        )
        for window in replanning.added
    )


def _window(row: models.Price) -> Window:
    return Window(
        id=PriceId(row.id),
        starts=row.valid.lower,
        ends=row.valid.upper,
        amount=row.amount,
        per=row.per,
        resumed=row.resumed,
        displaced=tuple(_from_json(piece) for piece in row.displaced),
    )


def _as_json(piece: Piece) -> dict[str, Any]:
    ends = piece.ends.isoformat() if piece.ends else None
    return {"starts": piece.starts.isoformat(), "ends": ends, "amount": piece.amount, "per": piece.per}


def _from_json(piece: dict[str, Any]) -> Piece:
    ends = datetime.fromisoformat(piece["ends"]) if piece["ends"] else None
    return Piece(datetime.fromisoformat(piece["starts"]), ends, piece["amount"], piece["per"])
