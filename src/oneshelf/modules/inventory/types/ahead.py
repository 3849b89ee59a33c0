"""The nouns of what is sold before it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

AheadId = NewType("AheadId", UUID)


class AheadKind(StrEnum):
    """How goods are sold before they are there: new ones that come on a day, or ones that are out and come again."""

    PREORDER = "preorder"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class AheadTerms:
    """At most `units` of a level may be promised beyond what is on hand.

    Pre-ordered goods come on `expected_on`. Back-ordered ones come with the deliveries that are expected, and where
    those are not enough `lead_days` days after they were ordered, or on `expected_on`; without any, they are not sold.
    """

    kind: AheadKind
    units: int
    expected_on: date | None = None
    lead_days: int | None = None

    @property
    def is_dated(self) -> bool:
        """Whether they name a day themselves: otherwise only what expected deliveries cover is sold."""
        return self.expected_on is not None or self.lead_days is not None


@dataclass(frozen=True, slots=True)
class AheadRule:
    """A variant is sold ahead at a place, in [begins, ends)."""

    id: AheadId
    market: MarketId
    place: PlaceId
    variant: VariantId
    terms: AheadTerms
    begins: datetime
    ends: datetime | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class AheadOffer:
    """`units` of a variant may be promised at a place beyond its shelf; all that were asked for come by a day."""

    place: PlaceId
    variant: VariantId
    kind: AheadKind
    units: int
    expected_on: date


@dataclass(frozen=True, slots=True)
class Awaited:
    """An order was promised `quantity` units of a variant on a line ahead, and waits for them.

    One unit of the line takes `per` of them: more than one for a component of a kit.
    """

    order: UUID
    line: int
    variant: VariantId
    quantity: int
    per: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What those who wait for a variant at a place may hope for.

    `free` units are there for them, `coming` (day, units) is expected, the first first. Pre-ordered goods come on
    `settled_on`, whatever is expected; what nobody expects comes within `lead_days`.
    """

    free: int
    coming: tuple[tuple[date, int], ...]
    settled_on: date | None
    lead_days: int | None
