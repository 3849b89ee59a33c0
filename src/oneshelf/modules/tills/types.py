"""The nouns of tills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.checkout.public import Onward, Tender, Wanted
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled

TillId = NewType("TillId", UUID)


@dataclass(frozen=True, slots=True)
class Till:
    """An enrolled device of a store. `receipts` is how many it has issued."""

    id: TillId
    market: MarketId
    place: PlaceId
    channel: ChannelId
    name: str
    receipts: int
    archived: bool


@dataclass(frozen=True, slots=True)
class Sale:
    """What a cashier rings up. `staff` is the member at the till; `expected_total` what its screen shows.

    `cash_given` is what the customer handed over, from which the change is told; None when nobody counted. `cart` is
    the basket that the till has taken over, which this sale closes. `overruled_by` is who lets goods go that rules keep
    back or fences set apart for another channel. `onward` is what the customer does not take along, `coupons` what
    they handed in, and `pay_by` how they would have paid what costs nothing so.
    """

    lines: tuple[Wanted, ...]
    tenders: tuple[Tender, ...]
    staff: UUID
    customer: CustomerId | None = None
    expected_total: Money | None = None
    cash_given: Money | None = None
    cart: CartId | None = None
    overruled_by: Actor | None = None
    onward: Onward | None = None
    coupons: tuple[compiled.Coupon, ...] = ()
    pay_by: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The document of a sale: number `number` of its till, without gaps.

    `digest` is the SHA-256 (hex) over the till's previous receipt, this number, the order and its total, so that a
    receipt taken out or altered breaks the chain. `cash_given` is what the customer handed over, in minor units.
    `consignment` is what was collected for the money, None of a sale. `staff` is who took the money. Of a
    sale, `lines` is how many were sold: what is added to its order later is not on it. None when nobody noted it.
    """

    till: TillId
    number: int
    order: OrderId
    total: int
    currency: str
    issued_at: datetime
    digest: str
    cash_given: int | None = None
    consignment: ConsignmentId | None = None
    staff: UUID | None = None
    lines: int | None = None

    @property
    def purchase(self) -> UUID:
        """What it is the receipt of: the consignment that was collected, or the order that was sold."""
        return self.consignment or self.order
