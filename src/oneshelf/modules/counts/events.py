"""Facts about counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.counts.types import Adjustment, AdjustmentState, Count, CountState


@dataclass(frozen=True)
class _OfCount:
    """Which count it is, and where: pages about the place hear of it."""

    market: UUID
    place: UUID
    number: str

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"counts:{aggregate}", f"place:{self.place}"]


@dataclass(frozen=True)
class CountPlanned(_OfCount, Event):
    """There is something to count."""

    TYPE: ClassVar[str] = "counts.count_planned.v1"


@dataclass(frozen=True)
class CountSettled(_OfCount, Event):
    """What was counted is agreed; differences are posted or wait for approval."""

    TYPE: ClassVar[str] = "counts.count_settled.v1"


@dataclass(frozen=True)
class CountCancelled(_OfCount, Event):
    """Nobody counts this any more; stock stays as it is."""

    TYPE: ClassVar[str] = "counts.count_cancelled.v1"


@dataclass(frozen=True)
class CorrectionProposed(Event):
    """A correction waits for somebody who may decide it."""

    TYPE: ClassVar[str] = "counts.correction_proposed.v1"
    market: UUID
    place: UUID
    variant: UUID
    change: int


@dataclass(frozen=True)
class CorrectionDecided(Event):
    """A correction was posted (`approved`), or turned down."""

    TYPE: ClassVar[str] = "counts.correction_decided.v1"
    market: UUID
    place: UUID
    variant: UUID
    change: int
    approved: bool


_KINDS: dict[CountState, type[CountPlanned | CountSettled | CountCancelled]] = {
    CountState.OPEN: CountPlanned,
    CountState.SETTLED: CountSettled,
    CountState.CANCELLED: CountCancelled,
}


def of_count(count: Count) -> Draft:
    """Return the event that says what state a count has come to."""
    return Draft(_KINDS[count.state](count.market, count.place, count.number), count.id, count.version)


def of_adjustment(adjustment: Adjustment, sequence: int) -> Draft:
    """Return the event that says what state a correction has come to, as the `sequence`th of it."""
    of = (adjustment.market, adjustment.place, adjustment.variant, adjustment.change)
    happened: Event = CorrectionProposed(*of)
    if adjustment.state is not AdjustmentState.PROPOSED:
        happened = CorrectionDecided(*of, approved=adjustment.state is AdjustmentState.POSTED)
    return Draft(happened, adjustment.id, sequence)
