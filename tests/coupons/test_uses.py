"""Uses: held by a checkout, made by its order, let go or run out, given back with a cancelled order; within limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponDoesNotWork, CouponId, Found, UseState
from oneshelf.modules.markets.public import Market
from tests.coupons.builders import AN_HOUR, a_shared, found, reserves, singles, used, why_not
from tests.customers.builders import a_customer
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def market(db: None) -> Market:
    return a_market()


def states(coupon: CouponId) -> list[UseState]:
    return [each.state for each in coupons.uses_of(coupon)]


def test_a_code_is_held_by_one_checkout_and_used_by_its_order(market: Market) -> None:
    _, (code, *_) = singles(market)
    (coupon,) = found(market, code)
    mine, order = new_id(), new_id()
    reserves(market, mine, coupon)
    assert why_not(market, code) == "used_up"
    assert found(market, code, by=mine) == [coupon]
    with pytest.raises(CouponDoesNotWork) as refused, transaction.atomic():
        reserves(market, new_id(), coupon)
    assert refused.value.tail == code.replace("-", "")[-4:]
    coupons.confirm(mine, order, [coupon], at=clock.now())
    assert states(coupon) == [UseState.CONFIRMED]
    assert [each.order for each in coupons.uses_of(coupon)] == [order]
    assert why_not(market, code) == "used_up"
    assert coupons.audit() == []


def test_a_checkout_holds_exactly_what_it_last_asked_for(market: Market) -> None:
    _, printed = singles(market)
    one, two, three = found(market, *printed)
    mine = new_id()
    reserves(market, mine, one, two)
    before = coupons.uses_of(two)
    reserves(market, mine, two, three)
    assert coupons.uses_of(two)[0].id == before[0].id
    assert [states(each) for each in (one, two, three)] == [["released"], ["reserved"], ["reserved"]]
    assert why_not(market, printed[0]) is None
    reserves(market, mine)
    assert [states(each) for each in (two, three)] == [["released"], ["released"]]
    assert coupons.audit() == []


def test_what_an_order_does_not_use_is_let_go_with_it(market: Market) -> None:
    _, printed = singles(market)
    one, two, _ = found(market, *printed)
    mine = new_id()
    reserves(market, mine, one, two)
    coupons.confirm(mine, new_id(), [two], at=clock.now())
    assert (states(one), states(two)) == (["released"], ["confirmed"])
    assert coupons.release(mine) == 0
    assert coupons.audit() == []


def test_an_order_whose_hold_is_gone_is_refused_and_uses_nothing(market: Market) -> None:
    _, printed = singles(market)
    one, two, _ = found(market, *printed)
    mine = new_id()
    reserves(market, mine, one, two)
    coupons.release(mine)
    reserves(market, mine, one)
    with pytest.raises(CouponDoesNotWork) as refused, transaction.atomic():
        coupons.confirm(mine, new_id(), [one, two], at=clock.now())
    assert refused.value.tail == printed[1].replace("-", "")[-4:]
    assert states(one)[0] is UseState.RESERVED
    assert coupons.audit() == []


def test_a_refused_reservation_leaves_what_was_held(market: Market) -> None:
    _, printed = singles(market)
    one, two, three = found(market, *printed)
    mine = new_id()
    reserves(market, mine, one)
    used(market, three)
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        reserves(market, mine, two, three)
    assert (states(one), states(two)) == (["reserved"], [])
    assert coupons.audit() == []


def test_limits_in_all_a_customer_a_day_and_a_basket(market: Market) -> None:
    ana, tom = a_customer().id, a_customer().id
    a_shared(market, "TWICE", a_customer=2, in_all=3)
    (twice,) = found(market, "TWICE", customer=ana)
    used(market, twice, customer=ana)
    used(market, twice, customer=ana)
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        used(market, twice, customer=ana)
    assert [why_not(market, "TWICE", who) for who in (ana, tom, None)] == [
        "used_by_customer",
        None,
        "customer_unknown",
    ]
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        used(market, twice)
    used(market, twice, customer=tom)
    assert why_not(market, "TWICE", tom) == "used_up"
    _, printed = singles(market, 3, a_basket=2)
    held = found(market, *printed)
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        reserves(market, new_id(), *held)
    reserves(market, new_id(), *held[:2])
    assert coupons.audit() == []


def test_a_day_is_the_markets_and_begins_at_its_midnight(market: Market) -> None:
    """On New York's clock, on the day that has 23 hours: 8 March 2026 begins at 5:00 UTC, and the next at 4:00."""
    midnight = datetime(2026, 3, 9, 4, tzinfo=UTC)
    with time_machine.travel(midnight - timedelta(days=1), tick=False):
        a_shared(market, "DAILY", a_day=1)
        (daily,) = found(market, "DAILY")
    last_moment = midnight - timedelta(microseconds=1)
    with time_machine.travel(last_moment, tick=False):
        used(market, daily)
        assert why_not(market, "DAILY") == "used_up_today"
    with time_machine.travel(midnight, tick=False):
        used(market, daily)
        assert why_not(market, "DAILY") == "used_up_today"
    assert coupons.audit() == []


