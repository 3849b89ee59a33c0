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
from oneshelf.modules.lots.types import Act, Condition, Expiring, Home, InBin, Inspection, LotId, Part, Step, Sum
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
class _HomeRow:
    variant: VariantId
    bin: BinId


_PARTS = sql.statement(__name__, "parts", row=Part)
_EXPIRING = sql.statement(__name__, "expiring", row=Expiring)
_APART = sql.statement(__name__, "apart_at", row=Part)
_HISTORY = sql.statement(__name__, "history", row=Step)
_ENTRIES = sql.statement(__name__, "entries_of", row=Step)
_FIND = sql.statement(__name__, "find_lots", row=KnownLot)
_CALLED = sql.statement(__name__, "lots_called", row=KnownLot)
_BY_ID = sql.statement(__name__, "lots_by_id", row=KnownLot)
_OF_LOT = sql.statement(__name__, "parts_of_lot", row=Part)
_IN_BINS = sql.statement(__name__, "parts_in_bins", row=InBin)
_HOMES_IN = sql.statement(__name__, "homes_in", row=_HomeRow)
_SUMS = sql.statement(__name__, "sums", row=Sum)
_HOMES = sql.statement(__name__, "homes", row=_HomeRow)
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


def lots_called(market: MarketId, code: str, *, limit: int = 20) -> list[KnownLot]:
    """Return the lots and serial numbers called `code`, whatever their variant, those known longest first."""
    return _CALLED.all(market=market, code=code, limit=min(limit, MOST_ROWS)) if "\x00" not in code else []


def lots_by_id(market: MarketId, lots: Sequence[LotId]) -> dict[LotId, KnownLot]:
    """Return those of some lots and serial numbers that the market has. One statement."""
    return {each.id: each for each in _BY_ID.all(market=market, lots=list(lots))}


def whereabouts(lots: Sequence[LotId]) -> list[Part]:
    """Return where the units of some lots, or those with some serial numbers, lie now. One statement."""
    return _OF_LOT.all(lots=list(lots))


def in_bins(market: MarketId, place: PlaceId, bins: Sequence[BinId], *, limit: int = MOST_ROWS) -> list[InBin]:
    """Return what lies in some bins of a place, bin by bin."""
    return _IN_BINS.all(market=market, place=place, bins=list(bins), limit=min(limit, MOST_ROWS))


def at_home_in(place: PlaceId, bins: Sequence[BinId], *, limit: int = MOST_ROWS) -> list[tuple[BinId, VariantId]]:
    """Return which variants pickers find in each of some bins, bin by bin."""
    rows = _HOMES_IN.all(place=place, bins=list(bins), limit=min(limit, MOST_ROWS))
    return [(row.bin, row.variant) for row in rows]


def history(lot: LotId, *, limit: int = MOST_ROWS) -> list[Step]:
    """Return everything that happened to a lot or serial number, oldest first: where it was, with which causes."""
    return _HISTORY.all(lot=lot, limit=min(limit, MOST_ROWS))


def entries_of(*causes: UUID) -> list[Step]:
    """Return which units some causes (orders, consignments, receipts ...) have moved. One statement."""
    return _ENTRIES.all(causes=list(causes))


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
