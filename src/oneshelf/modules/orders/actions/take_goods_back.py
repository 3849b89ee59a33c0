"""Goods that come back: counted on their lines, and put on hand again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ids import instant_of
from oneshelf.kernel.quantity import Quantity
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import LotId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.errors import ReturnTooLarge
from oneshelf.modules.orders.queries import lines_of, lock_order, returns_of
from oneshelf.modules.orders.types import Order, OrderLine
from oneshelf.modules.places.public import PlaceId

_LEFT = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}

_HANDED_OUT = {inventory.Cause.SALE, inventory.Cause.FULFILMENT}

_NOTE = sql.statement(__name__, "note_return")
_COUNT = sql.statement(__name__, "count_return", row=int)


@retried
def take_goods_back(
    order: Order, goods: Mapping[int, int], place: PlaceId, *, cause: UUID, serials: Mapping[int, Sequence[str]]
) -> None:
    """Count `goods` (line -> smallest sale units) as come back and put them on hand at `place`, once for each cause.

    `serials` (line -> numbers) says which units those are, where each has one. Two returns at once wait for each other,
    and a line never counts more than the shopper got. Joins the caller's transaction if one is open. Raises
    GoodsNotOfOrder, ReturnTooLarge, UnitNotOfOrder, UnitsNotNamed, and MovedAlready when other goods came back for
    `cause`.
    """
    back = rules.lines_coming_back(order.lines, goods)
    lines, units = [line.line for line, _ in back], [count for _, count in back]
    summary = order.summary
    lock_order(summary.id)
    known = _known(order, cause)
    if known == dict(goods):
        return
    if known:
        raise inventory.MovedAlready(cause=str(cause))
    received, out = units_received(order), units_out(order)
    told = [
        each
        for line, count in back
        for each in rules.units_coming_back(
            *(summary.number, line, count, received[line.line] - line.returned),
            named=serials.get(line.line, ()),
            out=out.get(line.line, {}),
        )
    ]
    _NOTE.execute(market=summary.market, order=summary.id, cause=cause, place=place, lines=lines, units=units)
    for line, count in back:
        _count(order, line, count, received[line.line])
    moved = _parts(order, back, received)
    if not inventory.take_back(summary.market, place, moved, cause=cause, at=instant_of(cause), told=told):
        raise inventory.MovedAlready(cause=str(cause))


def returnable_units(order: Order, *, cause: UUID | None = None) -> dict[int, int]:
    """Return how many smallest sale units of each line can still come back.

    What came back because of `cause` counts as not back yet: repeating it takes nothing back again.
    """
    received = units_received(order)
    known = _known(order, cause) if cause else {}
    return {line.line: max(0, received[line.line] - line.returned + known.get(line.line, 0)) for line in order.lines}


def units_out(order: Order, *, cause: UUID | None = None) -> dict[int, dict[str, VariantId]]:
    """Return the serial numbers, with their variants, that each line has sent to the shopper and not got back.

    What came back because of `cause` counts as not back yet, as in `returnable_units`. What was carried to the
    shopper's store has not left with that, nor what was lost on the way.
    """
    sold = [order.summary.id, *(each.id for each in fulfilment.consignments_of([order.summary.id])[order.summary.id])]
    steps = [step for step in lots.entries_of(*sold) if step.cause_kind in _HANDED_OUT]
    if not any(step.lot for step in steps):
        return {}
    back = {each.cause for each in returns_of(order.summary.id)} - {cause}
    out: Counter[tuple[LotId, int]] = Counter()
    for step in (*steps, *(lots.entries_of(*back) if back else ())):
        if step.lot:
            out[step.lot, step.cause_line] -= step.change
    known = lots.lots_by_id(order.summary.market, [lot for lot, _line in out])
    found: dict[int, dict[str, VariantId]] = {}
    for (lot, line), units in out.items():
        if units > 0 and lot in known and known[lot].serial:
            found.setdefault(line, {})[known[lot].code] = known[lot].variant
    return found


def units_received(order: Order) -> Mapping[int, int]:
    """Return how many smallest sale units of each line have reached the shopper, come back or not.

    An order without consignments was taken at once, all of it.
    """
    consignments = fulfilment.consignments_of([order.summary.id])[order.summary.id]
    if not consignments:
        return {line.line: line.quantity for line in order.lines}
    received: Counter[int] = Counter()
    for consignment in consignments:
        if consignment.state in _LEFT:
            received.update({line.line: line.picked for line in consignment.lines})
    return received


def _parts(
    order: Order, back: Sequence[tuple[OrderLine, int]], received: Mapping[int, int]
) -> list[tuple[int, VariantId, int]]:
    """What to put on hand: as many of each variant as the line took from the shelves for so many of its units."""
    causes = [order.summary.id, *(each.id for each in fulfilment.consignments_of([order.summary.id])[order.summary.id])]
    taken = inventory.handed_over(causes)
    return [
        (line.line, part.variant, count * part.quantity // received[line.line])
        for line, count in back
        for part in taken
        if part.line == line.line
    ]


def _known(order: Order, cause: UUID) -> dict[int, int]:
    return {each.line: each.units for each in returns_of(order.summary.id) if each.cause == cause}


def _count(order: Order, line: OrderLine, units: int, got: int) -> None:
    if _COUNT.find(order=order.summary.id, line=line.line, units=units, got=got) is not None:
        return
    (now,) = (each for each in lines_of([order.summary.id])[order.summary.id] if each.line == line.line)
    raise ReturnTooLarge(
        line=line.line,
        title=line.title,
        asked=Quantity(units, line.unit),
        left=Quantity(max(0, got - now.returned), line.unit),
    )
