"""Facts about changes of orders. They carry ids and figures, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Draft, Event
from oneshelf.modules.amendments.types import Amendment, AmendmentState


@dataclass(frozen=True)
class _OfAmendment:
    """Which order is changed; pages about it hear of it."""

    market: UUID
    order: UUID
    order_number: str
    place: UUID | None

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"amendments:{aggregate}", f"order:{self.order}"]


@dataclass(frozen=True)
class ChangeAwaitsMoney(_OfAmendment, Event):
    """A change of an order is agreed to and is done as soon as `to_pay` is paid; its goods are held until then."""

    TYPE: ClassVar[str] = "amendments.awaiting_payment.v1"
    to_pay: Money


@dataclass(frozen=True)
class ChangeConfirmed(_OfAmendment, Event):
    """A change of an order is done: `paid` was paid for it, `back` goes back to the shopper."""

    TYPE: ClassVar[str] = "amendments.confirmed.v1"
    paid: Money
    back: Money


@dataclass(frozen=True)
class ChangeWithdrawn(_OfAmendment, Event):
    """A change that waited for its money is not wanted any more, or cannot be done: then `because` says why."""

    TYPE: ClassVar[str] = "amendments.withdrawn.v1"
    because: str


@dataclass(frozen=True)
class ChangeExpired(_OfAmendment, Event):
    """Nobody has paid for a change in time; its goods are free again."""

    TYPE: ClassVar[str] = "amendments.expired.v1"


def became(amendment: Amendment) -> Draft:
    """Return the event that says what state a change has come to."""
    of = (amendment.market, amendment.order, amendment.order_number, amendment.place)
    bill = amendment.preview.bill
    happened: Event
    if amendment.state is AmendmentState.AWAITING_PAYMENT:
        happened = ChangeAwaitsMoney(*of, to_pay=bill.to_pay)
    elif amendment.state is AmendmentState.CONFIRMED:
        happened = ChangeConfirmed(*of, paid=bill.to_pay, back=bill.back)
    elif amendment.state is AmendmentState.WITHDRAWN:
        happened = ChangeWithdrawn(*of, because=amendment.because)
    else:
        assert amendment.state is AmendmentState.EXPIRED, "nobody is told of what was only shown"
        happened = ChangeExpired(*of)
    return Draft(happened, aggregate=amendment.id, sequence=amendment.version)
