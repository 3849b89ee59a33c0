"""The nouns of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId

CaseId = NewType("CaseId", UUID)


class Kind(StrEnum):
    """What went wrong."""

    LINE_SHORT = "line_short"
    PAYMENT_NOT_CAPTURED = "payment_not_captured"
    HOLD_LOST = "hold_lost"
    LATE = "late"
    DELAYED = "delayed"
    ADDRESS = "address"
    REFUSED = "refused"


class CaseState(StrEnum):
    """Whose turn it is: staff's, the customer's, or nobody's any more."""

    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"


CASE_MACHINE = StateMachine(
    "case",
    CaseState.OPEN,
    {
        CaseState.OPEN: frozenset({CaseState.WAITING, CaseState.SOLVED, CaseState.CLOSED}),
        CaseState.WAITING: frozenset({CaseState.OPEN, CaseState.SOLVED, CaseState.CLOSED}),
        CaseState.SOLVED: frozenset(),
        CaseState.CLOSED: frozenset(),
    },
)


class Way(StrEnum):
    """How a case can be solved."""

    WAIT = "wait"
    OTHER_PLACE = "other_place"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way out that the customer may choose: a later day, another place, or the money back."""

    number: int
    way: Way
    place: PlaceId | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What went wrong with an order. `units` of its line `line` are concerned; line 0 is the whole order.

    `solution` says how it ended: a `Way`, 'by_itself', or 'by_staff'. `told_at` is when the customer got the mail.
    """

    id: CaseId
    market: MarketId
    kind: Kind
    state: CaseState
    order: OrderId
    order_number: str
    place: PlaceId | None
    line: int
    variant: VariantId | None
    units: int
    cause: UUID
    opened_at: datetime
    due_at: datetime
    assigned_to: UUID | None
    told_at: datetime | None
    settled_at: datetime | None
    solution: str
    version: int
    alternatives: tuple[Alternative, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.state in CASE_MACHINE.final


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a fact says went wrong, before it is a case."""

    kind: Kind
    market: MarketId
    order: OrderId
    order_number: str
    cause: UUID
    place: PlaceId | None = None
    line: int = 0
    variant: VariantId | None = None
    units: int = 0
    expected_on: date | None = None
