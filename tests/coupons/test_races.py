"""Many redeemers at once: every limit is reached and none is exceeded."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import a_shared, found, reserves, singles
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

REDEEMERS = 64


@pytest.fixture
def market(transactional_db: None) -> Market:
    return a_market()


def buys(market: Market, coupon: CouponId, customer: CustomerId | None, owner: UUID) -> None:
    """Hold a coupon and, like most shoppers, order with it; every fourth changes their mind."""
    reserves(market, owner, coupon, customer=customer)
    if owner.int % 4:
        coupons.confirm(owner, new_id(), [coupon], at=clock.now())
    else:
        coupons.release(owner)


def test_limits_hold_for_64_redeemers_at_once(market: Market) -> None:
    customers = [a_customer().id for _ in range(8)]
    batch = a_shared(market, "RUSH", in_all=10, a_customer=2, a_day=40)
    (rush,) = found(market, "RUSH", customer=customers[0])
    acts = [partial(reserves, market, new_id(), rush, customer=customers[n % 8]) for n in range(REDEEMERS)]
    assert at_once(*acts) == {"done": 10, "coupon_does_not_work": REDEEMERS - 10}
    assert coupons.tallies([batch.id])[batch.id].reserved == 10
    assert coupons.audit() == []


def test_a_single_code_is_used_by_one_of_64(market: Market) -> None:
    _, (code, *_) = singles(market)
    (single,) = found(market, code)
    assert at_once(*[partial(reserves, market, new_id(), single) for _ in range(REDEEMERS)])["done"] == 1
    assert coupons.audit() == []


def test_whoever_comes_and_goes_the_counts_stay_right(market: Market) -> None:
    customers = [a_customer().id for _ in range(8)]
    batch = a_shared(market, "BUSY", in_all=30, a_customer=5)
    (busy,) = found(market, "BUSY", customer=customers[0])
    told = at_once(*[partial(buys, market, busy, customers[n % 8], new_id()) for n in range(REDEEMERS)])
    assert told.keys() <= {"done", "coupon_does_not_work"}
    assert told["done"] >= 30
    assert coupons.tallies([batch.id])[batch.id].confirmed <= 30
    assert coupons.audit() == []


def test_baskets_that_want_the_same_codes_in_another_order_do_not_wait_in_a_circle(market: Market) -> None:
    shared = [a_shared(market, f"CODE{n}", in_all=100).id for n in range(4)]
    held = found(market, *[f"CODE{n}" for n in range(4)])
    acts = [partial(reserves, market, new_id(), *(held if n % 2 else held[::-1])) for n in range(24)]
    assert at_once(*acts) == {"done": 24}
    assert {each.reserved for each in coupons.tallies(shared).values()} == {24}
    assert coupons.audit() == []


def test_one_checkout_that_asks_twice_at_once_holds_it_once(market: Market) -> None:
    batch = a_shared(market, "TWICE", in_all=5)
    (twice,) = found(market, "TWICE")
    mine = new_id()
    assert at_once(*[partial(reserves, market, mine, twice)] * 4) == {"done": 4}
    assert coupons.tallies([batch.id])[batch.id].reserved == 1
    assert coupons.audit() == []
