"""Facts about prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class _OfAVariant:
    market: UUID
    variant: UUID

    def topics(self, aggregate: UUID) -> list[str]:
        """Return whom this concerns: pages that show the variant."""
        return [f"variant:{self.variant}"]


@dataclass(frozen=True)
class PriceChanged(_OfAVariant, Event):
    """From `starts`, which is now, the variant costs `amount` minor units for each `per`; until `ends`, if given."""

    TYPE: ClassVar[str] = "pricing.price_changed.v1"
    amount: int
    per: int
    currency: str
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True)
class PricePlanned(_OfAVariant, Event):
    """The variant will cost `amount` for each `per` from `starts`, which is still to come."""

    TYPE: ClassVar[str] = "pricing.price_planned.v1"
    amount: int
    per: int
    currency: str
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True)
class PlannedPriceCancelled(_OfAVariant, Event):
    """What was planned from `starts` will not be; the price before it goes on."""

    TYPE: ClassVar[str] = "pricing.planned_price_cancelled.v1"
    starts: datetime
