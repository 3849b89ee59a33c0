"""What goes over the wire about refunds."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api.shapes import Code, Given, Money, Quantity


class ReturnedGoods(Given, frozen=True):
    """Units of a line that came back."""

    line: Annotated[int, Meta(ge=1, le=1000)]
    quantity: Quantity
    serials: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=48)]],
        Meta(max_length=1000, description="The serial number of each unit, where they have one."),
    ] = []


class NewRefund(Given, frozen=True):
    """Money to be given back to the tenders that paid, and what came back to `to_place`."""

    amount: Money
    goods: Annotated[list[ReturnedGoods], Meta(max_length=1000)] = []
    to_place: Code | None = None


class RefundShare(msgspec.Struct, frozen=True):
    """What one tender gives back; `asked` until its gateway has answered."""

    id: UUID
    payment: UUID
    amount: Money
    state: str


class CreditNote(msgspec.Struct, frozen=True):
    """What a company need not pay of an invoice after all."""

    id: UUID
    number: int
    amount: Money


class Refund(msgspec.Struct, frozen=True):
    """A refund: one share for each tender, or credit notes of an order on account."""

    id: UUID
    order: str
    shares: list[RefundShare]
    credit_notes: list[CreditNote] = []
