"""Facts about consignments: one for each change, the consignment's version as the sequence number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentState, Line, Method, NewConsignment


@dataclass(frozen=True)
class _OfConsignment:
    """Whose goods they are and where they lie, or who waits for them. Pages about both hear of each change."""

    market: UUID
    place: UUID
    order: UUID
    order_number: str
    method: str

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"fulfilment:{aggregate}", f"place:{self.place}", f"order:{self.order}"]


@dataclass(frozen=True)
class ConsignmentOpened(_OfConsignment, Event):
    """There is something to pick."""

    TYPE: ClassVar[str] = "fulfilment.consignment_opened.v1"


@dataclass(frozen=True)
class GoodsAwaited(_OfConsignment, Event):
    """What was ordered is not there yet; it is expected on a day, and there is nothing to pick before."""

    TYPE: ClassVar[str] = "fulfilment.goods_awaited.v1"
    expected_on: date


@dataclass(frozen=True)
class ExpectedAnew(_OfConsignment, Event):
    """What was expected on the day `before` comes on `expected_on` instead."""

    TYPE: ClassVar[str] = "fulfilment.expected_anew.v1"
    expected_on: date
    before: date


@dataclass(frozen=True)
class GoodsCameIn(_OfConsignment, Event):
    """What a consignment waited for is there, and there is something to pick."""

    TYPE: ClassVar[str] = "fulfilment.goods_came_in.v1"


@dataclass(frozen=True)
class PickingStarted(_OfConsignment, Event):
    """Somebody is picking."""

    TYPE: ClassVar[str] = "fulfilment.picking_started.v1"


@dataclass(frozen=True)
class LineShort(_OfConsignment, Event):
    """`quantity` units of the order's line `line` could not be found and will not come."""

    TYPE: ClassVar[str] = "fulfilment.line_short.v1"
    line: int
    variant: UUID
    quantity: int


@dataclass(frozen=True)
class ConsignmentReady(_OfConsignment, Event):
    """The customer can collect the goods."""

    TYPE: ClassVar[str] = "fulfilment.ready.v1"


@dataclass(frozen=True)
class ConsignmentCollected(_OfConsignment, Event):
    """The customer has the goods, over the counter or from the pick-up desk."""

    TYPE: ClassVar[str] = "fulfilment.collected.v1"


@dataclass(frozen=True)
class ConsignmentPacked(_OfConsignment, Event):
    """The parcel waits for its carrier."""

    TYPE: ClassVar[str] = "fulfilment.packed.v1"


@dataclass(frozen=True)
class ConsignmentShipped(_OfConsignment, Event):
    """The carrier has the parcel."""

    TYPE: ClassVar[str] = "fulfilment.shipped.v1"
    carrier: str
    tracking: str


@dataclass(frozen=True)
class ConsignmentSent(_OfConsignment, Event):
    """The goods are on the way to the store `to`, where they are collected."""

    TYPE: ClassVar[str] = "fulfilment.sent.v1"
    to: UUID

    def topics(self, aggregate: UUID) -> list[str]:
        return [*super().topics(aggregate), f"place:{self.to}"]


@dataclass(frozen=True)
class GoodsArrived(_OfConsignment, Event):
    """Goods have come to the place that nobody waits for any more: they are free for others."""

    TYPE: ClassVar[str] = "fulfilment.goods_arrived.v1"


@dataclass(frozen=True)
class ConsignmentDelivered(_OfConsignment, Event):
    """The customer has the parcel."""

    TYPE: ClassVar[str] = "fulfilment.delivered.v1"


@dataclass(frozen=True)
class ConsignmentCancelled(_OfConsignment, Event):
    """The goods stay; what was reserved is free again.

    One that was `withdrawn` is given up because the order was changed: nobody wants its goods from there any more.
    """

    TYPE: ClassVar[str] = "fulfilment.cancelled.v1"
    withdrawn: bool = False


@dataclass(frozen=True)
class ConsignmentExpired(_OfConsignment, Event):
    """Nobody came to collect; what was reserved is free again."""

    TYPE: ClassVar[str] = "fulfilment.expired.v1"


@dataclass(frozen=True)
class ConsignmentRejected(_OfConsignment, Event):
    """The place cannot do it, for `reason`; what was reserved is free again, somebody else has to send it."""

    TYPE: ClassVar[str] = "fulfilment.rejected.v1"
    reason: str


@dataclass(frozen=True)
class Withdrawn:
    """`quantity` units of an order's line that a consignment does not hold any more."""

    line: int
    quantity: int


@dataclass(frozen=True)
class LinesWithdrawn(_OfConsignment, Event):
    """Units that nobody wants from this consignment any more, because the order was changed."""

    TYPE: ClassVar[str] = "fulfilment.lines_withdrawn.v1"
    lines: list[Withdrawn]


