"""The nouns of stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId

MovementId = NewType("MovementId", UUID)


class Owner(StrEnum):
    """What a reservation belongs to."""

    CHECKOUT = "checkout"
    ORDER = "order"


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

    One unit of the line takes `per` of them: 1, but for the components of a kit. `withheld` units of the place's are
    kept back from this buyer by a policy.
    """

    line: int
    place: PlaceId
    variant: VariantId
    quantity: int
    per: int = 1
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """What one place has of one variant, in smallest sale units."""

    place: PlaceId
    variant: VariantId
    on_hand: int
    reserved: int
    allowed_backorder: int

    @property
    def available(self) -> int:
        """What can still be promised: on hand and allowed backorder, less what is reserved; never below zero."""
        return max(0, self.on_hand + self.allowed_backorder - self.reserved)


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

    `fewest` and `most` are the same, unless the components of a kit disagree.
    """

    order: UUID
    line: int
    place: PlaceId
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a line took from the shelves: its own variant, or the components of a kit."""

    line: int
    variant: VariantId
    quantity: int
