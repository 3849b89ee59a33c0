"""Saying which units a cause moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracking, VariantId
from oneshelf.modules.lots import models, queries, rules
from oneshelf.modules.lots.errors import LotDiffers, LotNotThere
from oneshelf.modules.lots.types import NO_LOT, LotId, Told
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class _Named:
    id: LotId
    expires_on: date | None


_NAME = sql.statement(__name__, "name_lot", row=_Named)


@retried
def tell_coming(market: MarketId, cause: UUID, told: Sequence[Told]) -> None:
    """Say what the units are that `cause` will bring in; unknown lots and serial numbers become known.

    To be called in the transaction that moves them, before it does. Raises BadLot and LotDiffers.
    """
    rules.check_told(told)
    if told:
        _write(cause, told, learn(market, told))


def learn(market: MarketId, told: Sequence[Told]) -> dict[Told, LotId]:
    """Return which lots and units `told` names; those that were unknown become known. Raises LotDiffers.

    In one order, so that two receipts that name the same lots wait for each other instead of deadlocking.
    """
    tracked = catalogue.tracking(sorted({each.variant for each in told}))
    zone = markets.get_market(market).time_zone
    return {
        each: _name(market, each, zone, tracked)
        for each in sorted(told, key=lambda each: (each.variant, each.serial, each.lot))
        if each.lot
    }


@retried
def tell_leaving(market: MarketId, cause: UUID, told: Sequence[Told]) -> None:
    """Say which units `cause` (a consignment, a sale) will take, in place of what was said of its lines before.

    Whoever scans them says so before they leave; without that, what expires first is taken. Raises BadLot, and
    LotNotThere for a lot that nobody knows.
    """
    rules.check_told(told)
    lines = {each.line for each in told}
    models.Told.objects.filter(cause_id=cause, cause_line__in=lines).delete()
    ids = {each: NO_LOT for each in told if each.nameless}
    for each in told:
        if each.nameless:
            continue
        known = [lot for lot in queries.find_lots(market, [each.variant], each.lot) if lot.serial == each.serial]
        if each.lot and not known:
            raise LotNotThere(lot=each.lot, wanted=each.quantity, available=0)
        if known:
            ids[each] = known[0].id
    _write(cause, told, ids)


@retried
def tell_one_more(market: MarketId, place: PlaceId, cause: UUID, told: Told) -> None:
    """Add to what was said of a cause's line: so much more of a lot that lies at `place`, as a picker scans it.

    Raises LotNotThere for more of a lot than lies there, or a serial number that was scanned before.
    """
    rules.check_told([told])
    here = [
        part
        for part in queries.parts(market, [told.variant], [place])
        if part.code == told.lot and part.serial == told.serial
    ]
    said = models.Told.objects.filter(cause_id=cause, variant_id=told.variant, lot_id__in={part.lot for part in here})
    left = sum(part.quantity for part in here) - sum(row.quantity for row in said)
    if left < told.quantity:
        raise LotNotThere(lot=told.lot, wanted=told.quantity, available=max(0, left))
    _write(cause, [told], {told: here[0].lot} if here[0].lot else {})


@retried
def forget_told(cause: UUID) -> None:
    """Forget what was said of a cause that does not move. Twice is once."""
    models.Told.objects.filter(cause_id=cause).delete()


def _name(market: MarketId, told: Told, zone: str, tracked: Mapping[VariantId, Tracking]) -> LotId:
    margin = tracked[told.variant].margin_days if told.variant in tracked else 0
    named = _NAME.one(
        id=new_id(),
        market=market,
        variant=told.variant,
        code=told.lot,
        serial=told.serial,
        expires_on=told.expires_on,
        sell_until=rules.sell_until(told.expires_on, margin, zone) if told.expires_on else None,
    )
    if told.expires_on and named.expires_on != told.expires_on:
        raise LotDiffers(lot=told.lot, was=str(named.expires_on))
    return named.id


def _write(cause: UUID, told: Sequence[Told], ids: Mapping[Told, LotId]) -> None:
    models.Told.objects.bulk_create(
        models.Told(
            cause_id=cause,
            cause_line=each.line,
            variant_id=each.variant,
            lot_id=ids.get(each),
            from_bin_id=each.from_bin,
            to_bin_id=each.to_bin,
            from_condition=each.from_condition or "",
            condition=each.condition or "",
            quantity=each.quantity,
        )
        for each in told
    )
