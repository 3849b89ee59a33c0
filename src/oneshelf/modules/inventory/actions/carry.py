"""Carrying reserved goods to another place, where they stay reserved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory.actions.move import track
from oneshelf.modules.inventory.queries import promised
from oneshelf.modules.inventory.types import Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_CARRY = sql.statement(__name__, "carry", row=int)


@retried
def carry(
    market: MarketId,
    order: UUID,
    lines: Sequence[int],
    *,
    source: PlaceId,
    target: PlaceId,
    cause: UUID,
    at: datetime,
) -> int:
    """Carry what an order has allocated at `source` on `lines` to `target`; return how many lines that were.

    The units stay the order's: used at one place and allocated at the other in one statement, so availability changes
    at neither. `cause` (the consignment), the line, the variant and `at` name each movement once; lines that have left
    before are passed over. Units that are told apart stay the same ones, however often their cause carries them on.
    Raises OutOfStock for goods that were promised beyond the shelf and have not come yet.
    """
    moves = [
        Move(each.line, each.variant, source, target, each.quantity)
        for each in promised(order)
        if each.place == source and each.line in lines
    ]
    track(market, moves, counted=[source, target], apart=(), told=(), cause=cause, at=at)
    tell_carried(market, source, cause=cause)
    return _CARRY.one(order=order, source=source, target=target, lines=list(lines), cause=cause, at=at)


@retried
def tell_carried(market: MarketId, place: PlaceId, *, cause: UUID) -> None:
    """Say that of what lies at `place`, `cause` takes the very units that it carried there; nothing, if none."""
    came = [each for each in lots.entries_of(cause) if each.place == place and each.change > 0 and each.lot]
    if not came:
        return
    known = {part.lot: part for part in lots.parts(market, sorted({each.variant for each in came}), [place])}
    told = [
        Told(each.cause_line, each.variant, each.change, lot=known[each.lot].code or "", serial=known[each.lot].serial)
        for each in came
        if each.lot in known
    ]
    lots.tell_leaving(market, cause, told)
