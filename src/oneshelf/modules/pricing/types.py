"""The nouns of pricing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId

PriceListId = NewType("PriceListId", UUID)
PriceId = NewType("PriceId", UUID)


@dataclass(frozen=True, slots=True)
class Price:
    """What a variant costs from `valid_from` until just before `valid_until` (None: until further notice)."""

    id: PriceId
    variant: VariantId
    unit_price: UnitPrice
    valid_from: datetime
    valid_until: datetime | None

    def holds_at(self, at: datetime) -> bool:
        """Tell whether this is what the variant costs at `at`."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


@dataclass(frozen=True, slots=True)
class Piece:
    """A price for a stretch of time, half-open: `amount` minor units for each `per` smallest sale units."""

    starts: datetime
    ends: datetime | None
    amount: int
    per: int


@dataclass(frozen=True, slots=True)
class Window:
    """A row of a price list, as the planning rules see it.

    A `resumed` window holds a price that goes on after another was put into its time. `displaced` is what a
    planned window took the place of, and what comes back when it is cancelled.
    """

    id: PriceId
    starts: datetime
    ends: datetime | None
    amount: int
    per: int
    resumed: bool = False
    displaced: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Replanning:
    """What has to be done to the windows of one variant: first removed, then resized, then added."""

    removed: tuple[Window, ...]
    resized: tuple[Window, ...]
    added: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price of a bulk load, in the currency of its market's list."""

    id: UUID
    market: MarketId
    variant: VariantId
    amount: int
    per: int
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class BasketLine:
    """`quantity` smallest sale units of a variant that somebody wants."""

    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a quote: its amount is the unit price for the whole quantity, rounded once."""

    variant: VariantId
    quantity: int
    unit_price: UnitPrice
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What a basket comes to: one line a variant, `items` their sum, and `total` with delivery and added tax.

    `tax` is what is added on top; where prices include tax it is zero here.
    """

    lines: tuple[PricedLine, ...]
    currency: str
    items: Money
    delivery: Money
    tax: Money
    total: Money

    def with_delivery(self, delivery: Money) -> Quote:
        """Return the same quote with another charge for delivery."""
        return replace(self, delivery=delivery, total=self.items + delivery + self.tax)