@dataclass(frozen=True)
class Added:
    """`quantity` units of an order's line that a consignment holds as well."""

    line: int
    quantity: int


@dataclass(frozen=True)
class LinesAdded(_OfConsignment, Event):
    """There is more to pick than before, because the order was changed."""

    TYPE: ClassVar[str] = "fulfilment.lines_added.v1"
    lines: list[Added]


_PLAIN: dict[
    ConsignmentState,
    type[
        ConsignmentOpened
        | PickingStarted
        | ConsignmentReady
        | ConsignmentCollected
        | ConsignmentPacked
        | ConsignmentDelivered
        | ConsignmentCancelled
        | ConsignmentExpired
    ],
] = {
    ConsignmentState.OPEN: ConsignmentOpened,
    ConsignmentState.PICKING: PickingStarted,
    ConsignmentState.READY: ConsignmentReady,
    ConsignmentState.COLLECTED: ConsignmentCollected,
    ConsignmentState.PACKED: ConsignmentPacked,
    ConsignmentState.DELIVERED: ConsignmentDelivered,
    ConsignmentState.CANCELLED: ConsignmentCancelled,
    ConsignmentState.EXPIRED: ConsignmentExpired,
}


def _of(consignment: Consignment) -> tuple[UUID, UUID, UUID, str, str]:
    """What each event says first. Of goods on the road their store hears, of their leaving their sender as well."""
    place = consignment.place
    if consignment.is_on_the_road:
        place = consignment.sender if consignment.state is ConsignmentState.ON_THE_WAY else consignment.desk
    return (consignment.market, place, consignment.order, consignment.order_number, consignment.method)


def became(consignment: Consignment) -> Draft:
    """Return the event that says what state the consignment has come to."""
    happened: Event
    if consignment.state is ConsignmentState.SHIPPED:
        happened = ConsignmentShipped(
            *_of(consignment),
            carrier=consignment.carrier,
            tracking=consignment.tracking,
        )
    elif consignment.state is ConsignmentState.ON_THE_WAY:
        assert consignment.bring_to is not None, "only what is brought is ever on the way"
        happened = ConsignmentSent(
            *_of(consignment),
            to=consignment.bring_to,
        )
    else:
        happened = _PLAIN[consignment.state](
            *_of(consignment),
        )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def withdrawn_whole(consignment: Consignment) -> Draft:
    """Return the event that says that a consignment holds nothing any more, because the order was changed."""
    happened = ConsignmentCancelled(*_of(consignment), withdrawn=True)
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def came_in(consignment: Consignment) -> Draft:
    """Return the event that says that what a consignment waited for is there."""
    happened = GoodsCameIn(
        *_of(consignment),
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def expected_anew(consignment: Consignment, *, before: date) -> Draft:
    """Return the event that says that goods are expected on another day than they were."""
    assert consignment.expected_on is not None, "who waits knows until when"
    happened = ExpectedAnew(
        *_of(consignment),
        expected_on=consignment.expected_on,
        before=before,
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def rejected(consignment: Consignment, reason: str) -> Draft:
    """Return the event that says that the place cannot do it."""
    happened = ConsignmentRejected(
        *_of(consignment),
        reason=reason,
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def arrived(consignment: Consignment) -> Draft:
    """Return the event that says that goods have come which nobody waits for any more."""
    happened = GoodsArrived(
        *_of(consignment),
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def withdrawn(consignment: Consignment, units: Mapping[int, int]) -> Draft:
    """Return the event that says what a consignment does not hold any more."""
    happened = LinesWithdrawn(
        *_of(consignment),
        lines=[Withdrawn(line, count) for line, count in sorted(units.items())],
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def added(consignment: Consignment, lines: Sequence[Line]) -> Draft:
    """Return the event that says what a consignment holds as well."""
    happened = LinesAdded(
        *_of(consignment),
        lines=[Added(line.line, line.quantity) for line in lines],
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def fell_short(consignment: Consignment, *, line: int, variant: UUID, quantity: int) -> Draft:
    """Return the event that says that part of a line will not come."""
    happened = LineShort(
        *_of(consignment),
        line=line,
        variant=variant,
        quantity=quantity,
    )
    return Draft(happened, aggregate=consignment.id, sequence=consignment.version)


def opened(consignments: Sequence[NewConsignment], *, market: UUID, order: UUID, order_number: str) -> list[Draft]:
    """Return the events of consignments that `fulfilment_open` writes, for the composing transaction to emit."""
    drafts = []
    for each in consignments:
        of = (market, each.place, order, order_number, each.method)
        happened: Event
        if each.expected_on:
            happened = GoodsAwaited(*of, expected_on=each.expected_on)
        else:
            happened = (ConsignmentCollected if each.method is Method.TAKE_NOW else ConsignmentOpened)(*of)
        drafts.append(Draft(happened, aggregate=each.id, sequence=1))
    return drafts
