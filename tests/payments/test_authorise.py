"""A card is asked once for a basket, and what came of it is written whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oneshelf.connectors.test_gateway import book, gateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.models import Payment
from oneshelf.modules.payments.public import PaymentState
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def charge_of(payment: payments.Payment) -> book.Charge | None:
    return next((charge for charge in book.charges() if charge.payment == payment.id), None)


@pytest.mark.parametrize(
    ("token", "state"),
    [
        ("tok_approve", PaymentState.AUTHORISED),
        ("tok_decline", PaymentState.DECLINED),
        ("tok_of_another_shop", PaymentState.DECLINED),
        ("tok_delay", PaymentState.PENDING),
        ("tok_timeout", PaymentState.PENDING),
        ("tok_unreachable", PaymentState.PENDING),
    ],
)
def test_the_state_says_what_the_gateway_did(basket: Basket, token: str, state: PaymentState) -> None:
    payment = basket.pay(token)
    assert (payment.state, payment.captured) == (state, 0)
    assert payments.get_payment(payment.id) == payment


def test_a_basket_is_charged_once_at_a_time(basket: Basket) -> None:
    first = basket.pay()
    assert basket.pay() == first
    assert len(payments.attempts_for(basket.payable)) == 1


def test_a_declined_card_lets_another_be_tried(basket: Basket) -> None:
    assert basket.pay("tok_decline").state is PaymentState.DECLINED
    assert basket.pay().state is PaymentState.AUTHORISED


@pytest.mark.parametrize("amount", [Money(0, "USD"), Money(-1, "USD"), Money(10**13 + 1, "USD")])
def test_an_amount_must_be_worth_something(basket: Basket, amount: Money) -> None:
    with pytest.raises(payments.BadPaymentAmount):
        basket.pay(amount=amount)
    assert payments.attempts_for(basket.payable) == []


def test_a_lost_answer_is_asked_for_again(basket: Basket) -> None:
    payment = basket.pay("tok_timeout")
    assert payments.settle_pending(clock.now() + timedelta(seconds=1)) == 1
    assert payments.get_payment(payment.id).state is PaymentState.AUTHORISED


def test_a_payment_of_a_gateway_that_is_gone_holds_up_no_other(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = basket.pay("tok_timeout")
    Payment.objects.filter(id=stuck.id).update(gateway="gone")
    other = Basket(basket.market).pay("tok_timeout")

    assert payments.settle_pending(clock.now() + timedelta(seconds=1)) == 1

    assert payments.get_payment(other.id).state is PaymentState.AUTHORISED
    assert payments.get_payment(stuck.id).state is PaymentState.PENDING


def test_a_lost_question_expires_and_cannot_take_money_later(basket: Basket) -> None:
    payment = basket.pay("tok_unreachable")
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    assert payments.get_payment(payment.id).state is PaymentState.EXPIRED
    late = gateway.SandboxGateway().authorise(payment.id, basket.amount, "tok_approve")
    assert isinstance(late, payments.Declined)


def test_a_second_try_picks_up_the_lost_answer(basket: Basket) -> None:
    first = basket.pay("tok_timeout")
    second = basket.pay("tok_approve")
    assert (second.id, second.state) == (first.id, PaymentState.AUTHORISED)


def test_a_crash_before_the_answer_is_written_is_healed(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    class Crash(BaseException):
        pass

    def crash(*args: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr("oneshelf.modules.payments.actions.authorise.first_answer", crash)
        with pytest.raises(Crash):
            basket.pay()
    (payment,) = payments.attempts_for(basket.payable)
    assert payment.state is PaymentState.PENDING
    assert charge_of(payment) is not None
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    assert payments.get_payment(payment.id).state is PaymentState.AUTHORISED


def test_capture_takes_the_money_once(basket: Basket) -> None:
    payment = basket.pay_and_capture()
    assert (payment.state, payment.captured) == (PaymentState.CAPTURED, 2500)
    assert payments.capture(payment.id, actor=SYSTEM) == payment
    charge = charge_of(payment)
    assert charge is not None
    assert charge.captured == 2500


def test_a_refused_capture_lets_the_payment_expire(basket: Basket) -> None:
    payment = basket.pay("tok_fail_capture")
    with pytest.raises(payments.CaptureRefused):
        payments.capture(payment.id, actor=SYSTEM)
    assert payments.get_payment(payment.id).state is PaymentState.EXPIRED


def test_void_lets_go(basket: Basket) -> None:
    payment = basket.pay()
    assert payments.void(payment.id, actor=SYSTEM).state is PaymentState.VOIDED
    assert payments.void(payment.id, actor=SYSTEM).state is PaymentState.VOIDED
    charge = charge_of(payment)
    assert charge is not None
    assert charge.state == "voided"
