"""Facts about offers. They carry ids and figures, never a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Event
from oneshelf.modules.offers.types import State


@dataclass(frozen=True)
class OfferChanged(Event):
    """An offer is new, says something else, or is in another state."""

    TYPE: ClassVar[str] = "offers.changed.v1"
    market: UUID
    state: State


@dataclass(frozen=True)
class CouponEarned(Event):
    """An offer gave a coupon: the aggregate is the award. `told` says where its holder is told of it."""

    TYPE: ClassVar[str] = "offers.coupon_earned.v1"
    market: UUID
    offer: UUID
    coupon: UUID
    customer: UUID | None
    order: UUID | None
    told: list[str]


@dataclass(frozen=True)
class CouponClaimed(Event):
    """A customer proved that the address is theirs to which a coupon was given: it stands on their pages now."""

    TYPE: ClassVar[str] = "offers.coupon_claimed.v1"
    market: UUID
    offer: UUID
    customer: UUID


@dataclass(frozen=True)
class CouponRedeemed(Event):
    """`order` used the coupon of an award: it cost `revenue`, of which the coupon had taken off `discount`."""

    TYPE: ClassVar[str] = "offers.coupon_redeemed.v1"
    market: UUID
    offer: UUID
    order: UUID
    revenue: Money
    discount: Money


@dataclass(frozen=True)
class RedemptionUndone(Event):
    """`order`, which had used the coupon of an award, was cancelled and gave it back."""

    TYPE: ClassVar[str] = "offers.redemption_undone.v1"
    market: UUID
    offer: UUID
    order: UUID


@dataclass(frozen=True)
class CouponTakenBack(Event):
    """The order that had earned the coupon of an award was undone: the coupon works no more."""

    TYPE: ClassVar[str] = "offers.coupon_taken_back.v1"
    market: UUID
    offer: UUID
    order: UUID
