"""Looking at the windows of one variant under a lock, and writing what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from oneshelf.kernel import sql
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models, queries
from oneshelf.modules.pricing.errors import ClosedPriceList
from oneshelf.modules.pricing.types import BASE, ListCode, Piece, PriceId, PriceListId, Replanning, Window


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that takes prices."""

    id: PriceListId
    code: ListCode
    currency: str


_OPEN = sql.statement(__name__, "open_base_list")
_BASE = sql.statement(__name__, "base_list", row=OpenList)
_LOCK = sql.statement(__name__, "lock_windows")
_LOCK_MANY = sql.statement(__name__, "lock_many")
_RESIZE = sql.statement(__name__, "resize")


def base_list(market: MarketId) -> OpenList:
    """Return the market's base list, opened in its currency if this is its first price. Raises UnknownMarket."""
    found = _BASE.find(market=market)
    if found is None:
        _OPEN.execute(market=market, currency=markets.get_market(market).currency)
        found = _BASE.one(market=market)
    return found


def open_list(market: MarketId, code: ListCode) -> OpenList:
    """Return the market's list with that code. Raises UnknownMarket, UnknownPriceList, ClosedPriceList."""
    if code == BASE:
        return base_list(market)
    known = queries.get_price_list(market, code)
    if known.archived:
        raise ClosedPriceList(price_list=code)
    return OpenList(known.id, known.code, known.currency)


def lock_windows(prices: OpenList, variant: VariantId, *, since: datetime) -> list[Window]:
    """Return the windows of a variant that reach beyond `since`; nobody else plans it until the transaction ends."""
    _LOCK.execute(price_list=prices.id, variant=variant)
    rows = models.Price.objects.filter(
        price_list=prices.id, variant_id=variant, valid__overlap=DateTimeTZRange(since, None)
    )
    return sorted((_window(row) for row in rows), key=lambda window: window.starts)


def lock_many(prices: OpenList, variants: Sequence[VariantId], *, since: datetime) -> dict[VariantId, list[Window]]:
    """Do as `lock_windows` for many variants, in two statements."""
    _LOCK_MANY.execute(price_list=prices.id, variants=list(variants))
    return windows_of(prices, variants, since=since)


def windows_of(prices: OpenList, variants: Sequence[VariantId], *, since: datetime) -> dict[VariantId, list[Window]]:
    """Return the windows of variants that reach beyond `since`, in order, as they are just now."""
    rows = models.Price.objects.filter(
        price_list=prices.id, variant_id__in=variants, valid__overlap=DateTimeTZRange(since, None)
    )
    found: dict[VariantId, list[Window]] = {variant: [] for variant in variants}
    for row in rows:
        found[VariantId(row.variant_id)].append(_window(row))
    return {variant: sorted(windows, key=lambda window: window.starts) for variant, windows in found.items()}


def write(decided: Mapping[VariantId, Replanning], *, market: MarketId, prices: OpenList, now: datetime) -> None:
    """Write the windows that were decided on, in an order in which none ever overlaps another."""
    removed = [window.id for each in decided.values() for window in each.removed]
    resized = [window for each in decided.values() for window in each.resized]
    if removed:
        models.Price.objects.filter(id__in=removed).delete()
    if resized:
        _RESIZE.execute(
            ids=[window.id for window in resized],
            starts=[window.starts for window in resized],
            ends=[window.ends for window in resized],
            resumed=[window.resumed for window in resized],
            now=now,
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
        for variant, each in decided.items()
        for window in each.added
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
