"""A shopper's checkout: quote, hold, pay, complete, be forgotten."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.ids import instant_of
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import models
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from tests.checkout.builders import ANA, a_shop
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_four_steps_from_basket_to_order() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    paid = shop.paid_checkout(variant, 2)
    assert shop.level(variant).reserved == 2
    placed = checkout.complete(paid.id, actor=ANONYMOUS)
    order = orders.get_order(placed.order)
    assert (order.summary.state, order.summary.total.minor) == (OrderState.PLACED, 500)
    (payment,) = payments.payments_of([placed.order])[placed.order]
    assert payment.state is PaymentState.AUTHORISED
    assert (shop.level(variant).on_hand, shop.level(variant).reserved) == (5, 2)
    assert shop.audit() == []


def test_completing_twice_gives_the_same_order() -> None:
    shop = a_shop()
    paid = shop.paid_checkout(shop.offered(5))
    first = checkout.complete(paid.id, actor=ANONYMOUS)
    again = checkout.complete(paid.id, actor=ANONYMOUS)
    assert (again.order, again.number, again.repeated) == (first.order, first.number, True)


def test_goods_are_held_for_the_first_who_chose() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    shop.paid_checkout(variant)
    late = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 1)])
    with pytest.raises(OutOfStock):
        checkout.collect_at(late.id, shop.store.id, ANA)
    assert checkout.get_checkout(late.id).method is None


def test_an_expired_checkout_lets_goods_and_money_go() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    paid = shop.paid_checkout(variant)
    with time_machine.travel(clock.now() + checkout.OPEN_FOR + timedelta(seconds=1)):
        with pytest.raises(checkout.CheckoutExpired):
            checkout.complete(paid.id, actor=ANONYMOUS)
        assert checkout.expire_checkouts() == 1
        assert shop.level(variant).reserved == 0
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert checkout.give_back_stranded() == 1
    assert paid.payment is not None
    assert payments.get_payment(paid.payment).state is PaymentState.VOIDED


def test_choosing_again_and_again_holds_goods_for_an_hour_and_no_longer() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 1)])
    over = instant_of(begun.id) + checkout.OPEN_AT_MOST
    at = clock.now()
    while at < over:
        with time_machine.travel(at):
            chosen = checkout.collect_at(begun.id, shop.store.id, ANA)
            assert chosen == checkout.get_checkout(begun.id)
            assert clock.now() < chosen.expires_at <= over
        at += checkout.OPEN_FOR - timedelta(minutes=1)
    with time_machine.travel(over):
        with pytest.raises(checkout.CheckoutExpired):
            checkout.collect_at(begun.id, shop.store.id, ANA)
        assert checkout.expire_checkouts() == 1
        assert shop.level(variant).reserved == 0


def test_a_choice_that_began_just_before_the_end_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = a_shop()
    variant = shop.offered(1)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 1)])
    monkeypatch.setattr("oneshelf.modules.checkout.actions.choose_delivery.get_open", lambda _: begun)
    with (
        time_machine.travel(instant_of(begun.id) + checkout.OPEN_AT_MOST + timedelta(seconds=1)),
        pytest.raises(checkout.CheckoutExpired),
    ):
        checkout.collect_at(begun.id, shop.store.id, ANA)
    assert shop.level(variant).reserved == 0


def test_money_is_not_called_stranded_while_its_checkout_may_be_open() -> None:
    shop = a_shop()
    paid = shop.paid_checkout(shop.offered(1))
    with time_machine.travel(instant_of(paid.id) + checkout.OPEN_AT_MOST):
        assert checkout.give_back_stranded() == 0


def test_what_is_not_paid_is_not_ordered() -> None:
    shop = a_shop()
    variant = shop.offered(1)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 1)])
    with pytest.raises(checkout.ChooseDelivery):
        checkout.complete(begun.id, actor=ANONYMOUS)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    with pytest.raises(checkout.PaymentMissing):
        checkout.complete(begun.id, actor=ANONYMOUS)
    declined = checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_decline", actor=ANONYMOUS)
    assert declined.state is PaymentState.DECLINED
    with pytest.raises(checkout.PaymentMissing):
        checkout.complete(begun.id, actor=ANONYMOUS)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    assert checkout.complete(begun.id, actor=ANONYMOUS).number


def test_a_payment_pays_only_for_what_was_shown() -> None:
    shop = a_shop()
    paid = shop.paid_checkout(shop.offered(5))
    checkout.ship_to(paid.id, ANA)
    with pytest.raises(checkout.PaymentMissing):
        checkout.complete(paid.id, actor=ANONYMOUS)


def test_an_empty_basket_opens_nothing() -> None:
    shop = a_shop()
    with pytest.raises(checkout.EmptyBasket):
        checkout.start(shop.market, shop.web.id, [])


def test_pressing_pay_twice_holds_the_money_once_and_keeps_it() -> None:
    shop = a_shop()
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(shop.offered(5), 1)])
    checkout.collect_at(begun.id, shop.store.id, ANA)
    both_have_looked = threading.Barrier(2)

    def pay(_: int) -> payments.PaymentState:
        both_have_looked.wait(5)
        try:
            return checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(pay, range(2))) <= {PaymentState.AUTHORISED, PaymentState.PENDING}
    (payment,) = payments.attempts_for(begun.id)
    assert payment.state is PaymentState.AUTHORISED
    assert not checkout.complete(begun.id, actor=ANONYMOUS).repeated


def test_money_that_a_bank_will_not_take_back_keeps_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = payments.capture(Basket().pay().id, actor=SYSTEM)
    held = Basket().pay()
    monkeypatch.setattr(SandboxGateway, "refund", lambda *asked: payments.Declined("no"))
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert checkout.give_back_stranded() == 1
    assert payments.get_payment(held.id).state is PaymentState.VOIDED
    assert payments.get_payment(taken.id).state is PaymentState.CAPTURED


def test_a_basket_is_closed_by_its_order_in_one_statement() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    cart, _secret = carts.open_for_guest(shop.market.id, shop.web.id)
    cart = carts.add_line(cart.id, variant, 1)
    begun = checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, 1)], cart=cart.revision)
    checkout.collect_at(begun.id, shop.store.id, ANA)
    checkout.pay(begun.id, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    with CaptureQueriesContext(connection) as queries:
        checkout.complete(begun.id, actor=ANONYMOUS)
    assert not [each["sql"] for each in queries if "cart" in each["sql"]]
    with pytest.raises(carts.UnknownCart):
        carts.add_line(cart.id, variant, 1)


def test_a_checkout_that_ended_holds_no_contact() -> None:
    shop = a_shop()
    variant = shop.offered(5)
    paid, left = shop.paid_checkout(variant), shop.paid_checkout(variant)
    placed = checkout.complete(paid.id, actor=ANONYMOUS)
    with time_machine.travel(clock.now() + checkout.OPEN_FOR + timedelta(seconds=1)):
        assert checkout.expire_checkouts() == 1
    assert [checkout.get_checkout(each.id).contact for each in (paid, left)] == [None, None]
    assert orders.get_order(placed.order).contact == ANA


def test_checkouts_that_ended_days_ago_are_forgotten_and_their_orders_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.modules.checkout.actions.forget.FORGET_BATCH", 1)
    shop = a_shop()
    variant = shop.offered(5)
    paid, left, still_open = (shop.paid_checkout(variant) for _ in range(3))
    placed = checkout.complete(paid.id, actor=ANONYMOUS)
    models.Checkout.objects.filter(id=left.id).update(state=checkout.CheckoutState.EXPIRED.value)
    over = max(instant_of(each.id) for each in (paid, left)) + checkout.KEPT_FOR
    with time_machine.travel(over - timedelta(minutes=1)):
        assert checkout.forget_ended() == 0
        assert checkout.complete(paid.id, actor=ANONYMOUS).order == placed.order
    with time_machine.travel(over + timedelta(minutes=1)):
        assert checkout.forget_ended() == 2
        for each in (paid, left):
            with pytest.raises(checkout.UnknownCheckout):
                checkout.complete(each.id, actor=ANONYMOUS)
    assert checkout.get_checkout(still_open.id).state is checkout.CheckoutState.OPEN
    assert orders.get_order(placed.order).summary.total.minor == 250


def test_an_answer_that_is_kept_for_its_key_finds_its_checkout() -> None:
    assert checkout.KEPT_FOR - checkout.OPEN_AT_MOST > idempotency.KEPT_FOR
