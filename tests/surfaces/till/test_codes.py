"""Coupons at the till: scanned or typed where articles are, priced at once, used with the sale."""

from __future__ import annotations

from uuid import UUID

import pytest

from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.orders import public as orders
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.coupons.builders import a_shared, singles
from tests.promotions.builders import a_live_one
from tests.surfaces.till.builders import Counter, a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WITH_CODE = Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True)


@pytest.fixture
def counter() -> Counter:
    return a_counter()


def test_a_scanned_coupon_is_priced_at_once_and_used_with_the_sale(counter: Counter) -> None:
    batch, (code, *_) = singles(counter.shop.market, promotion=a_live_one(counter.shop.market, WITH_CODE).id)
    variant = counter.shop.offered(3)
    shown = counter.basket((variant, 2), code=code).json()
    assert (shown["total"], len(shown["coupons"])) == (400, 1)
    assert counter.basket((variant, 2), coupons=[]).json()["total"] == 500
    sold = counter.sell((variant, 2), total=400, coupons=shown["coupons"])
    assert sold.status_code == 201, sold.json()
    (adjustment,) = orders.get_order(orders.OrderId(UUID(sold.json()["order"]))).adjustments
    assert [str(each) for each in adjustment.coupons] == shown["coupons"]
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1


def test_a_coupon_that_does_not_work_says_why_to_the_cashier(counter: Counter) -> None:
    batch = a_shared(counter.shop.market, promotion=a_live_one(counter.shop.market, WITH_CODE).id, in_all=1)
    variant = counter.shop.offered(3)
    shown = counter.basket((variant, 1), code="SUMMER26").json()
    counter.sell((variant, 1), total=200, coupons=shown["coupons"])
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1
    refused = counter.basket((variant, 1), code="SUMMER26")
    assert (refused.status_code, refused.json()["code"]) == (422, "coupon_not")
    assert "used up" in refused.json()["detail"]


def test_a_coupon_that_was_used_meanwhile_sells_nothing_at_its_price(counter: Counter) -> None:
    _, (code, *_) = singles(counter.shop.market, promotion=a_live_one(counter.shop.market, WITH_CODE).id)
    variant = counter.shop.offered(3)
    shown = counter.basket((variant, 1), code=code).json()
    assert counter.sell((variant, 1), total=200, coupons=shown["coupons"]).status_code == 201
    refused = counter.sell((variant, 1), total=200, key="k2", coupons=shown["coupons"])
    assert (refused.status_code, refused.json()["code"]) == (409, "price_changed")


def test_a_gift_is_offered_and_costs_nothing_once_it_is_added(counter: Counter) -> None:
    gift, bought = counter.shop.offered(3, 400), counter.shop.offered(3, 1_000)
    when = compiled.Worth(compiled.EVERYTHING, 1_000)
    a_live_one(counter.shop.market, Terms(reward=compiled.Gift(f"v:{gift}"), when=when))
    shown = counter.basket((bought, 1)).json()
    assert (shown["total"], f'data-add="{gift}"' in shown["html"]["lines"]) == (1_000, True)
    with_it = counter.basket((bought, 1), (gift, 1)).json()
    assert (with_it["total"], f'data-add="{gift}"' in with_it["html"]["lines"]) == (1_000, False)
    assert counter.sell((bought, 1), (gift, 1), total=1_000).status_code == 201
