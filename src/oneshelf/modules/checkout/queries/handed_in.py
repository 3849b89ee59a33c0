"""Coupons that were handed in with a basket."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId, Found, Reason
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled


@dataclass(frozen=True, slots=True)
class KeptCoupon:
    """A coupon that a basket keeps, known by the last symbols of its code. It `works` for its buyer at the moment.

    Where it does not, `reason` says why, for staff.
    """

    id: UUID
    tail: str
    rule: str
    works: bool
    reason: Reason | None = None


def coupons_kept(
    kept: Collection[UUID],
    market: MarketId,
    customer: CustomerId | None,
    at: datetime,
    *,
    held_by: UUID | None = None,
) -> list[KeptCoupon]:
    """Return the coupons that a basket keeps, in their order, as they are for a buyer. Without any nothing is asked.

    Of a batch no more than a basket takes work: those that were handed in first.
    """
    known = coupons.look_up_kept([CouponId(each) for each in kept], market, customer, at, held_by=held_by)
    found = coupons.of_one_basket({id: known[CouponId(id)] for id in kept if CouponId(id) in known}).items()
    return [
        KeptCoupon(id, each.tail, str(each.promotion), works=True)
        if isinstance(each, Found)
        else KeptCoupon(id, each.tail, "", works=False, reason=each.reason)
        for id, each in found
    ]


def handed_in(kept: Collection[KeptCoupon]) -> tuple[compiled.Coupon, ...]:
    """Return those of the coupons that work, as a basket is priced with them."""
    return tuple(compiled.Coupon(str(each.id), each.rule) for each in kept if each.works)


def check_room(
    found: Found,
    kept: Collection[UUID],
    market: MarketId,
    customer: CustomerId | None,
    at: datetime,
    *,
    held_by: UUID | None = None,
) -> None:
    """Raise CouponDoesNotWork when a basket that keeps coupons takes no more of the batch of a further one.

    Nothing is asked where a batch sets no limit to that.
    """
    if found.a_basket is None or not kept:
        return
    together = coupons_kept(tuple(dict.fromkeys([*kept, found.coupon])), market, customer, at, held_by=held_by)
    if not next(each.works for each in together if each.id == found.coupon):
        raise coupons.CouponDoesNotWork(tail=found.tail)


def coupons_of(
    codes: Collection[str], market: MarketId, customer: CustomerId | None, at: datetime
) -> tuple[compiled.Coupon, ...]:
    """Return what codes stand for that a program hands in, as a basket is priced with them; each once.

    Raises CouponDoesNotWork for the first that does not work for the buyer, or is one too many of its batch.
    Without any nothing is asked.
    """
    if not codes:
        return ()
    found = coupons.of_one_basket(coupons.look_up(codes, market, customer, at))
    kept: dict[str, compiled.Coupon] = {}
    for typed, each in found.items():
        if not isinstance(each, Found):
            raise coupons.CouponDoesNotWork(tail=each.tail or typed.strip()[-4:])
        kept[str(each.coupon)] = compiled.Coupon(str(each.coupon), str(each.promotion))
    return tuple(kept.values())
