"""The nouns of supply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

SupplierId = NewType("SupplierId", UUID)
PurchaseId = NewType("PurchaseId", UUID)
TransferId = NewType("TransferId", UUID)


class PurchaseState(StrEnum):
    """Where a purchase order stands. `received` is the end of it: all came, or the rest was closed short."""

    DRAFT = "draft"
    SENT = "sent"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class TransferState(StrEnum):
    """Where a transfer stands. `unsettled`: it arrived, but not all of it, and the rest is still in transit."""

    DRAFT = "draft"
    IN_TRANSIT = "in_transit"
    UNSETTLED = "unsettled"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Damage(StrEnum):
    """What is wrong with goods that arrived and cannot be sold."""

    BROKEN = "broken"
    SPOILED = "spoiled"
    WRONG_ARTICLE = "wrong_article"


class Outcome(StrEnum):
    """What became of goods that did not arrive."""

    FOUND_HERE = "found_here"
    FOUND_AT_SOURCE = "found_at_source"
    LOST = "lost"
    NEVER_SENT = "never_sent"


@dataclass(frozen=True, slots=True)
class Supplier:
    """Whom a market buys from. `minimum` is the smallest order that it takes; `over_percent` how much more we take."""

    id: SupplierId
    market: MarketId
    code: str
    name: str
    email: str
    lead_days: int
    minimum: Money
    over_percent: int
    made_up: tuple[str, ...]
    archived: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be ordered: smallest sale units, what one costs, and the day by which it comes (None: the order's)."""

    variant: VariantId
    quantity: int
    cost: UnitPrice
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A line to be transferred, in smallest sale units."""

    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Batch:
    """So many good units of a lot, or the one (`quantity` 1) with a serial number."""

    code: str
    quantity: int = 1
    serial: bool = False
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of one line: good units, and damaged ones with what is wrong with them.

    `batches` says which the good units are, where they are told apart.
    """

    line: int
    good: int
    damaged: int = 0
    damage: Damage = Damage.BROKEN
    batches: tuple[Batch, ...] = ()


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line of a purchase order. `tallied` and `tallied_damaged` are counted at the door and not yet received."""

    line: int
    variant: VariantId
    title: str
    sku: str
    unit: Unit
    quantity: int
    cost: UnitPrice
    expected_on: date
    good: int
    damaged: int
    closed: int
    tallied: int
    tallied_damaged: int
    damage: Damage

    @property
    def arrived(self) -> int:
        """What has come, good or damaged."""
        return self.good + self.damaged

    @property
    def open(self) -> int:
        """What is still to come."""
        return max(0, self.quantity - self.arrived - self.closed)

    @property
    def amount(self) -> Money:
        """What the line costs as ordered."""
        return self.cost.times(self.quantity)


@dataclass(frozen=True, slots=True)
class Purchase:
    """An order to a supplier, for one place. `version` counts its changes."""

    id: PurchaseId
    market: MarketId
    number: str
    supplier: Supplier
    place: PlaceId
    state: PurchaseState
    expected_on: date
    created_at: datetime
    sent_at: datetime | None
    version: int
    made_up: tuple[str, ...]
    lines: tuple[PurchaseLine, ...]

    @property
    def total(self) -> Money:
        """What it costs as ordered."""
        return sum((line.amount for line in self.lines), Money.zero(self.supplier.minimum.currency))

    @property
    def tallied(self) -> bool:
        """Whether something is counted at the door."""
        return any(line.tallied or line.tallied_damaged for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What one receipt took in of one line, what a unit cost, and where damaged units went."""

    line: int
    variant: VariantId
    good: int
    damaged: int
    damage: Damage
    damaged_to: PlaceId | None
    cost: UnitPrice


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery that was taken in: its id is the cause of the movements."""

    id: UUID
    purchase: PurchaseId
    place: PlaceId
    actor: UUID | None
    occurred_at: datetime
    lines: tuple[ReceiptLine, ...]


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A line of a transfer. What neither arrived nor was settled is `missing`: it is still in transit."""

    line: int
    variant: VariantId
    title: str
    sku: str
    unit: Unit
    quantity: int
    good: int
    damaged: int
    over: int
    found: int
    lost: int
    tallied: int
    tallied_damaged: int
    damage: Damage

    @property
    def arrived(self) -> int:
        """What has come of what was sent, good or damaged."""
        return self.good + self.damaged

    @property
    def missing(self) -> int:
        """What left and has neither come nor been settled."""
        return self.quantity - self.arrived - self.found - self.lost


@dataclass(frozen=True, slots=True)
class Transfer:
    """Goods that go from one of our places to another. `receipt` names what took it in."""

    id: TransferId
    market: MarketId
    number: str
    source: PlaceId
    target: PlaceId
    state: TransferState
    expected_on: date
    created_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    receipt: UUID | None
    version: int
    made_up: tuple[str, ...]
    lines: tuple[TransferLine, ...]

    @property
    def in_transit(self) -> int:
        """How many units are on their way or missing."""
        if self.state in (TransferState.DRAFT, TransferState.CANCELLED):
            return 0
        return sum(line.missing for line in self.lines)

    @property
    def tallied(self) -> bool:
        """Whether something is counted at the door."""
        return any(line.tallied or line.tallied_damaged for line in self.lines)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of units of a transfer that did not arrive: its id is the cause of the movement."""

    id: UUID
    transfer: TransferId
    line: int
    quantity: int
    outcome: Outcome
    actor: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """`units` of a variant that were lost on their way to `place`."""

    place: PlaceId
    variant: VariantId
    units: int
