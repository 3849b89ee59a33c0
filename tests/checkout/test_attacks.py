"""What somebody tries who wants to pay less than promotions and coupons give."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import ANA, Shop, a_shop
from tests.coupons.builders import a_shared
from tests.promotions.builders import a_live_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

A_DOLLAR_OFF = Terms(reward=compiled.AmountOff(100), needs_coupon=True)


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def cents(amount: int) -> Money:
    return Money(amount, "USD")


def handed_in(shop: Shop, *codes: str) -> tuple[compiled.Coupon, ...]:
    found = coupons.look_up(codes, shop.market.id, None, clock.now())
    told = [found[code] for code in codes]
    return tuple(
        compiled.Coupon(str(each.coupon), str(each.promotion)) for each in told if isinstance(each, coupons.Found)
    )


def test_a_coupon_that_is_handed_in_again_gives_once(shop: Shop) -> None:
    live = a_live_one(shop.market, A_DOLLAR_OFF)
    a_shared(shop.market, promotion=live.id)
    (coupon,) = handed_in(shop, "SUMMER26")
    wanted = [checkout.Wanted(shop.offered(5), 4)]
    begun = checkout.start(shop.market, shop.web.id, wanted, coupons=(coupon, coupon, coupon))
    assert (begun.quote.total, len(begun.quote.coupons)) == (cents(900), 1)
    assert checkout.collect_at(begun.id, shop.store.id, ANA).quote.total == cents(900)
