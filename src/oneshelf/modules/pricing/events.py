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
    """From `starts`, which is now, the variant costs `amount` minor units for each `per`; until `ends`, if given.

    So it is in `price_list`: the base list, or one for some sales.
    """

    TYPE: ClassVar[str] = "pricing.price_changed.v1"
    amount: int
    per: int
    currency: str
    starts: datetime
    ends: datetime | None
    price_list: str = "base"


@dataclass(frozen=True)
class PricePlanned(_OfAVariant, Event):
    """The variant will cost `amount` for each `per` from `starts`, which is still to come, in `price_list`."""

    TYPE: ClassVar[str] = "pricing.price_planned.v1"
    amount: int
    per: int
    currency: str
    starts: datetime
    ends: datetime | None
    price_list: str = "base"


@dataclass(frozen=True)
class PlannedPriceCancelled(_OfAVariant, Event):
    """What was planned from `starts` will not be; the price before it goes on."""

    TYPE: ClassVar[str] = "pricing.planned_price_cancelled.v1"
    starts: datetime
    price_list: str = "base"


@dataclass(frozen=True)
class PriceEnded(_OfAVariant, Event):
    """What held in `price_list` since its beginning was taken back at `ends`, before its time."""

    TYPE: ClassVar[str] = "pricing.price_ended.v1"
    ends: datetime
    price_list: str


@dataclass(frozen=True)
class PriceListOpened(Event):
    """A list for some sales is there, without prices yet."""

    TYPE: ClassVar[str] = "pricing.price_list_opened.v1"
    market: UUID
    price_list: str


@dataclass(frozen=True)
class PriceListClosed(Event):
    """What the list said counts no more."""

    TYPE: ClassVar[str] = "pricing.price_list_closed.v1"
    market: UUID
    price_list: str


@dataclass(frozen=True)
class PriceChangeMoved(Event):
    """A change of many prices is in another state: preparing, draft, applying, applied, undoing, undone, dropped."""

    TYPE: ClassVar[str] = "pricing.price_change_moved.v1"
    market: UUID
    change: UUID
    state: str
