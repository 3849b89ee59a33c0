"""Reading what units are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import models
from oneshelf.modules.lots.types import Act, Condition, Expiring, Home, Inspection, LotId, Part, Step, Sum
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import BinId, PlaceId

MOST_ROWS = 500
"""The most rows of one list."""


@dataclass(frozen=True, slots=True)
class KnownLot:
    """A lot, or the unit with a serial number."""

    id: LotId
    variant: VariantId
    code: str
    serial: bool
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class _InBin:
    variant: VariantId
    bin: BinId


_PARTS = sql.statement(__name__, "parts", row=Part)
_EXPIRING = sql.statement(__name__, "expiring", row=Expiring)
_APART = sql.statement(__name__, "apart_at", row=Part)
_HISTORY = sql.statement(__name__, "history", row=Step)
_ENTRIES = sql.statement(__name__, "entries_of", row=Step)
_FIND = sql.statement(__name__, "find_lots", row=KnownLot)
_SUMS = sql.statement(__name__, "sums", row=Sum)
_HOMES = sql.statement(__name__, "homes", row=_InBin)
_AUDIT_PARTS = sql.statement(__name__, "audit_parts", row=Discrepancy)
_AUDIT_SERIALS = sql.statement(__name__, "audit_serials", row=Discrepancy)


def parts(market: MarketId, variants: Sequence[VariantId], at_places: Sequence[PlaceId]) -> list[Part]:
    """Return what `variants` at some places are made of, what expires first coming first. One statement."""
    return _PARTS.all(market=market, variants=list(variants), places=list(at_places))


def parts_at(market: MarketId, at_places: Sequence[PlaceId], *, limit: int = MOST_ROWS) -> list[Part]:
    """Return what lies at some places where everything is told apart (quarantines), by variant."""
    return _APART.all(market=market, places=list(at_places), limit=min(limit, MOST_ROWS))


def expiring(
    market: MarketId, at_places: Sequence[PlaceId], *, until: datetime, limit: int = MOST_ROWS
) -> list[Expiring]:
    """Return the lots at some places whose last day of sale is over by `until`, those first that were so first."""
    return _EXPIRING.all(market=market, places=list(at_places), until=until, limit=min(limit, MOST_ROWS))


def find_lots(market: MarketId, variants: Sequence[VariantId], code: str) -> list[KnownLot]:
    """Return the lots and serial numbers of `variants` that are called `code`."""
    return _FIND.all(market=market, variants=list(variants), code=code) if "\x00" not in code else []


def history(lot: LotId, *, limit: int = MOST_ROWS) -> list[Step]:
    """Return everything that happened to a lot or serial number, oldest first: where it was, with which causes."""
    return _HISTORY.all(lot=lot, limit=min(limit, MOST_ROWS))


def entries_of(cause: UUID) -> list[Step]:
    """Return which units a cause (an order, a consignment, a receipt ...) has moved."""
    return _ENTRIES.all(cause=cause)


def homes(place: PlaceId, variants: Sequence[VariantId]) -> dict[VariantId, Home]:
    """Return the bin in which a picker finds each of `variants` at a place, where one is set. Two statements."""
    found = _HOMES.all(place=place, variants=list(variants))
    bins = places.bins_by_id([each.bin for each in found]) if found else {}
    return {
        each.variant: Home(each.variant, each.bin, bins[each.bin].code, bins[each.bin].name, bins[each.bin].walk)
        for each in found
        if each.bin in bins and not bins[each.bin].archived
    }


def inspections(place: PlaceId, variant: VariantId, *, limit: int = 50) -> list[Inspection]:
    """Return what was done with goods of a variant that were kept apart from `place`, the latest first."""
    rows = models.Inspection.objects.filter(place_id=place, variant_id=variant).order_by("-occurred_at", "-id")
    return [
        Inspection(
            id=row.id,
            place=PlaceId(row.place_id),
            variant=VariantId(row.variant_id),
            quantity=row.quantity,
            act=Act(row.act),
            condition=Condition(row.condition),
            reason=row.reason,
            occurred_at=row.occurred_at,
        )
        for row in rows[: min(limit, MOST_ROWS)]
    ]


def sums() -> list[Sum]:
    """Return what the parts of each key come to, for the audit's comparison with its level."""
    return _SUMS.all()


def audit(counted_places: Sequence[PlaceId]) -> list[Discrepancy]:
    """Recompute every part from its entries; return the rows that differ."""
    return [*_AUDIT_PARTS.all(counted=list(counted_places)), *_AUDIT_SERIALS.all()]
