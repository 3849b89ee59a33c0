"""Facts about orders. They carry ids and figures, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
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
class OrderRefunded(Event):
    """`amount` was given back; `refunded` is the sum so far."""

    TYPE: ClassVar[str] = "orders.order_refunded.v1"
    market: UUID
    number: str
    amount: Money
    refunded: Money
