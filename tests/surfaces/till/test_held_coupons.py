"""A customer's coupons at the till: shown when the customer is known, used by a press."""

from __future__ import annotations

import pytest

from oneshelf.modules.offers import public as offers
from tests.customers.builders import a_customer
from tests.offers.builders import an_offer, codes, sold
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.till.builders import a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_what_a_customer_holds_is_shown_without_its_code_and_used_by_a_press() -> None:
    counter = a_counter()
    shop, ana, ben = counter.shop, a_customer().id, str(a_customer().id)
    an_offer(shop.market)
    (award,) = offers.earned_by_order(sold(shop, customer=ana))
    milk, coupon = shop.offered(4), str(award.coupon)
    shown = counter.basket((milk, 4), customer=str(ana)).json()
    assert coupon in shown["html"]["regular"]
    assert not {coupon, *codes([award])} & set(shown["html"]["lines"].split('"'))
    assert codes([award])[0] not in shown["html"]["regular"]
    assert coupon not in counter.basket((milk, 4), customer=ben).json()["html"]["regular"]
    used = counter.basket((milk, 4), customer=str(ana), coupons=[coupon]).json()
    assert (shown["total"], used["total"], used["coupons"]) == (1000, 900, [coupon])
    assert coupon not in used["html"]["regular"], "it is in the basket already"
    paid = counter.sell((milk, 4), total=900, customer=str(ana), coupons=[coupon])
    assert paid.status_code == 201, paid.json()
    settle()
    assert str(offers.get_award(award.id).used_by) == paid.json()["order"]
    assert coupon not in counter.basket(customer=str(ana)).json()["html"]["regular"]


def test_a_coupon_of_somebody_else_takes_nothing_off() -> None:
    counter = a_counter()
    shop, ana = counter.shop, a_customer().id
    an_offer(shop.market)
    (award,) = offers.earned_by_order(sold(shop, customer=ana))
    shown = counter.basket((shop.offered(4), 4), customer=str(a_customer().id), coupons=[str(award.coupon)]).json()
    assert shown["total"] == 1000
