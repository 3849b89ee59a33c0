"""The nouns of pricing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NewType, Protocol
from uuid import UUID

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId, GroupId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

ListCode = NewType("ListCode", str)
PriceListId = NewType("PriceListId", UUID)
PriceId = NewType("PriceId", UUID)

BASE = ListCode("base")
"""The code of the list that every channel of a market sells by."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a variant costs from `valid_from` until just before `valid_until` (None: until further notice).

    It stands in the market's list with the code `price_list`.
    """

    id: PriceId
    variant: VariantId
    unit_price: UnitPrice
    valid_from: datetime
    valid_until: datetime | None
    price_list: ListCode = BASE

    def holds_at(self, at: datetime) -> bool:
        """Tell whether this is what the variant costs at `at`."""
        return self.valid_from <= at and (self.valid_until is None or at < self.valid_until)


class Buys(Protocol):
    """What is asked of whoever buys, and only where a list is for some: so it may be found out when it is asked."""

    @property
    def channel(self) -> ChannelId | None:
        """The channel of the sale."""

    @property
    def place(self) -> PlaceId | None:
        """The place of the sale."""

    @property
    def customer(self) -> CustomerId | None:
        """Who buys."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """For whom prices are: the channel and the place of the sale, and the customer, as far as they are known.

    A sale in the web shop has no place, wherever its goods are collected. Who looks at prices as a member of a `group`
    would see them names it; who buys is the customer, with groups of their own.
    """

    channel: ChannelId | None = None
    place: PlaceId | None = None
    customer: CustomerId | None = None
    group: GroupId | None = None


ANYBODY = Buyer()
"""Whoever sees the base list's prices only."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For which sales a list is: those that have all of what is named here; with nothing named, every sale."""

    channel: ChannelId | None = None
    place: PlaceId | None = None
    group: GroupId | None = None

    def buyer(self) -> Buyer:
        """Return somebody for whom the list is."""
        return Buyer(self.channel, self.place, group=self.group)


EVERY_SALE = Scope()


@dataclass(frozen=True, slots=True)
class PriceList:
    """A list of prices over its market's base list: of those whose scope fits, the one with the highest rank counts.

    An archived list counts no more.
    """

    id: PriceListId
    market: MarketId
    code: ListCode
    name: str
    currency: str
    scope: Scope
    rank: int
    archived: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A price of a list, with what decides whether it counts: the list's scope and its rank (0: the base list)."""

    rank: int
    scope: Scope
    price: Price


@dataclass(frozen=True, slots=True)
class Tariff:
    """What every list says of one variant from `since` until just before `until`, in which time none of it changes.

    The highest rank comes first. `until` is None when no end is known; nothing is known from an end that is `since`.
    """

    listed: tuple[Listed, ...]
    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Tell whether this is all there is to know at `at`."""
        return self.since <= at and (self.until is None or at < self.until)


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
