"""Coupons for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, CouponId, Found, Limits, Terms
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import Market
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion
from tests.promotions.builders import TENTH, a_live_one

AN_HOUR = timedelta(hours=1)


PROMOTION = "COUPONS"
"""The code of the promotion that coupons of tests are for, one a market."""


def a_promotion(market: Market) -> Promotion:
    """Return the promotion of a market that works with coupons only; it is made and goes live when there is none."""
    known = promotions.find_promotion(market.id, PROMOTION)
    if known is not None:
        return known
    return a_live_one(market, msgspec.structs.replace(TENTH, needs_coupon=True), code=PROMOTION)


def terms(market: Market, **said: Any) -> Terms:
    """Return the terms of a batch whose codes work since an hour; limits by their names."""
    limits = Limits(**{name: said.pop(name) for name in Limits.__dataclass_fields__ if name in said})
    given: dict[str, Any] = {"label": "Summer", "begins_at": clock.now() - AN_HOUR}
    if "promotion" not in said:
        given["promotion"] = a_promotion(market).id
    return Terms(limits=limits, **(given | said))


def a_shared(market: Market, code: str = "SUMMER26", **said: Any) -> Batch:
    """Open a batch of one chosen code."""
    return coupons.open_shared(market.id, terms(market, **said), code, actor=SYSTEM)


def singles(market: Market, size: int = 3, **said: Any) -> tuple[Batch, list[str]]:
    """Open a batch of codes that are used once, and make them."""
    batch = coupons.open_single(market.id, terms(market, **said), size, actor=SYSTEM)
    coupons.make_codes(batch.id)
    return batch, codes_of(batch)


def codes_of(batch: Batch) -> list[str]:
    return [each.code for each in coupons.export(batch.id, actor=SYSTEM)]


def found(
    market: Market, *typed: str, customer: CustomerId | None = None, at: datetime | None = None, by: UUID | None = None
) -> list[CouponId]:
    """Return the coupons that codes stand for; each of them must work."""
    told = coupons.look_up(typed, market.id, customer, at or clock.now(), held_by=by)
    works = [told[each] for each in typed]
    assert all(isinstance(each, Found) for each in works), told
    return [each.coupon for each in works if isinstance(each, Found)]


def why_not(market: Market, typed: str, customer: CustomerId | None = None, at: datetime | None = None) -> str | None:
    """Return why a code does not work, None when it does."""
    told = coupons.look_up([typed], market.id, customer, at or clock.now())[typed]
    return None if isinstance(told, Found) else told.reason.value


def reserves(market: Market, owner: UUID, *held: CouponId, customer: CustomerId | None = None, **said: Any) -> None:
    """Hold coupons for a checkout, for an hour."""
    given = {"expires_at": clock.now() + AN_HOUR} | said
    coupons.reserve(owner, held, market=market.id, customer=customer, **given)


def used(market: Market, *of: CouponId, customer: CustomerId | None = None) -> UUID:
    """Use coupons in an order; return it."""
    owner, order = new_id(), new_id()
    reserves(market, owner, *of, customer=customer)
    coupons.confirm(owner, order, of, at=clock.now())
    return order
