"""The nouns of units that are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import BinId, PlaceId

LotId = NewType("LotId", UUID)

NO_BIN = BinId(UUID(int=0))
"""Names what lies in no bin, where goods are taken from a bin; None would be from any."""

NO_LOT = LotId(UUID(int=0))
"""Names units of which nobody knows the lot or number, where goods are taken; None would be of any."""


class Condition(StrEnum):
    """In what state a unit is. Only new ones are sold as the article."""

    NEW = "new"
    OPENED = "opened"
    USED = "used"
    DAMAGED = "damaged"


class Act(StrEnum):
    """What is done with goods that are kept apart, and to keep them apart."""

    KEPT_APART = "kept_apart"
    GRADED = "graded"
    TO_SHELF = "to_shelf"
    TO_LOSS = "to_loss"
    TO_SUPPLIER = "to_supplier"


class ApartReason(StrEnum):
    """Why goods are kept apart."""

    EXPIRED = "expired"
    DAMAGED = "damaged"
    RETURNED = "returned"
    RECALLED = "recalled"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said about `quantity` units of a variant on line `line` of what moves them.

    `lot` is a lot's code or, where `serial`, one unit's number (quantity 1). Goods that leave are taken from
    `from_bin`, the lot and `from_condition`; goods that come go into `to_bin`, in `condition` (None: as they were).
    `nameless` says that they leave from among those of which nobody knows the lot; without either, any leave.
    """

    line: int
    variant: VariantId
    quantity: int
    lot: str = ""
    serial: bool = False
    expires_on: date | None = None
    from_bin: BinId | None = None
    to_bin: BinId | None = None
    from_condition: Condition | None = None
    condition: Condition | None = None
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`quantity` units of a variant at a place that share bin, lot and condition; no `lot` means nobody said which.

    `code` is the lot's, or the unit's serial number. From `sell_until` on it is not sold any more.
    """

    place: PlaceId
    variant: VariantId
    bin: BinId | None
    lot: LotId | None
    code: str | None
    serial: bool
    expires_on: date | None
    sell_until: datetime | None
    condition: Condition
    quantity: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "condition", Condition(self.condition))  # a row brings its text


@dataclass(frozen=True, slots=True)
class InBin:
    """`quantity` units of a variant in a bin: of one lot, all that have serial numbers, or all that are alike."""

    bin: BinId
    variant: VariantId
    lot: LotId | None
    code: str | None
    serial: bool
    quantity: int


@dataclass(frozen=True, slots=True)
class Expiring:
    """Units of a lot at a place that expire soon or have expired."""

    place: PlaceId
    variant: VariantId
    lot: LotId
    code: str
    expires_on: date
    sell_until: datetime
    quantity: int


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a lot's or serial number's history: `change` units at a place because of a cause.

    `told` tells whether somebody said that it was this lot, or the house took what expires first.
    """

    place: PlaceId
    variant: VariantId
    lot: LotId | None
    condition: Condition
    change: int
    told: bool
    cause_kind: str
    cause: UUID
    cause_line: int
    occurred_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "condition", Condition(self.condition))  # a row brings its text


@dataclass(frozen=True, slots=True)
class Home:
    """The bin in which a picker finds a variant at a place."""

    variant: VariantId
    bin: BinId
    code: str
    name: str
    walk: int


@dataclass(frozen=True, slots=True)
class Sum:
    """How many units of a variant a place has in all its parts."""

    market: UUID
    place: UUID
    variant: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What somebody did with goods that are kept apart: `id` is the cause of what moved."""

    id: UUID
    place: PlaceId
    variant: VariantId
    quantity: int
    act: Act
    condition: Condition
    reason: str
    occurred_at: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "act", Act(self.act))  # a row brings its texts
        object.__setattr__(self, "condition", Condition(self.condition))
