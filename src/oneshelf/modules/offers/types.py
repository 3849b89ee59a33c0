"""The nouns of offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from msgspec import Struct

from oneshelf.modules.coupons.public import BatchId, CouponId
from oneshelf.modules.customers.public import CustomerId, GroupId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import PromotionId

OfferId = NewType("OfferId", UUID)
RunId = NewType("RunId", UUID)
AwardId = NewType("AwardId", UUID)

LONGEST_NAME = 80
"""In characters: what staff call an offer, and its batch of coupons."""

MOST_DAYS = 730
"""How long a coupon of an offer works at most, in days."""

ONCE = 36_500
"""The days of a wait that nobody lives to see the end of: a customer gets the offer once."""


class State(StrEnum):
    """What staff have decided about an offer. A live one gives; what it gave works on when it is paused or ended."""

    DRAFT = "draft"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class Trigger(StrEnum):
    """What happens before an offer gives: somebody has all they bought, a parcel is packed, a basket is left alone.

    VISITED is that somebody in the web shop takes it; ASKED that staff or a program gives it, for what happened
    elsewhere: somebody spoke of the shop, or came to an evening.
    """

    BOUGHT = "bought"
    PARCEL = "parcel"
    LEFT = "left"
    VISITED = "visited"
    ASKED = "asked"


class Telling(StrEnum):
    """Where a coupon is told of: on the receipt, with the parcel, by e-mail, on the customer's own pages."""

    RECEIPT = "receipt"
    PARCEL = "parcel"
    EMAIL = "email"
    ACCOUNT = "account"


class Standing(StrEnum):
    """What became of a coupon that an offer gave."""

    GIVEN = "given"
    USED = "used"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"


class Terms(Struct, frozen=True, omit_defaults=True):
    """What an offer says: who does this gets a coupon for `promotion`, which works for `days` days.

    Where it works is the promotion's to say. Empty `channels`, `places` and `groups` are all of them; what matches is
    worth at least `least` minor units. `first_order` is that of a known customer, who gets it again after `wait` days
    (None: each time). With `takes_back` the coupon is revoked when its order is cancelled or all its money goes back,
    unless it was used.
    """

    trigger: Trigger
    promotion: PromotionId
    days: int
    told: tuple[Telling, ...]
    channels: tuple[ChannelId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    match: compiled.Match = compiled.EVERYTHING
    least: int = 0
    groups: tuple[GroupId, ...] = ()
    first_order: bool = False
    wait: int | None = None
    takes_back: bool = True

    @property
    def asks_who(self) -> bool:
        """Whether it is for known customers only."""
        return bool(self.groups) or self.first_order or self.wait is not None or self.trigger is Trigger.LEFT


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a market, as it was said last; `version` counts its events."""

    id: OfferId
    market: MarketId
    name: str
    state: State
    terms: Terms
    version: int


@dataclass(frozen=True, slots=True)
class Run:
    """What an offer said, in [since, until): whatever happened then is judged by it. Its coupons are of `batch`."""

    id: RunId
    offer: OfferId
    market: MarketId
    batch: BatchId
    terms: Terms
    since: datetime
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Tell whether it was said at `at`."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened, as far as it is known without asking: `cause` earns once, `at` says which terms judge it.

    Of an order and its parcels `at` is when it was placed: that stays the same however late somebody asks. `email` is
    where a guest is written to, '' for customers who are known.
    """

    trigger: Trigger
    cause: UUID
    market: MarketId
    channel: ChannelId
    place: PlaceId | None
    at: datetime
    customer: CustomerId | None
    order: OrderId | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Good:
    """One line of what was bought or left: by which tags rules know it, and what it costs in minor units."""

    tags: frozenset[str]
    amount: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else decides: what was bought, the customer's groups, whether they bought before, have an e-mail address."""

    goods: tuple[Good, ...] = ()
    groups: frozenset[GroupId] = frozenset()
    is_first: bool = False
    has_email: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """A coupon that an offer gave, because of `cause`: an order, a parcel or a basket.

    `customer` is whose it is; None: nobody's who is known, as `email` says where its guest is written to, '' when that
    is not known. A coupon that was given to a customer is theirs alone; one that was a guest's before works for whoever
    has the code. `used_by` is the order that used it.
    `taken_with_order` says whether it goes when its order is undone.
    """

    id: AwardId
    offer: OfferId
    market: MarketId
    promotion: PromotionId
    coupon: CouponId
    cause: UUID
    order: OrderId | None
    customer: CustomerId | None
    email: str
    told: frozenset[Telling]
    taken_with_order: bool
    given_at: datetime
    expires_at: datetime
    taken_back_at: datetime | None
    used_by: OrderId | None
    used_at: datetime | None

    def standing_at(self, at: datetime) -> Standing:
        """Tell what has become of it."""
        if self.used_by is not None:
            return Standing.USED
        if self.taken_back_at is not None:
            return Standing.TAKEN_BACK
        return Standing.EXPIRED if self.expires_at <= at else Standing.GIVEN


@dataclass(frozen=True, slots=True)
class Slip:
    """A coupon as its holder reads it: `name` is what it gives, `code` what they show or type."""

    award: Award
    name: str
    code: str

    @property
    def symbols(self) -> str:
        """The code as a scanner reads it."""
        return self.code.replace("-", "")


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the coupons that an offer gave in a time, from one channel, that earned them, to another.

    `used_in` is None for those that were not used. `revenue` is what the orders that used them cost, `discount` what
    the coupons took off, in minor units; `days` adds up the whole days between earning and using.
    """

    offer: OfferId
    earned_in: ChannelId
    used_in: ChannelId | None
    given: int
    taken_back: int
    revenue: int
    discount: int
    days: int