@pytest.mark.parametrize("act", ["pause", "revoke", "revoke_one", "end", "other"])
def test_what_does_not_work_any_more_is_not_reserved(market: Market, act: str) -> None:
    now = clock.now()
    batch, (code, *_) = singles(market, ends_at=now + AN_HOUR)
    (coupon,) = found(market, code)
    if act == "pause":
        coupons.pause(batch.id, actor=SYSTEM)
    elif act == "revoke":
        coupons.revoke(batch.id, actor=SYSTEM)
    elif act == "revoke_one":
        coupons.revoke_coupon(coupon, actor=SYSTEM)
    elif act == "other":
        models.Code.objects.filter(id=coupon).update(customer_id=new_id())
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        reserves(market, new_id(), coupon, at=now + AN_HOUR if act == "end" else now)
    assert states(coupon) == []


def test_a_code_that_was_given_out_may_end_before_its_batch(market: Market) -> None:
    batch, _ = singles(market)
    end = clock.now() + AN_HOUR
    issued = coupons.issue(batch.id, cause=new_id(), ends_at=end)
    assert why_not(market, issued.code) is None
    assert why_not(market, issued.code, at=end) == "ended"
    kept = coupons.look_up_kept([issued.coupon], market.id, None, end)[issued.coupon]
    assert isinstance(kept, coupons.Failure)
    assert kept.reason is coupons.Reason.ENDED
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        reserves(market, new_id(), issued.coupon, at=end)
    reserves(market, new_id(), issued.coupon, at=end - timedelta(microseconds=1))


def test_a_hold_that_ran_out_is_reclaimed_by_who_needs_it(market: Market) -> None:
    a_shared(market, "LAST", in_all=1)
    (last,) = found(market, "LAST")
    slow, quick, now = new_id(), new_id(), clock.now()
    reserves(market, slow, last, expires_at=now + AN_HOUR)
    with pytest.raises(CouponDoesNotWork), transaction.atomic():
        reserves(market, quick, last, at=now + AN_HOUR - timedelta(seconds=1))
    reserves(market, quick, last, at=now + AN_HOUR)
    assert states(last) == [UseState.RESERVED, UseState.RELEASED]
    assert coupons.release(slow) == 0
    assert coupons.audit() == []


def test_holds_that_ran_out_end_by_themselves(market: Market) -> None:
    _, printed = singles(market)
    held, other = found(market, *printed[:2])
    reserves(market, new_id(), held)
    reserves(market, new_id(), other, expires_at=clock.now() + 2 * AN_HOUR)
    assert coupons.expire() == 0
    with time_machine.travel(clock.now() + AN_HOUR, tick=False):
        assert coupons.expire() == 1
    assert (states(held), states(other)) == (["released"], ["reserved"])
    assert coupons.audit() == []


def test_who_signs_in_while_checking_out_uses_it_as_themselves(market: Market) -> None:
    ana = a_customer().id
    _, (code, *_) = singles(market)
    (coupon,) = found(market, code)
    mine = new_id()
    reserves(market, mine, coupon)
    reserves(market, mine, coupon, customer=ana)
    assert [(each.customer, each.state) for each in coupons.uses_of(coupon)] == [(ana, "reserved"), (None, "released")]
    assert coupons.audit() == []


@pytest.mark.parametrize("returns", [True, False])
def test_a_cancelled_order_gives_its_use_back_where_the_batch_says_so(market: Market, returns: bool) -> None:
    a_shared(market, "ONCE", in_all=1, returns=returns)
    (once,) = found(market, "ONCE")
    order = used(market, once)
    assert coupons.give_back(order) == returns
    assert coupons.give_back(order) == 0
    assert why_not(market, "ONCE") == (None if returns else "used_up")
    assert states(once) == [UseState.RETURNED if returns else UseState.CONFIRMED]
    assert coupons.audit() == []


def test_a_use_is_told_with_the_order_and_what_is_not_limited_is_not_counted(market: Market) -> None:
    ana = a_customer().id
    batch = a_shared(market, "FREELY")
    (freely,) = found(market, "FREELY")
    order = used(market, freely, customer=ana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM outbox_event WHERE type = %s", [coupons.CouponUsed.TYPE])
        ((data,),) = cursor.fetchall()
    assert coupons.CouponUsed.decoded(data) == coupons.CouponUsed(
        market=market.id,
        batch=batch.id,
        promotion=batch.terms.promotion,
        coupon=freely,
        order=order,
        customer=ana,
    )
    assert not models.Tally.objects.exists()
    assert coupons.tallies([batch.id]) == {batch.id: coupons.Tally(confirmed=1, reserved=0, customers=1)}
    shown = coupons.look_up(["FREELY"], market.id, None, clock.now())["FREELY"]
    assert isinstance(shown, Found)
    assert shown.left is None
