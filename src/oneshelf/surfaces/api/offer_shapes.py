"""What goes over the wire about offers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.modules.offers.public import LONGEST_NAME, MOST_DAYS, ONCE
from oneshelf.modules.pricing.public import compiled
from oneshelf.surfaces.api.shapes import Code, Cursor, Given, Limit

TriggerName = Literal["bought", "parcel", "left", "visited", "asked"]
TellingName = Literal["receipt", "parcel", "email", "account"]
Codes = Annotated[list[Code], Meta(max_length=200)]
Moment = Annotated[datetime, Meta(tz=True)]


class OffersQuery(Given, frozen=True):
    """Which page."""

    cursor: Cursor | None = None
    limit: Limit = 50


class OfferPlan(Given, frozen=True):
    """Who does what (`trigger`) gets a coupon for a `promotion` (its code), which works for `days` days.

    Empty `channels`, `places` and `groups` (codes) are all of them. What matches is worth at least `least` minor units;
    `wait` is after how many days a customer gets the next one, null each time. `told` says where they hear of it.
    """

    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    trigger: TriggerName
    promotion: Code
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)]
    told: Annotated[list[TellingName], Meta(min_length=1, max_length=4)]
    channels: Codes = []
    places: Codes = []
    match: compiled.Match = compiled.EVERYTHING
    least: Annotated[int, Meta(ge=0, le=10**14, description="Whole minor units.")] = 0
    groups: Codes = []
    first_order: bool = False
    wait: Annotated[int, Meta(ge=1, le=ONCE)] | None = None
    takes_back: Annotated[bool, Meta(description="Whether it goes when its order is undone.")] = True


class ChangedOffer(OfferPlan, frozen=True, kw_only=True):
    """What an offer is to say from now on, as it was looked at, at `version`."""

    version: int


class OfferShown(OfferPlan, frozen=True, kw_only=True):
    """An offer, as it was said last."""

    id: UUID
    state: str
    version: int


class OfferPage(msgspec.Struct, frozen=True):
    """A page of offers, the latest first."""

    items: list[OfferShown]
    next: str | None


class NewGift(Given, frozen=True):
    """A coupon to be given because of `cause`: the same cause gets the same one again.

    It is earned in `channel` (its code), by a `customer` or by a guest who is written to at `email`.
    """

    cause: UUID
    channel: Code
    customer: UUID | None = None
    email: Annotated[str, Meta(max_length=254)] = ""


class EarnedCoupon(msgspec.Struct, frozen=True):
    """A coupon that an offer gave. `code` is null for whoever may not read codes, and when it does not work."""

    id: UUID
    offer: UUID
    coupon: UUID
    name: str
    code: str | None
    standing: str
    customer: UUID | None
    order: UUID | None
    given_at: datetime
    expires_at: datetime
    used_by: UUID | None


class EarnedCoupons(msgspec.Struct, frozen=True):
    """A customer's coupons, the latest first; 200 at most."""

    items: list[EarnedCoupon]


class FiguresQuery(Given, frozen=True):
    """Of which time: coupons that were given in [since, until)."""

    since: Moment
    until: Moment


class OfferFigures(msgspec.Struct, frozen=True):
    """What became of coupons of an `offer` that were earned in a channel and used in another, null: in none yet.

    The orders that used them cost `revenue` minor units, after the coupons had taken off `discount`.
    """

    offer: UUID
    earned_in: str
    used_in: str | None
    given: int
    taken_back: int
    revenue: int
    discount: int


class OffersFigures(msgspec.Struct, frozen=True):
    """What became of the coupons of a time."""

    items: list[OfferFigures]
