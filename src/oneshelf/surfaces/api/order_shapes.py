"""Orders as they go over the wire."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.quantity import Unit
from oneshelf.surfaces.api import shapes


class OrderLine(msgspec.Struct, frozen=True):
    """What was bought. `unit_price` is for `per` smallest sale units; `returned` of them have come back."""

    line: int
    sku: str
    title: str
    gtin: str | None
    unit: Unit
    quantity: int
    unit_price: shapes.Money
    per: int
    amount: shapes.Money
    returned: int
    tax: shapes.Money
    cancelled: int = 0


class OrderAdjustment(shapes.Adjustment, frozen=True):
    """What changed the price of a line, or with line 0 of the delivery."""

    line: int
    kind: str


class OrderSummary(msgspec.Struct, frozen=True):
    """One order as a list shows it; `channel` and `place` by their codes."""

    id: UUID
    number: str
    channel: str
    place: str | None
    state: str
    method: str
    total: shapes.Money
    refunded: shapes.Money
    line_count: int
    placed_at: datetime


class Written(msgspec.Struct, frozen=True):
    """An invoice or a credit note, and what is still to be paid of it."""

    number: int
    kind: str
    amount: shapes.Money
    open: shapes.Money
    due_on: date


class Account(msgspec.Struct, frozen=True):
    """The account of a company that an order is on. `reference` is what the company calls the order."""

    company: UUID
    reference: str
    documents: list[Written]


class Order(msgspec.Struct, frozen=True):
    """One whole order. Of its contact and payments nothing is shown but what the permission covers."""

    id: UUID
    number: str
    channel: str
    place: str | None
    state: str
    method: str
    items: shapes.Money
    delivery: shapes.Money
    tax: Annotated[shapes.Money, Meta(description="The tax in the total.")]
    total: shapes.Money
    adjustments: list[OrderAdjustment]
    refunded: shapes.Money
    due: Annotated[shapes.Money, Meta(description="What is still to be paid when it is collected.")]
    terms: Annotated[str | None, Meta(description="`at_collection` or `on_account`.")]
    account: Annotated[Account | None, Meta(description="On whose account it is, and what was written for it.")]
    placed_at: datetime
    version: int
    lines: list[OrderLine]
    gift: shapes.Gift | None
    contact: shapes.Contact | None


class OrderPage(msgspec.Struct, frozen=True):
    """A page of the order book, newest first."""

    items: list[OrderSummary]
    next: str | None
