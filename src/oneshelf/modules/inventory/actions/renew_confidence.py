"""How far what the book says may be trusted: noted when somebody counts or looks in vain, renewed each night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.types import Doubts
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

LEARNS_FROM = timedelta(days=28)
"""How far back rejections and sales count."""

LEVELS_A_BATCH = 2000
"""So many levels are renewed in one transaction."""


@dataclass(frozen=True, slots=True)
class _Key:
    place: PlaceId
    variant: VariantId


_KEYS = sql.statement(__name__, "keys_in_order", row=_Key)
_DOUBTS = sql.statement(__name__, "doubts", row=Doubts)
_WRITE = sql.statement(__name__, "write_confidence")
_COUNTED = sql.statement(__name__, "note_counted")
_REJECTED = sql.statement(__name__, "note_rejected")
_NOBODY = UUID(int=0)


@retried
def note_count(market: MarketId, place: PlaceId, counted: Mapping[VariantId, datetime]) -> None:
    """Note that people have counted these variants at a place, and when; what the book says is trusted more again.

    Three statements, in the caller's transaction if one is open. An earlier count that is told later changes nothing.
    """
    if counted:
        _COUNTED.execute(market=market, place=place, variants=list(counted), counted=list(counted.values()))
        _renew(market, [_Key(place, variant) for variant in sorted(counted)])


@retried
def note_rejection(market: MarketId, place: PlaceId, units: Mapping[VariantId, int], *, cause: UUID) -> None:
    """Note that so many units, which a place should have, were looked for and not found, because of `cause`.

    Three statements, in the caller's transaction if one is open. Repeating a cause changes nothing.
    """
    if units:
        at = clock.now()
        given = {"variants": list(units), "units": list(units.values())}
        _REJECTED.execute(market=market, place=place, cause=cause, at=at, **given)
        _renew(market, [_Key(place, variant) for variant in sorted(units)])


def renew_confidence() -> int:
    """Compute anew how far each level of every market may be trusted, batch by batch; return how many that were.

    Each batch is a transaction of three statements, whatever its size: nobody waits long for it.
    """
    return sum(_renew_market(market.id) for market in markets.list_markets())


def _renew_market(market: MarketId) -> int:
    renewed, last = 0, _Key(PlaceId(_NOBODY), VariantId(_NOBODY))
    while keys := _KEYS.all(
        market=market, after_variant=last.variant, after_place=last.place, limit=LEVELS_A_BATCH
    ):  # ends, since each page begins behind the one before
        _renew_batch(market, keys)
        renewed, last = renewed + len(keys), keys[-1]
    return renewed


@retried
def _renew_batch(market: MarketId, keys: Sequence[_Key]) -> None:
    _renew(market, keys)


def _renew(market: MarketId, keys: Sequence[_Key]) -> None:
    now = clock.now()
    known = _DOUBTS.all(
        market=market,
        variants=[key.variant for key in keys],
        places=[key.place for key in keys],
        since=now - LEARNS_FROM,
    )
    scores = [rules.score(each, at=now) for each in known]
    _WRITE.execute(
        market=market,
        at=now,
        variants=[each.variant for each in known],
        places=[each.place for each in known],
        counted=[each.counted_at for each in known],
        rejections=[each.rejections for each in known],
        moved=[each.moved for each in known],
        scores=scores,
        suggested=[rules.suggested_buffer(each, score) for each, score in zip(known, scores, strict=True)],
    )
