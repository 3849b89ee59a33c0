"""Sending units of an order from a place that was chosen: stock, consignment and fact in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.events import Event
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders.actions.change_state import ChangedOrder
from oneshelf.modules.orders.errors import NotAmendable, NotOpen
from oneshelf.modules.orders.events import OrderSourcedAgain
from oneshelf.modules.orders.queries import get_order, lock_order, unassigned
from oneshelf.modules.orders.types import Order, OrderId, OrderLine
from oneshelf.modules.places.public import PlaceId

_COUNT = sql.statement(__name__, "count_change", row=ChangedOrder)


@dataclass(frozen=True, slots=True)
class Source:
    """`units` of a line from one place, ready by an instant; brought to a store, where one is named, by another.

    With `expected_on`, of goods that come to the place on that day.
    """

    place: PlaceId
    units: int
    ready_at: datetime
    bring_to: PlaceId | None = None
    there_by: datetime | None = None
    expected_on: date | None = None


@retried
def send_from(order: OrderId, line: int, source: Source, *, cause: str) -> None:
    """Send `source.units` of a line that no consignment holds from a place; stock is taken in the same transaction.

    Raises OutOfStock, NotOpen when fewer are unassigned, NotAmendable when the order has ended.
    """
    lock_order(order)
    found = get_order(order)
    left = unassigned(found).get(line, 0)
    if not 0 < source.units <= left:
        raise NotOpen(line=line, wanted=source.units, left=left)
    (bought,) = (each for each in found.lines if each.line == line)
    if not open_from(found, bought, [source], cause=cause, at=clock.now()):
        raise NotAmendable(number=found.summary.number, state=found.summary.state.value)


def parts_of(line: OrderLine) -> tuple[tuple[catalogue.VariantId, int], ...]:
    """Return what one unit of a line takes from the shelves: itself, or the components of a kit."""
    known = catalogue.snapshots([line.variant]).get(line.variant)
    return known.parts if known else ((line.variant, 1),)


def open_from(order: Order, line: OrderLine, sources: Sequence[Source], *, cause: str, at: datetime) -> bool:
    """Take the stock and open a consignment for each source; False when the order has ended."""
    summary, parts = order.summary, parts_of(line)
    for source in sources:
        told = OrderSourcedAgain(
            market=summary.market,
            number=summary.number,
            line=line.line,
            variant=line.variant,
            quantity=source.units,
            place=source.place,
            cause=cause,
        )
        if not tell(summary.id, told, at, sends=True):
            return False
    fulfilment.open_consignments(
        [
            fulfilment.NewConsignment(
                fulfilment.ConsignmentId(new_id()),
                source.place,
                fulfilment.Method.BRING if source.bring_to else fulfilment.Method(summary.method.value),
                source.ready_at,
                lines=(fulfilment.Line(line.line, line.variant, line.title, line.sku, source.units),),
                bring_to=source.bring_to,
                there_by=source.there_by,
                expected_on=source.expected_on,
            )
            for source in sources
        ],
        market=summary.market,
        order=summary.id,
        order_number=summary.number,
        at=at,
    )
    for expected in (False, True):
        wanted = [
            inventory.Demand(line.line, source.place, variant, source.units * per, per=per)
            for source in sources
            for variant, per in parts
            if bool(source.expected_on) is expected
        ]
        if wanted and expected:
            inventory.allocate_expected(summary.market, wanted, order=summary.id)
        elif wanted:
            inventory.allocate(summary.market, wanted, order=summary.id, channel=summary.channel)
    return True


def tell(order: OrderId, event: Event, at: datetime, *, sends: bool) -> bool:
    """Count a change of an order and announce it; False when the order has ended."""
    changed = _COUNT.find(order=order, sends=sends)
    if changed is not None:
        outbox.emit([outbox.Draft(event, aggregate=order, sequence=changed.version)], at=at)
    return changed is not None
