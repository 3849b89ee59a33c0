"""Facts about orders. They carry ids and figures, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class LineFact:
    """One line of a placed order: `amount` in minor units of the order's currency."""

    variant: UUID
    quantity: int
    amount: int


@dataclass(frozen=True)
class OrderPlaced(Event):
    """An order was placed."""

    TYPE: ClassVar[str] = "orders.order_placed.v1"
    market: UUID
    number: str
    channel: UUID
    method: str
    place: UUID | None
    customer: UUID | None
    total: Money
    lines: list[LineFact]


@dataclass(frozen=True)
class OrderReady(Event):
    """Everything of the order is ready to be collected or handed to the carrier."""

    TYPE: ClassVar[str] = "orders.order_ready.v1"
    market: UUID
    number: str


@dataclass(frozen=True)
class OrderCompleted(Event):
    """The shopper has everything."""

    TYPE: ClassVar[str] = "orders.order_completed.v1"
    market: UUID
    number: str


@dataclass(frozen=True)
class OrderCancelled(Event):
    """The order was cancelled before it was fulfilled."""

    TYPE: ClassVar[str] = "orders.order_cancelled.v1"
    market: UUID
    number: str


@dataclass(frozen=True)
class CancelledUnits:
    """`quantity` units of a line that nobody wants any more."""

    line: int
    quantity: int


@dataclass(frozen=True)
class OrderAmended(Event):
    """The order was changed: what was added and what need not be paid any more; `total` is what all of it costs now.

    `amendment` is the cause of the refund that may follow. Nothing in it may be about money: an address, a place.
    """

    TYPE: ClassVar[str] = "orders.amended.v1"
    market: UUID
    number: str
    amendment: UUID
    reason: str
    added: Money
    cancelled: Money
    total: Money
    lines_added: list[LineFact]
    lines_cancelled: list[CancelledUnits]


@dataclass(frozen=True)
class OrderSourcedAgain(Event):
    """`quantity` units of a line are sent from `place` instead, because of `cause`."""

    TYPE: ClassVar[str] = "orders.sourced_again.v1"
    market: UUID
    number: str
    line: int
    variant: UUID
    quantity: int
    place: UUID
    cause: str


@dataclass(frozen=True)
class LineUnfillable(Event):
    """`quantity` units of a line will not come from `place`, and no other place can send them: its shopper decides.

    `cause` says why (`short`, `rejected`), `consignment` is where they were to come from.
    """

    TYPE: ClassVar[str] = "orders.line_unfillable.v1"
    market: UUID
    number: str
    line: int
    variant: UUID
    quantity: int
    place: UUID
    consignment: UUID
    cause: str


@dataclass(frozen=True)
class PromiseBroken(Event):
    """The goods were promised by `promised_by` and are not there."""

    TYPE: ClassVar[str] = "orders.promise_broken.v1"
    market: UUID
    number: str
    place: UUID | None
    promised_by: datetime


@dataclass(frozen=True)
class PromisedAnew(Event):
    """Goods that the order waits for come on another day: it was promised by `before`, now by `promised_by`."""

    TYPE: ClassVar[str] = "orders.promised_anew.v1"
    market: UUID
    number: str
    promised_by: datetime
    before: datetime


@dataclass(frozen=True)
class OrderRefunded(Event):
    """`amount` was given back; `refunded` is the sum so far."""

    TYPE: ClassVar[str] = "orders.order_refunded.v1"
    market: UUID
    number: str
    amount: Money
    refunded: Money
