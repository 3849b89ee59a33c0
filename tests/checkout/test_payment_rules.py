"""Promotions that ask how one pays: a checkout is paid as it was priced."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import ANA, a_shop
from tests.checkout.later import may_pay_at_collection
from tests.promotions.builders import a_live_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BY_CARD = Terms(reward=compiled.Percent(bp=1_000), when=compiled.Pays(("test_card",)))
NOT_LATER = Terms(reward=compiled.Percent(bp=1_000), when=compiled.Not(compiled.Pays(("at_collection",))))


def test_a_checkout_is_priced_for_the_card_that_pays_it() -> None:
    shop = a_shop()
    a_live_one(shop.market, BY_CARD)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(3), 2)])
    assert begun.quote.total.minor == 500
    chosen = checkout.collect_at(begun.id, shop.store.id, ANA, payment="test_card")
    assert chosen.quote.total.minor == 450
    paid = checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    placed = checkout.complete(begun.id, actor=SYSTEM)
    assert (paid.total.minor, placed.total.minor) == (450, 450)


def test_nobody_pays_by_a_card_what_was_priced_for_another_way() -> None:
    shop = a_shop()
    a_live_one(shop.market, NOT_LATER)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(3), 2)])
    checkout.collect_at(begun.id, shop.store.id, ANA)
    with pytest.raises(checkout.PricedForOtherPayment):
        checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert payments.payments_of([begun.order])[begun.order] == []


def test_an_order_that_is_paid_later_costs_what_that_costs() -> None:
    shop = a_shop()
    may_pay_at_collection(shop.market.id)
    a_live_one(shop.market, NOT_LATER)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(3), 2)])
    checkout.collect_at(begun.id, shop.store.id, ANA, payment="test_card")
    with pytest.raises(checkout.PricedForOtherPayment):
        checkout.complete(begun.id, actor=SYSTEM, terms=orders.Terms.AT_COLLECTION)
    checkout.collect_at(begun.id, shop.store.id, ANA, payment="at_collection")
    placed = checkout.complete(begun.id, actor=SYSTEM, terms=orders.Terms.AT_COLLECTION)
    assert placed.total.minor == 500
