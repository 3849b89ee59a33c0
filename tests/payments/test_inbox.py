"""What providers report by themselves counts once, whenever and however often it comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.connectors.test_gateway import gateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentId, PaymentState, ProviderEvent, ProviderFact
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def says(payment: PaymentId, fact: ProviderFact, amount: int = 2500, event: str | None = None) -> ProviderEvent:
    return ProviderEvent("test", event or str(new_id()), payment, fact, amount, "ref-1")


def test_a_delayed_payment_is_reported(basket: Basket) -> None:
    payment = basket.pay("tok_delay")
    assert gateway.report_due() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=5)):
        assert gateway.report_due() == 1
        assert gateway.report_due() == 0
    now = payments.get_payment(payment.id)
    assert (now.state, now.version) == (PaymentState.AUTHORISED, 1)


def test_a_message_counts_once(basket: Basket) -> None:
    payment = basket.pay("tok_delay")
    event = says(payment.id, ProviderFact.CAPTURED)
    assert payments.receive(event)
    assert not payments.receive(event)
    assert payments.get_payment(payment.id).version == 1
    assert basket.balance("orders") == 2500


def test_threads_that_bring_the_same_message_count_once(basket: Basket) -> None:
    payment = basket.pay("tok_delay")
    event = says(payment.id, ProviderFact.CAPTURED)

    def bring(_: int) -> bool:
        try:
            return payments.receive(event)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(bring, range(16))) == 1
    assert payments.get_payment(payment.id).captured == 2500


def test_our_capture_and_the_provider_s_message_post_once(basket: Basket) -> None:
    payment = basket.pay()

    def capture() -> None:
        payments.capture(payment.id, actor=SYSTEM)
        connection.close()

    def report() -> None:
        payments.receive(says(payment.id, ProviderFact.CAPTURED))
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(capture), threads.submit(report)]:
            done.result()
    now = payments.get_payment(payment.id)
    assert (now.state, now.version) == (PaymentState.CAPTURED, 2)
    assert basket.balance("orders") == 2500


def test_an_early_message_waits_for_its_payment(basket: Basket) -> None:
    payment = PaymentId(new_id())
    payments.receive(says(payment, ProviderFact.CAPTURED, 900))
    assert payments.replay_parked() == 0
    tender = payments.Tender(payment, payments.Method.TEST_CARD, 900, PaymentState.AUTHORISED, "test")
    payments.record(
        [tender], market=basket.market, payable=basket.order, order=basket.order, currency="USD", at=clock.now()
    )
    assert payments.replay_parked() == 1
    assert payments.get_payment(payment).state is PaymentState.CAPTURED
    assert payments.audit() == []


def test_old_news_changes_nothing(basket: Basket) -> None:
    payment = basket.pay_and_capture()
    payments.receive(says(payment.id, ProviderFact.AUTHORISED))
    payments.receive(says(payment.id, ProviderFact.CAPTURED))
    assert payments.get_payment(payment.id) == payment
    assert payments.replay_parked() == 0


def test_a_message_that_makes_no_sense_is_parked_and_named(basket: Basket) -> None:
    payment = basket.pay("tok_decline")
    payments.receive(says(payment.id, ProviderFact.CAPTURED))
    payments.receive(says(basket.pay().id, ProviderFact.CAPTURED, amount=2501))
    assert payments.audit() == []
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert sorted(row.check for row in payments.audit()) == [
            "providers' messages are worked",
            "providers' messages are worked",
        ]
    assert payments.get_payment(payment.id).captured == 0


def test_a_void_that_was_not_answered_stands_though_the_bank_holds_the_money(
    basket: Basket, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = basket.pay("tok_delay")

    def silent(bank: gateway.SandboxGateway, payment: PaymentId) -> payments.Voided:
        raise payments.GatewayUnreachable("no answer")

    with monkeypatch.context() as silence:
        silence.setattr(gateway.SandboxGateway, "void", silent)
        with pytest.raises(payments.GatewayDidNotAnswer):
            payments.give_back(payment.id, actor=SYSTEM)
    payments.receive(says(payment.id, ProviderFact.AUTHORISED))
    assert payments.settle_pending(clock.now() + timedelta(seconds=1)) == 1
    assert payments.get_payment(payment.id).state is PaymentState.VOIDED


def test_money_that_turns_up_late_is_known(basket: Basket) -> None:
    payment = basket.pay("tok_unreachable")
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    payments.receive(says(payment.id, ProviderFact.CAPTURED))
    assert payments.get_payment(payment.id).state is PaymentState.CAPTURED
    assert payments.stranded(clock.now() + timedelta(seconds=1)) == [payment.id]


def test_late_money_is_given_back_though_its_shopper_has_paid_again(basket: Basket) -> None:
    late = basket.pay("tok_unreachable")
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    again = basket.pay()
    payments.receive(says(late.id, ProviderFact.AUTHORISED))
    assert payments.get_payment(late.id).state is PaymentState.AUTHORISED
    with pytest.raises(payments.PaymentForAnotherBasket):
        payments.claim(
            late.id, payable=basket.payable, order=basket.order, amount=basket.amount, bound_hash=basket.bound_hash
        )
    assert payments.get_payment(again.id).state is PaymentState.AUTHORISED
    assert payments.give_back(late.id, actor=SYSTEM).state is PaymentState.VOIDED
