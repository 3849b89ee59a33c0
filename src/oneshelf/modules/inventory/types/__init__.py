"""The nouns of stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import ProductId, VariantId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

MovementId = NewType("MovementId", UUID)


class Owner(StrEnum):
    """What a reservation belongs to: whoever shops holds for a while, an order for good."""

    CART = "cart"
    CHECKOUT = "checkout"
    TILL = "till"
    PHONE = "phone"
    AGENT = "agent"
    AMENDMENT = "amendment"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Held:
    """`units` of a variant that somebody holds at a place."""

    place: PlaceId
    variant: VariantId
    units: int


class ReservationState(StrEnum):
    """Held reservations expire, allocated ones do not; released and used ones no longer count."""

    HELD = "held"
    ALLOCATED = "allocated"
    RELEASED = "released"
    USED = "used"


class Cause(StrEnum):
    """Why stock moved. With its id and line it names a movement once and for all."""

    SALE = "sale"
    FULFILMENT = "fulfilment"
    RECEIPT = "receipt"
    RETURN = "return"
    ADJUSTMENT = "adjustment"
    TRANSFER = "transfer"
    QUARANTINE = "quarantine"
    CARRY = "carry"


LOST_LINE = 1_000_000
"""Added to the number of a line whose units were lost: they move at the moment at which its others arrive."""


class AdjustmentReason(StrEnum):
    """Why a person corrects a level."""

    COUNTED = "counted"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    STOLEN = "stolen"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Demand:
    """`quantity` smallest sale units of a variant wanted from one place, for line `line` of its owner.

    One unit of the line takes `per` of them: 1, but for the components of a kit. `withheld` is what hard rules
    keep back, as `withheld()` gives it; when None, the reservation asks itself.
    """

    line: int
    place: PlaceId
    variant: VariantId
    quantity: int
    per: int = 1
    withheld: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """What one place has of one variant, in smallest sale units."""

    place: PlaceId
    variant: VariantId
    on_hand: int
    reserved: int
    allowed_backorder: int
    fenced: int = 0

    @property
    def available(self) -> int:
        """What can be promised from the shelf to whoever comes: on hand, less what is reserved or fenced.

        What a channel may be promised, and what is kept back from it, `availability` tells.
        """
        return max(0, self.on_hand - self.reserved - self.fenced)

    @property
    def ahead(self) -> int:
        """How many units are promised beyond what is on hand."""
        return max(0, self.reserved + self.fenced - self.on_hand)


@dataclass(frozen=True, slots=True)
class Correction:
    """`units` more (or fewer, below zero) of a variant that people wrote at a place, for a reason."""

    place: PlaceId
    variant: VariantId
    reason: AdjustmentReason
    units: int


@dataclass(frozen=True, slots=True)
class PastLevel:
    """What a place had on hand of a variant at some moment, in smallest sale units."""

    variant: VariantId
    on_hand: int


@dataclass(frozen=True, slots=True)
class OldestGoods:
    """Since when the oldest units of a variant lie at a place."""

    place: PlaceId
    variant: VariantId
    since: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """`quantity` units of a variant went from one place to another because of (cause_kind, cause, cause_line)."""

    id: MovementId
    variant: VariantId
    from_place: PlaceId
    to_place: PlaceId
    quantity: int
    cause_kind: str
    cause: UUID
    cause_line: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """A movement to be: line `line` of a cause takes `quantity` from one place and gives it to another."""

    line: int
    variant: VariantId
    from_place: PlaceId
    to_place: PlaceId
    quantity: int


@dataclass(frozen=True, slots=True)
class LoadedMovement:
    """A movement of an imported history; its id is derived from its source."""

    id: UUID
    variant: VariantId
    from_place: PlaceId
    to_place: PlaceId
    quantity: int
    cause_kind: str
    cause: UUID
    cause_line: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """`quantity` units of a variant came back to `place` for line `line` of `cause`."""

    cause: UUID
    line: int
    variant: VariantId
    quantity: int
    place: PlaceId


@dataclass(frozen=True, slots=True)
class AllocatedDemand:
    """How many units of an order's line are allocated to it at a place, for comparison with what it still waits for.

    `fewest` and `most` are the same, unless the components of a kit disagree; `ahead` says that it is still to come.
    """

    order: UUID
    line: int
    place: PlaceId
    fewest: int
    most: int
    ahead: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """How many units of a variant a cause (a consignment) has carried, and lost on the way."""

    cause: UUID
    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a line took from the shelves: its own variant, or the components of a kit."""

    line: int
    variant: VariantId
    quantity: int


