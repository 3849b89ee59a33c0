"""Facts about checkouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class CheckoutLost(Event):
    """A checkout was paid, but its goods were gone when the money came: `payment` goes back, and nothing is ordered."""

    TYPE: ClassVar[str] = "checkout.lost.v1"
    market: UUID
    checkout: UUID
    customer: UUID | None
    payment: UUID
