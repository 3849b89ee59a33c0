"""The nouns of parity."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.markets.public import Channel, ChannelId, Market, MarketId

FindingId = NewType("FindingId", UUID)


class Aspect(StrEnum):
    """In what channels may differ.

    PRICE is what is listed, PROMOTION what one shown unit (a piece, a kilogram) costs once promotions are applied.
    AVAILABILITY differs where one channel sells an article that another cannot. DELIVERY is the cheapest way to have
    one unit sent. PAYMENT is by which methods people may pay, whatever they buy.
    """

    PRICE = "price"
    PROMOTION = "promotion"
    AVAILABILITY = "availability"
    DELIVERY = "delivery"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Showing:
    """What a channel shows of one article, in minor units of its market; None is nothing at all.

    `price` is for `per` smallest sale units and stands in the list `price_list`. `reduced` is what one shown unit costs
    after `promotions`, by name. `available` units may be promised, of which others see `on_shelves`.
    """

    price: int | None = None
    per: int = 1
    price_list: str = ""
    reduced: int | None = None
    promotions: tuple[str, ...] = ()
    available: int = 0
    delivery: int | None = None
    delivery_promotions: tuple[str, ...] = ()


class Window(Protocol):
    """Where a channel's showings are read. Ours reads the house's own modules; a marketplace's asks the marketplace."""

    def shown(
        self, market: Market, channels: Sequence[Channel], articles: Collection[VariantSnapshot], at: datetime
    ) -> Mapping[ChannelId, Mapping[VariantId, Showing]]:
        """Return what each channel shows of each of the articles; one that it does not list is left out."""

    def methods(self, market: Market, channel: Channel) -> Collection[str]:
        """Return by which methods people may pay there."""


class ReasonKind(StrEnum):
    """Why channels differ."""

    PRICE_LIST = "price_list"
    PROMOTION = "promotion"
    NOT_LISTED = "not_listed"
    KEPT_BACK = "kept_back"
    METHOD = "method"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the channel (code) in which it holds, and the name of the list, promotion or method."""

    kind: ReasonKind
    channel: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """That channels differ in one aspect: what each shows, by its code (None: nothing), and why."""

    aspect: Aspect
    values: Mapping[str, int | str | None]
    reasons: tuple[Reason, ...]

    @property
    def signature(self) -> Mapping[str, int | str | bool | None]:
        """What must change for it to be another difference: of goods, only whether there are any."""
        if self.aspect is Aspect.AVAILABILITY:
            return {channel: bool(value) for channel, value in self.values.items()}
        return self.values


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference that was found, and stands until it is gone; without a variant, of all articles.

    One that was `accepted_at` some time is meant to be so, as long as its values stay as they are: its `version` grows
    each time that they change. `owner` looks after it.
    """

    id: FindingId
    market: MarketId
    variant: VariantId | None
    difference: Difference
    since: datetime
    version: int
    ended: bool
    owner: UUID | None = None
    accepted_at: datetime | None = None
    accepted_by: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One article side by side: what each channel shows, by its code, and in what they differ."""

    variant: VariantId
    showings: Mapping[str, Showing]
    differences: Sequence[Difference] = field(default=())
