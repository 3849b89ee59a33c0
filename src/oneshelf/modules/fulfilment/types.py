"""The nouns of fulfilment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

ConsignmentId = NewType("ConsignmentId", UUID)


class Method(StrEnum):
    """How goods reach the shopper: over the counter at once, from the pick-up desk, or by parcel.

    What is brought is sent to the shopper's store by another place, and collected there.
    """

    TAKE_NOW = "take_now"
    COLLECT = "collect"
    SHIP = "ship"
    BRING = "bring"


class ConsignmentState(StrEnum):
    """Where a consignment stands; an awaited one has goods to come first."""

    AWAITED = "awaited"
    OPEN = "open"
    PICKING = "picking"
    READY = "ready"
    COLLECTED = "collected"
    PACKED = "packed"
    ON_THE_WAY = "on_the_way"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Proof(StrEnum):
    """With what a customer shows that the goods are theirs."""

    PIN = "pin"
    QR = "qr"


class Reason(StrEnum):
    """Why a place cannot do what was asked of it."""

    NOT_FOUND = "not_found"
    DAMAGED = "damaged"
    NO_TIME = "no_time"
    CLOSED = "closed"
    MISSED_CLOCK = "missed_clock"
    LOST = "lost"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """Line `line` of an order, as far as a consignment holds it; quantities in smallest sale units.

    `short` is what the picker could not find: picked and short make up the quantity when all is done.
    """

    line: int
    variant: VariantId
    title: str
    sku: str
    quantity: int
    picked: int = 0
    short: int = 0

    @property
    def missing(self) -> int:
        """What is neither picked nor known to be short."""
        return self.quantity - self.picked - self.short


@dataclass(frozen=True, slots=True)
class NewConsignment:
    """Goods of an order that leave one place in one go. `due_at` is when they should be ready (see `due_at`).

    What is brought also says to which store, and by when it is promised to be ready there.
    With `expected_on` they were promised ahead and wait for that day; `waits_since` keeps them the place in the queue
    that they had in another consignment.
    """

    id: ConsignmentId
    place: PlaceId
    method: Method
    due_at: datetime
    lines: tuple[Line, ...]
    bring_to: PlaceId | None = None
    there_by: datetime | None = None
    expected_on: date | None = None
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewColumns:
    """New consignments and their lines as the parallel arrays that the SQL face `fulfilment_open` takes."""

    ids: list[UUID]
    places: list[UUID]
    methods: list[str]
    due: list[datetime]
    line_consignments: list[UUID]
    line_numbers: list[int]
    line_variants: list[UUID]
    line_titles: list[str]
    line_skus: list[str]
    line_quantities: list[int]


@dataclass(frozen=True, slots=True)
class Consignment:
    """Goods of an order that leave one place in one go.

    `collect_by` is set as soon as it is ready to collect; `version` counts its changes, each an event with that
    sequence number; `pin_attempts` counts wrong PINs since the last right one. What is `against_payment` is handed over
    together with its money only; `expected_on` is the day on which goods that were promised ahead come, or came, in.

    `place` is where its goods lie: of what is brought to `bring_to` first who sends it, then the market's transit, and
    at last the store, where it is promised ready by `there_by`. `sent_from` has sent it at `sent_at`.
    """

    id: ConsignmentId
    market: MarketId
    place: PlaceId
    order: UUID
    order_number: str
    method: Method
    state: ConsignmentState
    due_at: datetime
    opened_at: datetime
    ready_at: datetime | None
    collect_by: datetime | None
    pin_attempts: int
    carrier: str
    tracking: str
    against_payment: bool
    version: int
    lines: tuple[Line, ...]
    bring_to: PlaceId | None = None
    there_by: datetime | None = None
    sent_from: PlaceId | None = None
    sent_at: datetime | None = None
    expected_on: date | None = None

    @property
    def desk(self) -> PlaceId:
        """The place to which its shopper goes, where they go to one."""
        return self.bring_to or self.place

    @property
    def sender(self) -> PlaceId:
        """The place that makes it ready, or has made it."""
        return self.sent_from or self.place

    @property
    def is_on_the_road(self) -> bool:
        """Whether its goods have left for a store and have not come, whatever became of the order."""
        return self.sent_at is not None and self.place != self.bring_to

    @property
    def missing(self) -> int:
        """How many units are neither picked nor known to be short."""
        return sum(line.missing for line in self.lines)

    @property
    def picked(self) -> int:
        """How many units are picked."""
        return sum(line.picked for line in self.lines)


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """How many units of an order's line a place still has to hand out; `awaited` ones are still to come."""

    order: UUID
    line: int
    place: PlaceId
    quantity: int
    awaited: bool


@dataclass(frozen=True, slots=True)
class LoadedConsignment:
    """Goods of an imported history that were taken at once; its id is derived from the source."""

    id: ConsignmentId
    place: PlaceId
    order: UUID
    order_number: str
    occurred_at: datetime
    lines: tuple[Line, ...]
