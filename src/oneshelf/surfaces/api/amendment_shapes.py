"""What goes over the wire about changes of placed orders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api.shapes import Code, Contact, Given, Money, Quantity

LineNumber = Annotated[int, Meta(ge=1, le=1000)]
Seal = Annotated[str, Meta(min_length=64, max_length=64, description="The hash of all that was shown.")]


class CancelledUnits(Given, frozen=True):
    """Units of a line that nobody wants any more."""

    line: LineNumber
    quantity: Quantity


class AddedArticle(Given, frozen=True):
    """An article to be added, at what it costs now; `instead_of` names the line that it takes the place of."""

    sku: Code
    quantity: Quantity
    instead_of: LineNumber | None = None


class PartOfLine(Given, frozen=True):
    """Units of a line that leave in a parcel of their own; all that are not picked yet when no quantity is given.

    From `place` instead of where they lie, and not before the day `not_before`, if given. What has the same place and
    day leaves together.
    """

    line: LineNumber
    quantity: Quantity | None = None
    place: Code | None = None
    not_before: date | None = None


class NewAmendment(Given, frozen=True):
    """What is to be different about a placed order: what is left out stays as it is.

    `split` names lines that leave whole in a parcel of their own, `apart` parts of lines that do; `store` is where the
    order is collected instead.
    """

    cancel: Annotated[list[CancelledUnits], Meta(max_length=200)] = []
    add: Annotated[list[AddedArticle], Meta(max_length=50)] = []
    split: Annotated[list[LineNumber], Meta(max_length=200)] = []
    apart: Annotated[list[PartOfLine], Meta(max_length=200)] = []
    contact: Contact | None = None
    store: Code | None = None
    reason: Literal["customer_asked", "not_available", "our_mistake", "other"] = "customer_asked"


class Confirmation(Given, frozen=True):
    """Agreement to exactly what was shown under this seal."""

    seal: Seal


class LineChange(msgspec.Struct, frozen=True):
    """A line before and after the change."""

    line: int
    sku: str
    title: str
    before: int
    after: int
    was: Money
    will_be: Money
    instead_of: int | None


class Bill(msgspec.Struct, frozen=True):
    """What the change does to the money: `back` goes back, or `to_pay` is to be paid."""

    was: Money
    will_be: Money
    delivery_was: Money
    delivery_will_be: Money
    tax_was: Money
    tax_will_be: Money
    back: Money
    to_pay: Money


class TakenOut(msgspec.Struct, frozen=True):
    """Units of a line that leave a place's parcel."""

    place: str
    line: int
    quantity: int


class Supplied(msgspec.Struct, frozen=True):
    """Units of a line that a place sends or keeps ready; `joins` when they go along with what it sends anyway.

    What the shopper's store lacks is brought to it (`bring_to`) by another place.
    """

    place: str
    line: int
    quantity: int
    ready_at: datetime
    joins: bool
    bring_to: str | None


class Lack(msgspec.Struct, frozen=True):
    """What is not to be had; with it the change cannot be confirmed."""

    line: int
    title: str
    wanted: int
    missing: int


class Amendment(msgspec.Struct, frozen=True):
    """A change of an order, with all that it does. It can be confirmed by its seal until `expires_at`.

    `service` is the code of the one that brings what goes to another address; '' where nothing does.
    """

    id: UUID
    order: str
    state: str
    reason: str
    seal: str
    order_version: int
    lines: list[LineChange]
    bill: Bill
    taken_out: list[TakenOut]
    supplied: list[Supplied]
    lacks: list[Lack]
    promise_was: datetime | None
    promise_will_be: datetime | None
    service: str
    ends_order: bool
    because: str
    expires_at: datetime


class Amendments(msgspec.Struct, frozen=True):
    """The changes of an order that somebody agreed to, the latest first."""

    items: list[Amendment]
