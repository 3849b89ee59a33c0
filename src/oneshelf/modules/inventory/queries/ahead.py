"""Reading what may be promised before it is there, and when it comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from oneshelf.kernel import caches, clock, sql
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import models, rules
from oneshelf.modules.inventory.types.ahead import (
    AheadId,
    AheadKind,
    AheadOffer,
    AheadRule,
    AheadTerms,
    Awaited,
    Outlook,
)
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class _Figures:
    place: PlaceId
    variant: VariantId
    kind: str
    units: int
    expected_on: date | None
    lead_days: int | None
    room: int
    days: list[date]
    quantities: list[int]


@dataclass(frozen=True, slots=True)
class _AtPlace:
    market: MarketId
    place: PlaceId


@dataclass(frozen=True, slots=True)
class _Outlook:
    variant: VariantId
    free: int
    days: list[date]
    quantities: list[int]
    settled_on: date | None
    lead_days: int | None


_FIGURES = sql.statement(__name__, "ahead_figures", row=_Figures)
_OUTLOOKS = sql.statement(__name__, "outlooks", row=_Outlook)
_AWAITED = sql.statement(__name__, "awaited", row=Awaited)
_WAITED_FOR = sql.statement(__name__, "waited_for", row=_AtPlace)
_WAITING_PLACES = sql.statement(__name__, "waiting_places", row=_AtPlace)
_VARIANTS = sql.statement(__name__, "ahead_variants", row=UUID)

_SOLD_AHEAD = caches.Cache[MarketId, frozenset[UUID]](
    "variants sold ahead", events=["inventory.rules_changed.*"], most=1000
)


def offers_ahead(
    market: MarketId,
    wanted: Mapping[VariantId, int],
    places: Sequence[PlaceId] | None = None,
    *,
    held: Mapping[tuple[PlaceId, VariantId], int] | None = None,
) -> list[AheadOffer]:
    """Return where the `wanted` units may be promised ahead of the goods now (only at `places`, if given), and by when.

    Places that may not promise so many more are left out, and goods of which nobody can say when they come. What
    whoever asks has `held` ahead is theirs to be promised again. One statement, none for variants that are never sold
    ahead.
    """
    asked = sorted(wanted.keys() & _SOLD_AHEAD.get([market], _load)[market])
    if not asked:
        return []
    at = clock.now()
    at_places = None if places is None else list(places)
    rows = _FIGURES.all(market=market, variants=asked, places=at_places, at=at)
    offers = (
        _offer(row, wanted[row.variant], (held or {}).get((row.place, row.variant), 0), at.date()) for row in rows
    )
    return [offer for offer in offers if offer is not None]


def outlooks(market: MarketId, place: PlaceId, variants: Iterable[VariantId]) -> dict[VariantId, Outlook]:
    """Return what those who wait for `variants` at a place may hope for, in one statement."""
    return {
        row.variant: Outlook(row.free, tuple(zip(row.days, row.quantities, strict=True)), row.settled_on, row.lead_days)
        for row in _OUTLOOKS.all(market=market, place=place, variants=list(variants), at=clock.now())
    }


def awaited(market: MarketId, place: PlaceId) -> list[Awaited]:
    """Return what orders were promised ahead at a place and wait for; a kit's line by its components."""
    return _AWAITED.all(market=market, place=place)


def waited_for(keys: Sequence[tuple[UUID, UUID, UUID]]) -> list[tuple[MarketId, PlaceId]]:
    """Return at which places orders wait for some of these goods (market, place, variant); one statement, or none."""
    if not keys:
        return []
    markets, at, variants = (list(column) for column in zip(*dict.fromkeys(keys), strict=True))
    return [(each.market, each.place) for each in _WAITED_FOR.all(markets=markets, places=at, variants=variants)]


def waiting_places() -> list[tuple[MarketId, PlaceId]]:
    """Return the places at which orders wait for goods."""
    return [(each.market, each.place) for each in _WAITING_PLACES.all()]


def list_ahead(market: MarketId, place: PlaceId | None = None, variant: VariantId | None = None) -> list[AheadRule]:
    """Return what is sold ahead (at a place, of a variant, if given), now or later: the first to begin first."""
    lasts = Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=clock.now())
    rows = models.AheadRule.objects.filter(lasts, market_id=market)
    if place is not None:
        rows = rows.filter(place_id=place)
    if variant is not None:
        rows = rows.filter(variant_id=variant)
    return [_rule(row) for row in rows.order_by("valid", "id")[:MOST_AHEAD]]


def get_ahead(rule: AheadId) -> AheadRule:
    """Return on what terms something is, or was, sold ahead. Raises NotFound."""
    row = models.AheadRule.objects.filter(id=rule).first()
    if row is None:
        raise NotFound(kind="sale ahead", value=str(rule))
    return _rule(row)


MOST_AHEAD = 200
"""The most sales ahead of one page."""


def _offer(row: _Figures, wanted: int, held: int, today: date) -> AheadOffer | None:
    terms = AheadTerms(AheadKind(row.kind), row.units, row.expected_on, row.lead_days)
    room = row.room + held
    day = rules.comes_on(terms, tuple(zip(row.days, row.quantities, strict=True)), wanted - room, today=today)
    if day is None or room + row.units < wanted:
        return None
    return AheadOffer(row.place, row.variant, terms.kind, row.units + min(0, room), day)


def _rule(row: models.AheadRule) -> AheadRule:
    return AheadRule(
        id=AheadId(row.id),
        market=MarketId(row.market_id),
        place=PlaceId(row.place_id),
        variant=VariantId(row.variant_id),
        terms=AheadTerms(AheadKind(row.kind), row.units, row.expected_on, row.lead_days),
        begins=row.valid.lower,
        ends=row.valid.upper,
        note=row.note,
        version=row.version,
    )


def _load(markets: list[MarketId]) -> dict[MarketId, frozenset[UUID]]:
    at: datetime = clock.now()
    return {market: frozenset(_VARIANTS.all(market=market, at=at)) for market in markets}
