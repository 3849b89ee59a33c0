"""Orders as a loader brings them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.orders.types import OrderId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """One line of a recorded order; amounts in minor units."""

    line: int
    variant: VariantId
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: str
    quantity: int
    unit_price: int
    per: int
    amount: int
    tax_class: str


@dataclass(frozen=True, slots=True)
class LoadedAdjustment:
    """Why a recorded line cost more or less than its unit price says; `id` is derived from its source."""

    id: UUID
    line: int
    kind: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class LoadedOrder:
    """A completed order of an imported history. `id` and `number` are derived from its source."""

    id: OrderId
    market: UUID
    number: str
    channel: ChannelId
    place: PlaceId
    customer: CustomerId | None
    till: UUID | None
    campaign: str
    currency: str
    placed_at: datetime
    made_up: tuple[str, ...]
    lines: tuple[LoadedLine, ...]
    adjustments: tuple[LoadedAdjustment, ...] = ()

    @property
    def items(self) -> int:
        """The sum of its lines in minor units."""
        return sum(line.amount for line in self.lines)
