"""What promotions, coupons and taxes do to a checkout, its order, and what is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Adjustment
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.places.models import Place
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Terms
from oneshelf.modules.tax import public as tax
from tests.checkout.builders import ANA, Shop, a_shop
from tests.coupons.builders import a_shared, singles
from tests.promotions.builders import TENTH, a_live_one
from tests.tax.builders import LONG_AGO, a_rate, a_zone

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WITH_CODE = Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True)
THREE_FOR_TWO = Terms(reward=compiled.BuyGet(buy=2, get=1))


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def cents(amount: int) -> Money:
    return Money(amount, "USD")


def handed_in(shop: Shop, code: str) -> tuple[compiled.Coupon, ...]:
    """Return what a code stands for, as it is handed in."""
    found = coupons.look_up([code], shop.market.id, None, clock.now())[code]
    assert isinstance(found, coupons.Found)
    return (compiled.Coupon(str(found.coupon), str(found.promotion)),)


def paid(*amounts: int) -> dict[str, Any]:
    return {"tenders": tuple(checkout.Tender("cash", cents(amount)) for amount in amounts)}


def test_an_order_says_what_was_taken_off_and_by_which_rule(shop: Shop) -> None:
    tenth = a_live_one(shop.market, TENTH)
    placed = checkout.place_order(shop.purchase(shop.offered(5), 3, **paid(675)), actor=SYSTEM)
    order = orders.get_order(placed.order)
    (line,) = order.lines
    assert (order.items, order.summary.total, line.amount) == (cents(675), cents(675), cents(675))
    assert order.adjustments == (Adjustment(1, orders.PROMOTION, tenth.plan.name, cents(-75), tenth.id, tenth.number),)
    assert orders.audit() == []


def test_a_price_can_be_worked_out_again_from_its_order_alone(shop: Shop) -> None:
    live = a_live_one(shop.market, THREE_FOR_TWO)
    placed = checkout.place_order(shop.purchase(shop.offered(5), 3, **paid(500)), actor=SYSTEM)
    promotions.end(live.id, actor=SYSTEM)
    sealed = orders.find_proof(placed.order)
    assert sealed is not None
    assert [(rule.id, rule.version) for rule in sealed.rules] == [(str(live.id), live.number)]
    assert sealed.priced.items == 500


def test_what_is_listed_is_charged_where_no_rule_is_in_force(shop: Shop) -> None:
    placed = checkout.place_order(shop.purchase(shop.offered(5), 3, **paid(750)), actor=SYSTEM)
    assert orders.get_order(placed.order).adjustments == ()
    assert orders.find_proof(placed.order) is None


def test_a_web_checkout_costs_what_the_till_charges(shop: Shop) -> None:
    a_live_one(shop.market, THREE_FOR_TWO)
    variant = shop.offered(9)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 3)])
    assert begun.quote.total == cents(500)
    assert checkout.place_order(shop.purchase(variant, 3, **paid(500)), actor=SYSTEM).total == cents(500)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert checkout.complete(begun.id, actor=ANONYMOUS).total == cents(500)
    assert orders.audit() == []


def test_delivery_is_free_from_a_sum_on_and_the_order_says_why(shop: Shop) -> None:
    delivery.set_standard_service(shop.market.id, carrier="Parcel Post", amount=490, free_from=None, actor=SYSTEM)
    free = Terms(
        reward=compiled.DeliveryPriced(0), when=compiled.Worth(compiled.EVERYTHING, 1_000), match=compiled.EVERYTHING
    )
    live = a_live_one(shop.market, free)
    variant = shop.offered(9)
    small, large = (checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, many)]) for many in (3, 4))
    assert checkout.ship_to(small.id, ANA).quote.delivery == cents(490)
    chosen = checkout.ship_to(large.id, ANA).quote
    assert (chosen.delivery, chosen.total) == (cents(0), cents(1_000))
    assert [(each.rule, each.amount) for each in chosen.delivery_savings] == [(str(live.id), cents(490))]
    (hint,) = checkout.get_checkout(small.id).quote.hints
    assert (hint.has, hint.wants, hint.label) == (750, 1_000, live.plan.name)


def test_what_was_in_force_when_a_checkout_began_stays_for_it(shop: Shop) -> None:
    live = a_live_one(shop.market, TENTH)
    variant = shop.offered(5)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 2)])
    promotions.end(live.id, actor=SYSTEM)
    assert checkout.collect_at(begun.id, shop.store.id, ANA).quote.total == cents(450)
    assert checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 2)]).quote.total == cents(500)


def test_a_code_is_held_with_the_goods_and_used_with_the_order(shop: Shop) -> None:
    live = a_live_one(shop.market, WITH_CODE)
    _, (code, *_) = singles(shop.market, promotion=live.id)
    coupon, variant = handed_in(shop, code), shop.offered(5)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 2)], coupons=coupon)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    with pytest.raises(coupons.CouponDoesNotWork):
        checkout.place_order(shop.purchase(variant, 2, **paid(400), coupons=coupon), actor=SYSTEM)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    placed = checkout.complete(begun.id, actor=ANONYMOUS)
    assert placed.total == cents(400)
    (adjustment,) = orders.get_order(placed.order).adjustments
    assert [str(each) for each in adjustment.coupons] == [each.id for each in coupon]
    (use,) = coupons.uses_of(coupons.CouponId(adjustment.coupons[0]))
    assert (use.state, use.order) == (coupons.UseState.CONFIRMED, placed.order)
    assert coupons.audit() == orders.audit() == []


def test_a_code_of_a_checkout_that_is_let_go_can_be_used_elsewhere(shop: Shop) -> None:
    live = a_live_one(shop.market, WITH_CODE)
    _, (code, *_) = singles(shop.market, promotion=live.id)
    coupon, variant = handed_in(shop, code), shop.offered(5)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 2)], coupons=coupon)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.let_go(begun.id)
    placed = checkout.place_order(shop.purchase(variant, 2, **paid(400), coupons=coupon), actor=SYSTEM)
    assert placed.total == cents(400)


def test_a_code_that_nothing_was_taken_off_for_is_not_used(shop: Shop) -> None:
    live = a_live_one(shop.market, msgspec.structs.replace(WITH_CODE, when=compiled.Channel((shop.web.code,))))
    batch = a_shared(shop.market, promotion=live.id, in_all=1)
    coupon = handed_in(shop, "SUMMER26")
    checkout.place_order(shop.purchase(shop.offered(5), 2, **paid(500), coupons=coupon), actor=SYSTEM)
    assert batch.id not in coupons.tallies([batch.id])


def test_a_quote_of_the_release_before_is_read_and_goes_on(shop: Shop) -> None:
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(5), 2)])
    told = msgspec.json.decode(msgspec.json.encode(begun.quote))
    old = {name: told[name] for name in ("lines", "items", "delivery")}
    old["lines"] = [{name: line[name] for name in ("line", "snapshot", "priced")} for line in old["lines"]]
    read = msgspec.convert(old, checkout.BasketQuote)
    assert (read.total, read.savings, read.tax) == (cents(500), (), cents(0))


def test_changed_prices_and_proofs_are_found(shop: Shop) -> None:
    a_live_one(shop.market, TENTH)
    placed = checkout.place_order(shop.purchase(shop.offered(5), 3, **paid(675)), actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_proof SET sealed = replace(sealed, '\"items\":675', '\"items\":670')")
    assert {each.check for each in orders.audit()} == {"a price is as it was sealed"}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM orders_proof WHERE order_id = %s", [placed.order])
    assert {each.check for each in orders.audit()} == {"a promotion is proved"}


def test_the_tax_that_prices_hold_stands_on_each_line() -> None:
    shop = a_shop(tax_included=True)
    a_rate(shop.market.id, 2_000)
    placed = checkout.place_order(shop.purchase(shop.offered(5, 120), 1, **paid(120)), actor=SYSTEM)
    order = orders.get_order(placed.order)
    assert (order.tax, order.lines[0].tax, order.tax_added) == (cents(20), cents(20), False)
    assert orders.audit() == []


def test_tax_is_added_where_prices_do_not_hold_it_and_given_back_with_the_goods() -> None:
    shop = a_shop(tax_included=False)
    a_rate(shop.market.id, 1_000)
    a_live_one(shop.market, TENTH)
    placed = checkout.place_order(shop.purchase(shop.offered(5, 200), 2, **paid(396)), actor=SYSTEM)
    order = orders.get_order(placed.order)
    assert (order.lines[0].amount, order.lines[0].tax, order.tax_added) == (cents(396), cents(36), True)
    assert orders.audit() == []


def test_a_parcel_is_taxed_by_the_state_of_its_postcode_and_what_is_collected_by_that_of_its_store() -> None:
    shop = a_shop(tax_included=False)
    Place.objects.filter(id=shop.store.id).update(country="US", region="NJ")
    for state, ppm in (("NY", 40_000), ("NJ", 66_250)):
        rate = tax.NewRate("standard", "state", state, ppm, LONG_AGO)
        tax.set_rate(a_zone(shop.market.id, state, tax.Area("US", state)), rate, actor=SYSTEM)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(5, 1_000), 1)])
    nothing, stated = cents(0), replace(ANA, region="New York")  # nobody is asked for it, and it is written at will
    store = places.get_place(shop.store.id)
    taxed = [checkout.quote_as(begun, nothing, contact=contact).tax for contact in (ANA, stated)]
    assert taxed == [cents(40), cents(40)]  # 10.00 * 4 %
    assert checkout.quote_as(begun, nothing, place=store).tax == cents(66)  # 10.00 * 6.625 % = 0.6625


@pytest.mark.parametrize(("recomputes", "worth"), [(True, [0, 250, 250]), (False, [167, 166, 167])])
def test_what_comes_back_is_worth_what_its_market_says(shop: Shop, recomputes: bool, worth: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE markets_market SET recomputes_promotions = %s", [recomputes])
    a_live_one(shop.market, THREE_FOR_TWO)
    placed = checkout.place_order(shop.purchase(shop.offered(5), 3, **paid(500)), actor=SYSTEM)
    told = []
    for _ in worth:
        order, cause = orders.get_order(placed.order), new_id()
        back = orders.value_back(order, {1: 1})
        told.append(back.minor)
        for _again in range(2):
            orders.refund_order(placed.order, back, cause=cause, actor=SYSTEM, goods={1: 1}, to_place=shop.store.id)
    assert told == worth
    assert orders.get_order(placed.order).lines[0].returned == 3
    told_of = trail.of_subject(trail.Subject("order", placed.order))
    assert [each.action for each in told_of].count("orders.refund") == 3
    assert orders.audit() == []


def test_the_last_use_of_a_promotion_is_held_by_who_chose_first(shop: Shop) -> None:
    a_live_one(shop.market, TENTH, limits=Limits(uses=1))
    variant = shop.offered(9)
    first, second = (checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 2)]) for _ in range(2))
    assert first.quote.total == second.quote.total == cents(450)
    assert checkout.collect_at(first.id, shop.store.id, ANA).quote.total == cents(450)
    assert checkout.collect_at(second.id, shop.store.id, ANA).quote.total == cents(500)
    checkout.pay(first.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert checkout.complete(first.id, actor=ANONYMOUS).total == cents(450)
    assert promotions.audit() == orders.audit() == []


def test_a_code_that_is_sent_twice_is_one_coupon(shop: Shop) -> None:
    dollar = Terms(reward=compiled.AmountOff(minor=100), needs_coupon=True)
    batch, (code, *_) = singles(shop.market, promotion=a_live_one(shop.market, dollar).id)
    twice = handed_in(shop, code) * 2
    wanted = [checkout.Wanted(shop.offered(9), 2)]
    assert checkout.start(shop.market, shop.web.id, wanted, coupons=twice).quote.total == cents(400)
    checkout.place_order(shop.purchase(wanted[0].variant, 2, coupons=twice, **paid(400)), actor=SYSTEM)
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1
    assert orders.audit() == []


def test_an_order_that_is_sent_again_uses_nothing_again(shop: Shop) -> None:
    once, live = (
        Claim("till-1", "orders.place", "key-1", b"body"),
        a_live_one(shop.market, TENTH, limits=Limits(uses=5)),
    )
    batch = a_shared(shop.market, "SUMMER26", promotion=a_live_one(shop.market, WITH_CODE).id, in_all=5)
    purchase = shop.purchase(shop.offered(5), 3, coupons=handed_in(shop, "SUMMER26"), **paid(540))
    first = checkout.place_order(purchase, actor=SYSTEM, once=once)
    again = checkout.place_order(purchase, actor=SYSTEM, once=once)
    assert (again.order, again.repeated) == (first.order, True)
    assert promotions.taken_of([live.id])[live.id].uses == 1
    assert coupons.tallies([batch.id])[batch.id].confirmed == 1
