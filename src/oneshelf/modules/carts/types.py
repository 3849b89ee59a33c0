"""The nouns of carts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId

CartId = NewType("CartId", UUID)


class CartState(StrEnum):
    """Open carts are filled; an ordered or merged one is history."""

    OPEN = "open"
    ORDERED = "ordered"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class CartLine:
    """`quantity` smallest sale units of a variant."""

    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Cart:
    """A basket. `version` grows with every change; `token` is the secret of a shopper without an account."""

    id: CartId
    market: MarketId
    channel: ChannelId
    customer: CustomerId | None
    version: int
    lines: tuple[CartLine, ...]

    @property
    def quantities(self) -> dict[VariantId, int]:
        """What is in it: variant -> smallest sale units."""
        return {line.variant: line.quantity for line in self.lines}