RuleId = NewType("RuleId", UUID)
FenceId = NewType("FenceId", UUID)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a buffer rule names; what is None is not asked about. Of variant, product and category name one at most."""

    channel: ChannelId | None = None
    place: PlaceId | None = None
    category: str | None = None
    product: ProductId | None = None
    variant: VariantId | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a rule keeps back: units, or hundredths of a percent of what is on hand; a hard one is enforced."""

    units: int | None = None
    percent: int | None = None
    hard: bool = False


@dataclass(frozen=True, slots=True)
class BufferRule:
    """What is kept back wherever the rule applies: `units`, or `percent` hundredths of a percent of what is on hand.

    What is None is not asked about; `category` is a path and means everything below it too. A hard rule refuses, a
    soft one is only shown. It holds in [begins, ends).
    """

    id: RuleId
    market: MarketId
    channel: ChannelId | None
    place: PlaceId | None
    category: str | None
    product: ProductId | None
    variant: VariantId | None
    units: int | None
    percent: int | None
    hard: bool
    begins: datetime
    ends: datetime | None
    note: str
    version: int
    updated_by: UUID | None


@dataclass(frozen=True, slots=True)
class PlaceAvailability:
    """What one place can promise: `units` stand in the order of the variants asked for, never negative.

    `trust` stands in that order too: how far each level may be trusted, 0 to 100, where that is less than `TRUSTED`,
    None for others; empty where none of them is in doubt.
    """

    place: PlaceId
    units: tuple[int, ...]
    trust: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """`quantity` units of a variant that line `line` of a source is to bring to `place` on a day (of the place's)."""

    line: int
    place: PlaceId
    variant: VariantId
    expected_on: date
    quantity: int


@dataclass(frozen=True, slots=True)
class FencePart:
    """Units that lie in a fence of `channel`, set apart until `ends`."""

    id: FenceId
    channel: ChannelId
    units: int
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class StandingFence:
    """A fence that stands or will, in [begins, ends): of `quantity`, `remaining` lie ready and `drawn` were taken."""

    id: FenceId
    place: PlaceId
    variant: VariantId
    channel: ChannelId
    quantity: int
    remaining: int
    drawn: int
    begins: datetime
    ends: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a channel may be promised just so many `units`: parts that add up exactly.

    units = on_hand + backorder - reserved - fenced for others + incoming - kept_back. `backorder` of the reserved units
    are promised beyond all that is there or comes in time; `kept_back` is what `rule` keeps back, as far as there was
    something to keep; `own` of the units lie in the channel's own fence.
    """

    place: PlaceId
    variant: VariantId
    on_hand: int
    backorder: int
    reserved: int
    fences: tuple[FencePart, ...]
    own: int
    incoming: int
    kept_back: int
    rule: BufferRule | None

    @property
    def fenced(self) -> int:
        """What is set apart for other channels."""
        return sum(fence.units for fence in self.fences)

    @property
    def units(self) -> int:
        """What can be promised."""
        return self.on_hand + self.backorder - self.reserved - self.fenced + self.incoming - self.kept_back


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks for and against what the book says of a level, of which there are `on_hand`.

    When it was last counted, and of the last weeks: how often units were looked for in vain, how many those were
    (`missed`), and how many left the place (`moved`).
    """

    place: PlaceId
    variant: VariantId
    counted_at: datetime | None
    rejections: int
    missed: int
    moved: int
    on_hand: int


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far a level may be trusted: `score` from 0 to 100, and how many units should be kept back therefore.

    `rejections` and `moved` (units) are of the weeks before `computed_at`, when the score last changed.
    """

    place: PlaceId
    variant: VariantId
    score: int
    suggested: int
    counted_at: datetime | None
    rejections: int
    moved: int
    computed_at: datetime
