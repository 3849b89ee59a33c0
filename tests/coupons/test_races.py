"""Many redeemers at once: every limit is reached and none is exceeded."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, CouponId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import AN_HOUR, a_shared, found, reserves, singles, why_not
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


def test_what_half_of_64_checkouts_let_expire_is_swept_and_used_by_others_exactly_once(market: Market) -> None:
    batch = a_shared(market, "RUSH", in_all=REDEEMERS)
    (rush,) = found(market, "RUSH")
    now = clock.now()
    paying, leaving = [new_id() for _ in range(REDEEMERS // 2)], [new_id() for _ in range(REDEEMERS // 2)]
    held = [partial(reserves, market, owner, rush, expires_at=now + 3 * AN_HOUR) for owner in paying]
    held += [partial(reserves, market, owner, rush, expires_at=now + AN_HOUR) for owner in leaving]
    assert at_once(*held) == {"done": REDEEMERS}
    assert why_not(market, "RUSH") == "used_up"
    with time_machine.travel(now + 2 * AN_HOUR, tick=True):
        orders = [partial(coupons.confirm, owner, new_id(), [rush], at=clock.now()) for owner in paying]
        swept: list[int] = []
        sweeps = [lambda: swept.append(coupons.expire()) for _ in range(4)]
        others = [partial(reserves, market, new_id(), rush) for _ in range(REDEEMERS)]
        told = at_once(*orders, *sweeps, *others)
        coupons.expire()
        counts = coupons.tallies([batch.id])[batch.id]
        assert (counts.confirmed, told.keys() <= {"done", "coupon_does_not_work"}) == (len(paying), True)
        assert counts.reserved == told["done"] - len(paying) - len(sweeps) <= len(leaving)
        for _ in range(len(leaving) - counts.reserved):  # whoever asked while it was being swept asks again
            reserves(market, new_id(), rush)
        with pytest.raises(coupons.CouponDoesNotWork):
            reserves(market, new_id(), rush)
        assert coupons.tallies([batch.id])[batch.id] == coupons.Tally(len(paying), len(leaving), 0)
        assert {use.state for owner in leaving for use in uses_by(batch, owner)} == {coupons.UseState.RELEASED}
    assert coupons.audit() == []


def test_a_sweep_ends_what_ran_out_and_nothing_else(market: Market) -> None:
    batch = a_shared(market, "RUSH", in_all=2, a_customer=1, a_day=2)
    ana, ben = a_customer().id, a_customer().id
    (rush,) = found(market, "RUSH", customer=ana)
    now = clock.now()
    reserves(market, new_id(), rush, customer=ana, expires_at=now + AN_HOUR)
    reserves(market, new_id(), rush, customer=ben, expires_at=now + 3 * AN_HOUR)
    assert coupons.expire() == 0
    with time_machine.travel(now + 2 * AN_HOUR, tick=False):
        assert (coupons.expire(), coupons.expire()) == (1, 0)
    assert coupons.tallies([batch.id])[batch.id] == coupons.Tally(0, 1, 0)
    assert (why_not(market, "RUSH", ana), why_not(market, "RUSH", ben)) == (None, "used_by_customer")
    assert coupons.audit() == []


def uses_by(batch: Batch, owner: UUID) -> list[coupons.Use]:
    (coupon,) = coupons.coupons_of(batch.id)
    return [use for use in coupons.uses_of(coupon.id) if use.owner == owner]
