"""Changing how often, and until when, the codes of a batch work after it was made."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, CouponDoesNotWork, Limits
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import AN_HOUR, a_shared, found, reserves, used, why_not
from tests.customers.builders import a_customer
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

CODE = "SUMMER26"


@pytest.fixture
def market(db: None) -> Market:
    return a_market()


def limited(batch: Batch, **limits: int) -> Batch:
    version = coupons.get_batch(batch.id).version
    return coupons.change_terms(batch.id, Limits(**limits), batch.terms.ends_at, version=version, actor=SYSTEM)


def ending(batch: Batch, ends_at: datetime | None) -> Batch:
    version = coupons.get_batch(batch.id).version
    return coupons.change_terms(batch.id, batch.terms.limits, ends_at, version=version, actor=SYSTEM)


def test_a_limit_is_raised_and_lowered_below_what_was_used(market: Market) -> None:
    batch = a_shared(market, in_all=2)
    (coupon,) = found(market, CODE)
    for _ in range(2):
        used(market, coupon)
    assert why_not(market, CODE) == "used_up"
    assert limited(batch, in_all=3).terms.limits.in_all == 3
    used(market, coupon)
    limited(batch, in_all=1)
    assert why_not(market, CODE) == "used_up"
    with pytest.raises(CouponDoesNotWork):
        reserves(market, new_id(), coupon)
    assert coupons.tallies([batch.id])[batch.id].confirmed == 3
    assert coupons.audit() == []


def test_what_was_used_before_there_was_a_limit_counts_against_it(market: Market) -> None:
    batch, ana = a_shared(market), a_customer().id
    (coupon,) = found(market, CODE)
    used(market, coupon, customer=ana)
    limited(batch, a_customer=1, in_all=2, a_day=5)
    assert why_not(market, CODE, ana) == "used_by_customer"
    assert why_not(market, CODE) == "customer_unknown"
    used(market, coupon, customer=a_customer().id)
    assert why_not(market, CODE, a_customer().id) == "used_up"
    limited(batch)
    assert why_not(market, CODE, ana) is None
    assert coupons.audit() == []


def test_an_end_is_set_moved_and_taken_away(market: Market) -> None:
    batch, now = a_shared(market), clock.now()
    ending(batch, now - AN_HOUR / 2)
    assert why_not(market, CODE) == "ended"
    ending(batch, now + AN_HOUR)
    assert why_not(market, CODE) is None
    with pytest.raises(coupons.WindowIsEmpty):
        ending(batch, batch.terms.begins_at)
    ending(batch, None)
    ends = [change.terms["ends_at"] for change in coupons.changes_of(batch.id)]
    assert ends == [(now + AN_HOUR, None), (now - AN_HOUR / 2, now + AN_HOUR), (None, now - AN_HOUR / 2)]


def test_a_change_is_written_down_and_one_that_changes_nothing_is_not(market: Market) -> None:
    batch = a_shared(market, in_all=5)
    limited(batch, in_all=5)
    assert coupons.changes_of(batch.id) == []
    limited(batch, in_all=7, a_basket=1)
    (change,) = coupons.changes_of(batch.id)
    assert (change.by, change.terms) == (SYSTEM.id, {"in_all": (5, 7), "a_basket": (None, 1)})


def test_nobody_changes_what_somebody_else_has_just_changed(market: Market) -> None:
    batch = a_shared(market, in_all=5)
    limited(batch, in_all=7)
    with pytest.raises(coupons.BatchChangedMeanwhile) as refused:
        coupons.change_terms(batch.id, Limits(in_all=9), None, version=batch.version, actor=SYSTEM)
    assert refused.value.version == batch.version + 1
    assert coupons.get_batch(batch.id).terms.limits.in_all == 7


def test_a_revoked_batch_is_not_changed(market: Market) -> None:
    batch = a_shared(market, in_all=5)
    coupons.revoke(batch.id, actor=SYSTEM)
    with pytest.raises(coupons.BatchRevoked):
        limited(batch, in_all=7)


def test_a_limit_that_is_lowered_while_many_use_it_holds(market: Market) -> None:
    batch = a_shared(market)
    (coupon,) = found(market, CODE)
    start, won = Barrier(9), list[int]()

    def use() -> None:
        start.wait()
        try:
            for number in range(5):
                reserves(market, new_id(), coupon)
                won.append(number)
        except CouponDoesNotWork:
            return
        finally:
            connection.close()

    threads = [Thread(target=use) for _ in range(8)]
    for each in threads:
        each.start()
    start.wait()
    limited(batch, in_all=10)
    for each in threads:
        each.join(timedelta(minutes=1).total_seconds())
    assert coupons.audit() == []
    assert coupons.tallies([batch.id])[batch.id].reserved == len(won)
    for _ in range(len(won), 10):
        reserves(market, new_id(), coupon)
    with pytest.raises(CouponDoesNotWork):
        reserves(market, new_id(), coupon)
