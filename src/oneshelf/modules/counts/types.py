"""The nouns of counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

CountId = NewType("CountId", UUID)

Costs = Callable[[MarketId, Sequence[VariantId]], Mapping[VariantId, UnitPrice]]
"""Gives what a unit of each variant cost; what is not known it leaves out."""


class CountState(StrEnum):
    """Where a count stands."""

    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    """Where a line of a count stands: to be counted, to be counted once more by somebody else, or agreed."""

    OPEN = "open"
    RECOUNT = "recount"
    AGREED = "agreed"


class AdjustmentState(StrEnum):
    """Where a correction stands: it waits for approval, stands in the ledger, or was turned down."""

    PROPOSED = "proposed"
    POSTED = "posted"
    REJECTED = "rejected"


class Basis(StrEnum):
    """By what the articles of a count are chosen."""

    OLDEST = "oldest"
    FASTEST = "fastest"
    CATEGORY = "category"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class RecountRule:
    """A difference above any of these is counted once more by somebody else: units, percent of the book, value."""

    units: int
    percent: int
    value: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What one person counted of a line in one round, and what the book said at that instant."""

    counter: UUID
    counted: int
    expected: int

    @property
    def difference(self) -> int:
        """How much more (or less, below zero) there is than the book says."""
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class BlindLine:
    """A line as its counter sees it: never what the book says. `mine` is what they have counted of it so far."""

    line: int
    variant: VariantId
    title: str
    sku: str
    unit: Unit
    state: LineState
    mine: int | None
    taken: bool
    counted_before: bool

    @property
    def open_to_me(self) -> bool:
        """Whether whoever looks may count it now."""
        return self.state is not LineState.AGREED and not self.taken and not self.counted_before


@dataclass(frozen=True, slots=True)
class CountLine:
    """A line with what came of it; figures are there once it is agreed. `rounds` are its finished tallies."""

    line: int
    variant: VariantId
    title: str
    sku: str
    unit: Unit
    state: LineState
    expected: int | None
    counted: int | None
    counted_at: datetime | None
    rounds: tuple[Tally, ...]

    @property
    def difference(self) -> int:
        """How much more (or less, below zero) there is than the book says; zero before it is agreed."""
        return 0 if self.counted is None or self.expected is None else self.counted - self.expected


@dataclass(frozen=True, slots=True)
class Count:
    """A list of articles that is counted at one place."""

    id: CountId
    market: MarketId
    place: PlaceId
    number: str
    title: str
    basis: Basis
    state: CountState
    rule: RecountRule
    due_on: date
    created_at: datetime
    settled_at: datetime | None
    version: int
    made_up: tuple[str, ...]
    lines: tuple[CountLine, ...]

    @property
    def agreed(self) -> int:
        """How many lines are agreed."""
        return sum(line.state is LineState.AGREED for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether every line is agreed."""
        return self.agreed == len(self.lines)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction: its id is that of the stock adjustment that it becomes. `value` at cost; None: nobody knows."""

    id: UUID
    market: MarketId
    place: PlaceId
    variant: VariantId
    change: int
    reason: AdjustmentReason
    value: Money | None
    count: CountId | None
    state: AdjustmentState
    proposed_by: UUID | None
    proposed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Loss:
    """`units` more (or fewer, below zero) of a variant at a place than the book said, for a reason."""

    place: PlaceId
    variant: VariantId
    reason: str
    units: int


@dataclass(frozen=True, slots=True)
class LossGroup:
    """Losses of one key: units lost and found, what the difference cost, and units of which nobody knows the cost."""

    key: str
    lost: int
    found: int
    cost: int
    unvalued: int
