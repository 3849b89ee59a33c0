"""What somebody tries who wants to pay less than promotions and coupons give."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import ANA, Shop, a_shop
from tests.coupons.builders import a_shared
from tests.customers.builders import a_customer
from tests.promotions.builders import TENTH, a_live_one

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


def test_nobody_has_two_first_orders_by_having_two_checkouts_open(shop: Shop) -> None:
    a_live_one(shop.market, Terms(reward=TENTH.reward, when=compiled.FirstOrder()))
    ana, variant = a_customer().id, shop.offered(9)
    wanted = [checkout.Wanted(variant, 2)]
    first, second = (checkout.start(shop.market, shop.web.id, wanted, customer=ana) for _ in range(2))
    assert first.quote.total == second.quote.total == cents(450)
    assert checkout.collect_at(first.id, shop.store.id, ANA).quote.total == cents(450)
    assert checkout.collect_at(second.id, shop.store.id, ANA).quote.total == cents(500)
    for begun in (first, second):
        checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
        checkout.complete(begun.id, actor=ANONYMOUS)
    assert promotions.audit() == orders.audit() == []
