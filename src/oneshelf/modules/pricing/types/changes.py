"""The nouns of changing many prices at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from msgspec import Struct

from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.types import ListCode, PriceId

ChangeId = NewType("ChangeId", UUID)


class By(StrEnum):
    """How a new price comes from the old one: by hundredths of a percent, by an amount, a fixed one, or one by one."""

    PERCENT = "percent"
    AMOUNT = "amount"
    FIXED = "fixed"
    GIVEN = "given"


class Ending(StrEnum):
    """What a new price ends with: whatever it is, no cents, 99 cents, or a last digit of 5 or 9."""

    ANY = "any"
    WHOLE = "whole"
    NINETY_NINE = "ninety_nine"
    FIVE = "five"
    NINE = "nine"


class How(Struct, frozen=True):
    """How prices change: `value` is in basis points of the old price, or in minor units for one shown unit.

    Both may be negative; of what is GIVEN one by one it is 0. Afterwards the price goes to the nearest `ending`.
    """

    by: By
    value: int = 0
    ending: Ending = Ending.ANY


class ChangeState(StrEnum):
    """How far a change is: its rows are worked out, looked at, written, and maybe taken back."""

    PREPARING = "preparing"
    DRAFT = "draft"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


CHANGE_MACHINE: StateMachine[ChangeState] = StateMachine(
    name="price change",
    initial=ChangeState.PREPARING,
    follows={
        ChangeState.PREPARING: frozenset({ChangeState.DRAFT, ChangeState.DROPPED}),
        ChangeState.DRAFT: frozenset({ChangeState.APPLYING, ChangeState.DROPPED}),
        ChangeState.APPLYING: frozenset({ChangeState.APPLIED, ChangeState.UNDOING}),
        ChangeState.APPLIED: frozenset({ChangeState.UNDOING}),
        ChangeState.UNDOING: frozenset({ChangeState.UNDONE}),
        ChangeState.UNDONE: frozenset(),
        ChangeState.DROPPED: frozenset(),
    },
)

BUSY = (ChangeState.PREPARING, ChangeState.APPLYING, ChangeState.UNDOING)
"""The states in which a job goes on with the rows."""


class RowState(StrEnum):
    """What became of a row: SKIPPED ones have a problem, KEPT ones could not be taken back."""

    CHOSEN = "chosen"
    READY = "ready"
    SKIPPED = "skipped"
    APPLIED = "applied"
    UNDONE = "undone"
    KEPT = "kept"


class Problem(StrEnum):
    """Why a row changes nothing."""

    NONE = ""
    NO_PRICE = "no_price"
    SAME = "same"
    BAD_PRICE = "bad_price"
    TAKEN = "taken"
    TOO_LATE = "too_late"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article of a change; `amount` is its new price, in minor units for one shown unit, where each has its own."""

    variant: VariantId
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of many prices. `counts` tells how many rows are in each state.

    It holds from `starts` (None: from when it is applied) until just before `ends` (None: until further notice).
    """

    id: ChangeId
    market: MarketId
    name: str
    price_list: ListCode
    how: How
    starts: datetime | None
    ends: datetime | None
    state: ChangeState
    version: int
    created_at: datetime
    counts: Mapping[RowState, int]

    @property
    def size(self) -> int:
        """How many articles it is about."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many rows the present step has behind it."""
        waiting = {
            ChangeState.PREPARING: RowState.CHOSEN,
            ChangeState.APPLYING: RowState.READY,
            ChangeState.UNDOING: RowState.APPLIED,
        }
        return self.size - self.counts.get(waiting[self.state], 0) if self.state in waiting else self.size


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a change does to one article: its `old` and `new` price, and why not, if there is a problem.

    `found` is what it costs when somebody has changed that since its old price was looked at, or its new one written;
    None where nobody did, or nothing was left. A change overwrites none of these.
    """

    variant: VariantId
    old: UnitPrice | None
    new: UnitPrice | None
    state: RowState
    problem: Problem
    price: PriceId | None
    found: UnitPrice | None = None
