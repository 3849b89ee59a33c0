"""Facts about cases. They carry ids, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.cases.types import Case


@dataclass(frozen=True)
class _OfCase:
    """Which order and place it is about; pages about them hear of it."""

    market: UUID
    order: UUID
    order_number: str
    place: UUID | None
    kind: str

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"cases:{aggregate}", f"order:{self.order}", *([f"place:{self.place}"] if self.place else [])]


@dataclass(frozen=True)
class CaseOpened(_OfCase, Event):
    """Something went wrong with an order, and waits for a person."""

    TYPE: ClassVar[str] = "cases.opened.v1"


@dataclass(frozen=True)
class CustomerTold(_OfCase, Event):
    """The customer was told by e-mail, with the ways that they can choose."""

    TYPE: ClassVar[str] = "cases.customer_told.v1"


@dataclass(frozen=True)
class CaseAssigned(_OfCase, Event):
    """Somebody looks after it."""

    TYPE: ClassVar[str] = "cases.assigned.v1"
    staff: UUID | None


@dataclass(frozen=True)
class CaseSettledFact(_OfCase, Event):
    """Nothing is to be done any more: `solution` says how it ended."""

    TYPE: ClassVar[str] = "cases.settled.v1"
    solution: str


def opened(case: Case) -> Draft:
    """Return the event that says that a case was opened."""
    return Draft(CaseOpened(*_of(case)), case.id, case.version)


def told(case: Case) -> Draft:
    """Return the event that says that the customer was told."""
    return Draft(CustomerTold(*_of(case)), case.id, case.version)


def assigned(case: Case) -> Draft:
    """Return the event that says who looks after it."""
    return Draft(CaseAssigned(*_of(case), staff=case.assigned_to), case.id, case.version)


def settled(case: Case) -> Draft:
    """Return the event that says how it ended."""
    return Draft(CaseSettledFact(*_of(case), solution=case.solution), case.id, case.version)


def _of(case: Case) -> tuple[UUID, UUID, str, UUID | None, str]:
    return (case.market, case.order, case.order_number, case.place, case.kind.value)
