"""Reading stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.types import AllocatedDemand, HandedOver, Level, Movement, TakenBack
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

MOST_ROWS = 200
"""The most rows of one page of levels or movements."""

_LEVELS = sql.statement(__name__, "levels", row=Level)
_LEVELS_EVERYWHERE = sql.statement(__name__, "levels_everywhere", row=Level)
_LEVELS_AT_PLACE = sql.statement(__name__, "levels_at_place", row=Level)
_MOVEMENTS = sql.statement(__name__, "movements", row=Movement)
_MOVEMENTS_OF_CAUSE = sql.statement(__name__, "movements_of_cause", row=Movement)
_AUDIT_LEVELS = sql.statement(__name__, "audit_levels", row=Discrepancy)
_AUDIT_RESERVED = sql.statement(__name__, "audit_reserved", row=Discrepancy)

_ALLOCATED = sql.statement(__name__, "allocated_demand", row=AllocatedDemand)
_HANDED_OVER = sql.statement(__name__, "handed_over", row=HandedOver)
_TAKEN_BACK = sql.statement(__name__, "taken_back", row=TakenBack)

_NO_VARIANT = UUID(int=0)


def levels(market: MarketId, variants: Sequence[VariantId], places: Sequence[PlaceId] | None = None) -> list[Level]:
    """Return the levels of `variants` at `places` (everywhere, when None): one statement for a whole basket.

    A key that never had stock gives no row.
    """
    if places is None:
        return _LEVELS_EVERYWHERE.all(market=market, variants=list(variants))
    return _LEVELS.all(market=market, variants=list(variants), places=list(places))


def levels_at(market: MarketId, place: PlaceId, *, after: VariantId | None = None, limit: int = 50) -> list[Level]:
    """Return a page of what a place has, by variant id, beginning behind `after`."""
    return _LEVELS_AT_PLACE.all(market=market, place=place, after=after or _NO_VARIANT, limit=min(limit, MOST_ROWS))


def movements(
    market: MarketId, place: PlaceId, variant: VariantId, *, before: datetime | None = None, limit: int = 50
) -> list[Movement]:
    """Return the latest movements of a variant into or out of a place, newest first."""
    return _MOVEMENTS.all(
        market=market, place=place, variant=variant, before=before or clock.now(), limit=min(limit, MOST_ROWS)
    )


def movements_of(cause: UUID) -> list[Movement]:
    """Return every movement that a cause (an order, a consignment, an adjustment ...) made."""
    return _MOVEMENTS_OF_CAUSE.all(cause=cause)


def audit(counted_places: Sequence[PlaceId]) -> list[Discrepancy]:
    """Recompute every level from movements and reservations; return the rows that differ."""
    return [*_AUDIT_LEVELS.all(counted=list(counted_places)), *_AUDIT_RESERVED.all()]


def allocated_demand() -> list[AllocatedDemand]:
    """Return what is allocated to the lines of orders that have not got it yet, for the audit."""
    return _ALLOCATED.all()


def handed_over(causes: Sequence[UUID]) -> list[HandedOver]:
    """Return what the lines of `causes` (an order taken at once, or consignments) took from the shelves."""
    return _HANDED_OVER.all(causes=list(causes))


def taken_back(counted_places: Sequence[PlaceId]) -> list[TakenBack]:
    """Return every movement of goods that came back, for the audit's comparison with the order book."""
    return _TAKEN_BACK.all(counted=list(counted_places))
