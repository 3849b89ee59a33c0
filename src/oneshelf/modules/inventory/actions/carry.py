"""Carrying reserved goods to another place, where they stay reserved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.actions.move import track
from oneshelf.modules.inventory.queries import movements_of, promised
from oneshelf.modules.inventory.types import LOST_LINE, Carried, Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId, Told
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_CARRIED = sql.statement(__name__, "carried", row=Carried)
_CARRY = sql.statement(__name__, "carry", row=int)


@retried
def carry(
    market: MarketId,
    order: UUID,
    units: Mapping[int, int],
    *,
    source: PlaceId,
    target: PlaceId,
    cause: UUID,
    at: datetime,
) -> int:
    """Carry `units` (line -> how many) that an order has allocated at `source` to `target`; return how many lines.

    The units stay the order's: used at one place and allocated at the other in one statement, so availability changes
    at neither. `cause` (the consignment), the line, the variant and `at` name each movement once; what has left before,
    or waits for its goods, is passed over. Units that are told apart stay the same ones, however often their cause
    carries them on.
    Raises OutOfStock for goods that were promised beyond the shelf and have not come yet.
    """
    parts = {
        (each.line, each.variant): each.per for each in promised(order) if each.place == source and units.get(each.line)
    }
    moves = [Move(line, variant, source, target, units[line] * per) for (line, variant), per in parts.items()]
    track(market, moves, counted=[source, target], apart=(), told=(), cause=cause, at=at)
    tell_carried(market, source, cause=cause)
    lines, counts = list(units), list(units.values())
    return _CARRY.one(order=order, source=source, target=target, lines=lines, units=counts, cause=cause, at=at)


@retried
def tell_carried(market: MarketId, place: PlaceId, *, cause: UUID) -> None:
    """Say that of what lies at `place`, `cause` takes the very units that it carried there; nothing, if none."""
    lots.tell_leaving(market, cause, carried_to(market, place, cause=cause))


def carried_to(market: MarketId, place: PlaceId, *, cause: UUID) -> list[Told]:
    """Return which units `cause` carried to `place` and has not lost there, where they are told apart.

    Those of which nobody knows the lot are told as such: the lots of another parcel are not theirs.
    """
    left: Counter[tuple[int, VariantId]] = Counter()
    for move in movements_of(cause):
        came = (move.to_place == place) - (move.from_place == place)
        left[move.cause_line % LOST_LINE, move.variant] += came * move.quantity
    lying = {(part.variant, part.lot): part for part in lots.parts(market, sorted({key[1] for key in left}), [place])}
    if not lying:
        return []
    named: Counter[tuple[int, VariantId, LotId]] = Counter()
    for entry in lots.entries_of(cause):
        if entry.place == place and entry.lot:
            named[entry.cause_line % LOST_LINE, entry.variant, entry.lot] += entry.change
    told = [
        Told(line, variant, units, lot=lying[variant, lot].code or "", serial=lying[variant, lot].serial)
        for (line, variant, lot), units in named.items()
        if units > 0 and (variant, lot) in lying
    ]
    for each in told:
        left[each.line, each.variant] -= each.quantity
    nameless = (
        Told(*key, units, nameless=True) for key, units in left.items() if units > 0 and (key[1], None) in lying
    )
    return [*told, *nameless]


def carried(causes: Sequence[UUID]) -> list[Carried]:
    """Return what `causes` (consignments) have carried from place to place, in one statement."""
    return _CARRIED.all(causes=list(causes))
