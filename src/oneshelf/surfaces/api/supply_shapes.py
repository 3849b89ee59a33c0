"""Purchase orders, transfers and counts as they go over the wire. Quantities are smallest sale units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.surfaces.api import shapes

Units = Annotated[int, Meta(ge=0, le=10**9, description="Smallest sale units.")]
Lot = Annotated[str, Meta(min_length=1, max_length=48)]
Once = Annotated[UUID, Meta(description="A UUIDv7 of yours that names this act: repeating it changes nothing.")]
PlaceCode = Annotated[shapes.Code, Meta(description="A place's code.")]
PurchaseState = Literal["draft", "sent", "partly_received", "received", "cancelled"]
TransferState = Literal["draft", "in_transit", "unsettled", "received", "cancelled"]


class PurchasesQuery(shapes.Given, frozen=True):
    """What narrows the list."""

    place: PlaceCode | None = None
    state: PurchaseState | None = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50


class TransfersQuery(shapes.Given, frozen=True):
    """What narrows the list: transfers from or to a place."""

    source: PlaceCode | None = None
    target: PlaceCode | None = None
    state: TransferState | None = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50


class OrderedLine(shapes.Given, frozen=True):
    """So much of an article, and what `per` units of it cost."""

    sku: shapes.Code
    quantity: shapes.Quantity
    cost: shapes.Money
    per: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    expected_on: date | None = None


class NewPurchase(shapes.Given, frozen=True):
    """An order to a supplier. Without a day, its lead time is counted from today."""

    supplier: Annotated[shapes.Code, Meta(description="A supplier's code.")]
    place: PlaceCode
    lines: Annotated[list[OrderedLine], Meta(min_length=1, max_length=1000)]
    expected_on: date | None = None


class Batch(shapes.Given, frozen=True):
    """So many of the good units are of a lot, or one has a serial number (`serial`, quantity 1)."""

    code: Lot
    quantity: shapes.Quantity = 1
    serial: bool = False
    expires_on: date | None = None


class ArrivedLine(shapes.Given, frozen=True):
    """What came of an article; `batches` says which the good units are, where they are told apart."""

    sku: shapes.Code
    good: Units
    damaged: Units = 0
    damage: Literal["broken", "spoiled", "wrong_article"] = "broken"
    batches: Annotated[list[Batch], Meta(max_length=1000)] = []


class NewReceipt(shapes.Given, frozen=True):
    """A delivery that was taken in."""

    receipt: Once
    lines: Annotated[list[ArrivedLine], Meta(min_length=1, max_length=1000)]


class PurchaseLine(msgspec.Struct, frozen=True):
    """A line with what has come of it; `open` is still to come."""

    line: int
    sku: str
    title: str
    quantity: int
    cost: shapes.Money
    per: int
    expected_on: date
    good: int
    damaged: int
    open: int


class Purchase(msgspec.Struct, frozen=True):
    """An order to a supplier."""

    id: UUID
    number: str
    supplier: str
    place: str
    state: PurchaseState
    expected_on: date
    created_at: datetime
    sent_at: datetime | None
    version: int
    total: shapes.Money
    lines: list[PurchaseLine]


class PurchasePage(msgspec.Struct, frozen=True):
    """Orders to suppliers, the latest first."""

    items: list[Purchase]
    next: str | None


class MovedLine(shapes.Given, frozen=True):
    """So much of an article that goes."""

    sku: shapes.Code
    quantity: shapes.Quantity


class NewTransfer(shapes.Given, frozen=True):
    """Goods that will go from one place to another; nothing moves before it is sent."""

    source: PlaceCode
    target: PlaceCode
    lines: Annotated[list[MovedLine], Meta(min_length=1, max_length=1000)]
    expected_on: date | None = None


class NewSettlement(shapes.Given, frozen=True):
    """What became of units that did not arrive."""

    settlement: Once
    sku: shapes.Code
    quantity: shapes.Quantity
    outcome: Literal["found_here", "found_at_source", "lost", "never_sent"]


class TransferLine(msgspec.Struct, frozen=True):
    """A line with what has come of it; `missing` neither came nor was settled, `over` nobody had sent."""

    line: int
    sku: str
    title: str
    quantity: int
    good: int
    damaged: int
    over: int
    missing: int


class Transfer(msgspec.Struct, frozen=True):
    """Goods between two places."""

    id: UUID
    number: str
    source: str
    target: str
    state: TransferState
    expected_on: date
    created_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    version: int
    lines: list[TransferLine]


class TransferPage(msgspec.Struct, frozen=True):
    """Transfers, the latest first."""

    items: list[Transfer]
    next: str | None


class CountsQuery(shapes.Given, frozen=True):
    """Where counts are looked for."""

    place: PlaceCode


class CountLine(msgspec.Struct, frozen=True):
    """A line as who counts sees it, never with what the book says. `open` tells whether the caller may count it."""

    sku: str
    title: str
    unit: str
    state: Literal["open", "recount", "agreed"]
    counted: int | None
    open: bool


class Count(msgspec.Struct, frozen=True):
    """A list of articles to be counted at a place."""

    number: str
    title: str
    place: str
    due_on: date
    lines: list[CountLine]


class Counts(msgspec.Struct, frozen=True):
    """The counts that are open at a place, those first that are due first."""

    items: list[Count]


class CountedLine(shapes.Given, frozen=True):
    """All that there is of an article, as it was counted at `counted_at` (now, if left out)."""

    sku: shapes.Code
    quantity: Units
    counted_at: Annotated[datetime, Meta(tz=True)] | None = None


class NewTally(shapes.Given, frozen=True):
    """What somebody has counted."""

    lines: Annotated[list[CountedLine], Meta(min_length=1, max_length=500)]
