"""An order claims the payment that was made for it, once; what no order claims is given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import LoadedPayment, Method, PaymentId, PaymentState, Tender
from oneshelf.modules.payments.tasks import take_held_money
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def claim(basket: Basket, payment: payments.Payment) -> None:
    with transaction.atomic():
        payments.claim(
            payment.id,
            payable=basket.payable,
            order=basket.order,
            amount=basket.amount,
            bound_hash=basket.bound_hash,
        )


def test_an_order_claims_its_payment_once(basket: Basket) -> None:
    payment = basket.pay()
    claim(basket, payment)
    assert payments.payments_of([basket.order]) == {basket.order: [payments.get_payment(payment.id)]}
    with pytest.raises(payments.AlreadyClaimed) as refused:
        claim(replace(basket, order=new_id()), payment)
    assert refused.value.order == str(basket.order)


@pytest.mark.parametrize(
    "changed", [{"bound_hash": "another basket"}, {"amount": Money(2499, "USD")}, {"payable": new_id()}]
)
def test_a_payment_for_another_basket_is_not_claimed(basket: Basket, changed: dict[str, Any]) -> None:
    payment = basket.pay()
    with pytest.raises(payments.PaymentForAnotherBasket):
        claim(replace(basket, **changed), payment)
    assert payments.get_payment(payment.id).order is None


def test_what_a_bank_would_let_go_of_is_taken_in_time(basket: Basket) -> None:
    waiting, nobodys = basket.pay(), replace(basket, payable=new_id()).pay()
    claim(basket, waiting)

    def taken_after(passed: timedelta) -> list[PaymentState]:
        with time_machine.travel(clock.now() + passed, tick=True):
            take_held_money()
        return [payments.get_payment(each.id).state for each in (waiting, nobodys)]

    assert taken_after(timedelta(days=5, hours=23)) == [PaymentState.AUTHORISED, PaymentState.AUTHORISED]
    assert taken_after(timedelta(days=6, hours=1)) == [PaymentState.CAPTURED, PaymentState.AUTHORISED]
    assert taken_after(timedelta(days=6, hours=1)) == [PaymentState.CAPTURED, PaymentState.AUTHORISED]
    assert payments.audit() == []


def test_a_bank_that_has_let_go_already_is_told_once(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = basket.pay()
    claim(basket, payment)
    monkeypatch.setattr(SandboxGateway, "capture", lambda *_: payments.Declined("gone"))
    with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
        take_held_money()
        take_held_money()
    assert payments.get_payment(payment.id).state is PaymentState.EXPIRED
    assert Event.objects.filter(aggregate=payment.id, type=payments.PaymentExpired.TYPE).count() == 1


@pytest.mark.parametrize("token", ["tok_decline", "tok_delay"])
def test_a_payment_without_money_is_not_claimed(basket: Basket, token: str) -> None:
    with pytest.raises(payments.PaymentNotReady):
        claim(basket, basket.pay(token))


def test_a_voided_payment_is_not_claimed(basket: Basket) -> None:
    payment = basket.pay()
    payments.give_back(payment.id, actor=SYSTEM)
    with pytest.raises(payments.PaymentNotReady):
        claim(basket, payment)


def test_orders_race_for_a_payment(basket: Basket) -> None:
    payment = basket.pay()

    def take(_: int) -> bool:
        try:
            claim(replace(basket, order=new_id()), payment)
        except payments.AlreadyClaimed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(take, range(16))) == 1


def test_an_order_and_the_sweeper_never_both_get_a_payment(basket: Basket) -> None:
    for _ in range(10):
        payment = basket.pay()

        def buy(payment: payments.Payment = payment) -> bool:
            try:
                claim(basket, payment)
            except Refusal:
                return False
            finally:
                connection.close()
            return True

        def sweep(payment: payments.Payment = payment) -> bool:
            try:
                payments.give_back(payment.id, actor=SYSTEM)
            except payments.AlreadyClaimed:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as threads:
            bought, swept = threads.submit(buy), threads.submit(sweep)
        assert bought.result() != swept.result()
        if bought.result():
            assert payments.get_payment(payment.id).state is PaymentState.AUTHORISED
            payments.void(payment.id, actor=SYSTEM)


def test_stranded_payments_are_named_and_given_back(basket: Basket) -> None:
    held = basket.pay()
    taken = payments.capture(replace(basket, payable=new_id()).pay().id, actor=SYSTEM)
    claimed = replace(basket, payable=new_id()).pay()
    claim(replace(basket, payable=claimed.payable), claimed)
    soon = clock.now() + timedelta(seconds=1)
    assert payments.stranded(clock.now() - timedelta(minutes=5)) == []
    assert set(payments.stranded(soon)) == {held.id, taken.id}
    for payment in payments.stranded(soon):
        payments.give_back(payment, actor=SYSTEM)
    assert payments.get_payment(held.id).state is PaymentState.VOIDED
    assert payments.get_payment(taken.id).state is PaymentState.REFUNDED
    assert payments.stranded(soon) == []
    with pytest.raises(payments.AlreadyClaimed):
        payments.give_back(claimed.id, actor=SYSTEM)
    assert payments.audit() == []


def test_tenders_are_written_with_their_order(basket: Basket) -> None:
    cash = Tender(PaymentId(new_id()), Method.CASH, 700)
    card = Tender(PaymentId(new_id()), Method.TEST_CARD, 300, PaymentState.AUTHORISED, "test", "ref")
    payments.record(
        [cash, card], market=basket.market, payable=basket.order, order=basket.order, currency="USD", at=clock.now()
    )
    by_id = {payment.id: payment for payment in payments.payments_of([basket.order])[basket.order]}
    assert (by_id[cash.id].state, by_id[cash.id].captured) == (PaymentState.CAPTURED, 700)
    assert (by_id[card.id].state, by_id[card.id].captured) == (PaymentState.AUTHORISED, 0)
    assert basket.balance("orders") == 700
    told = Event.objects.filter(aggregate__in=[cash.id, card.id]).values_list("type", "sequence")
    assert set(told) == {("payments.captured.v1", 1), ("payments.authorised.v1", 1)}
    assert payments.audit() == []


def test_a_history_loads_once_and_can_be_refunded(basket: Basket) -> None:
    at = clock.now() - timedelta(days=100)
    past = [
        LoadedPayment(PaymentId(new_id()), new_id(), method, Money(amount, "USD"), at)
        for method, amount in [(Method.CASH, 250), (Method.TEST_CARD, 100)]
    ]
    assert payments.bulk_load_payments(basket.market, past) == 2
    assert payments.bulk_load_payments(basket.market, past) == 0
    assert basket.balance("orders") == 350
    assert payments.audit() == []
    payments.refund(past[1].id, Money(40, "USD"), new_id(), actor=SYSTEM)
    assert basket.balance("orders") == 310
    assert payments.audit() == []


def test_the_audit_names_what_does_not_agree(basket: Basket) -> None:
    payment = basket.pay_and_capture()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE payments_payment SET captured = 2400, version = 9 WHERE id = %s", [payment.id])
    found = payments.audit()
    assert {row.check for row in found} == {"captured equals the ledger", "every change of a payment has its event"}
    assert all(str(payment.id) in row.subject for row in found)
