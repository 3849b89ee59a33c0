"""From one channel to the other: what is earned in a store is used on the web, and the report says what it brought."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.outbox import relay, subscriptions
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.offers import public as offers
from oneshelf.modules.offers.public import Figures, Standing
from oneshelf.modules.orders import public as orders
from tests.checkout.builders import Shop, a_shop
from tests.offers.builders import an_offer, bought_with, codes, sold
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> Shop:
    forget_jobs()
    return a_shop()


def figures(shop: Shop) -> list[Figures]:
    now = clock.now()
    return offers.figures(shop.market.id, now - timedelta(days=1), now + timedelta(days=1))


def test_a_coupon_of_the_store_is_used_on_the_web_and_counted_for_both(shop: Shop) -> None:
    offer = an_offer(shop.market, channels=(shop.till.id,))
    earned = sold(shop)
    sold(shop)
    (award,) = offers.earned_by_order(earned)
    used = bought_with(shop, *codes([award]), channel=shop.web.id)
    settle()
    (now,) = offers.awards_of_order(earned.summary.id)
    assert (now.used_by, now.standing_at(clock.now())) == (used.summary.id, Standing.USED)
    assert figures(shop) == [
        Figures(offer.id, shop.till.id, shop.web.id, given=1, taken_back=0, revenue=900, discount=100, days=0),
        Figures(offer.id, shop.till.id, None, given=1, taken_back=0, revenue=0, discount=0, days=0),
    ]
    subscriptions.rewind("offers-coupons", since=clock.now() - timedelta(hours=1))
    relay.drain()
    assert figures(shop)[0].given == 1
    assert offers.audit() == coupons.audit() == orders.audit() == []


def test_an_order_that_used_it_may_lose_its_own_but_not_that(shop: Shop) -> None:
    an_offer(shop.market, channels=(shop.till.id,))
    earned = sold(shop)
    used = bought_with(shop, *codes(offers.earned_by_order(earned)), channel=shop.web.id)
    settle()
    offers.take_back(earned.summary.id)
    (award,) = offers.awards_of_order(earned.summary.id)
    assert (award.used_by, award.taken_back_at) == (used.summary.id, None)


def test_a_use_that_is_given_back_is_struck_out(shop: Shop) -> None:
    an_offer(shop.market, channels=(shop.till.id,))
    earned = sold(shop)
    used = bought_with(shop, *codes(offers.earned_by_order(earned)), channel=shop.web.id)
    settle()
    coupons.give_back(used.summary.id)
    settle()
    (award,) = offers.awards_of_order(earned.summary.id)
    assert award.standing_at(clock.now()) is Standing.GIVEN
    assert [(each.used_in, each.revenue, each.discount) for each in figures(shop)] == [(None, 0, 0)]
    again = bought_with(shop, *codes([award]), channel=shop.web.id)
    settle()
    assert offers.awards_of_order(earned.summary.id)[0].used_by == again.summary.id
    assert offers.audit() == coupons.audit() == []
