"""Money goes back once for each cause, never more than was taken, and to the tender that it came from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import Captured, Declined, PaymentId, PaymentState, RefundState
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_a_refund_is_the_inverse_of_the_capture(basket: Basket) -> None:
    payment = basket.pay_and_capture()
    first = payments.refund(payment.id, usd(1000), new_id(), actor=SYSTEM)
    assert (first.state, payments.get_payment(payment.id).state) == (RefundState.DONE, PaymentState.PARTLY_REFUNDED)
    payments.refund(payment.id, usd(1500), new_id(), actor=SYSTEM)
    now = payments.get_payment(payment.id)
    assert (now.state, now.refunded, now.refundable) == (PaymentState.REFUNDED, 2500, usd(0))
    assert basket.balance("orders") == basket.balance("tender:test_card") == 0
    assert ledger.legs(ledger.Cause("refund", first.id)) == [ledger.Leg("orders", "tender:test_card", 1000)]
    assert payments.audit() == []


def test_the_same_cause_refunds_once(basket: Basket) -> None:
    payment, cause = basket.pay_and_capture(), new_id()
    first = payments.refund(payment.id, usd(1000), cause, actor=SYSTEM)
    assert payments.refund(payment.id, usd(1000), cause, actor=SYSTEM) == first
    with pytest.raises(payments.RefundCauseUsed):
        payments.refund(payment.id, usd(999), cause, actor=SYSTEM)
    assert payments.get_payment(payment.id).refunded == 1000
    assert payments.refunds_of([payment.id]) == {payment.id: [first]}


def test_no_more_goes_back_than_came(basket: Basket) -> None:
    payment = basket.pay_and_capture()
    payments.refund(payment.id, usd(2000), new_id(), actor=SYSTEM)
    with pytest.raises(payments.RefundTooLarge) as refused:
        payments.refund(payment.id, usd(501), new_id(), actor=SYSTEM)
    assert (refused.value.asked, refused.value.left) == (usd(501), usd(500))
    assert payments.get_payment(payment.id).refunded == 2000


def test_nothing_goes_back_that_was_not_taken(basket: Basket) -> None:
    payment = basket.pay()
    with pytest.raises(payments.RefundTooLarge):
        payments.refund(payment.id, usd(1), new_id(), actor=SYSTEM)
    with pytest.raises(payments.WrongPaymentCurrency):
        payments.refund(payment.id, Money(1, "EUR"), new_id(), actor=SYSTEM)
    with pytest.raises(payments.BadPaymentAmount):
        payments.refund(payment.id, usd(0), new_id(), actor=SYSTEM)


def test_cash_goes_back_over_the_counter(basket: Basket) -> None:
    payment = payments.take_cash(basket.order, usd(2500), market=basket.market, at=clock.now(), actor=SYSTEM)
    payments.refund(payment.id, usd(2500), new_id(), actor=SYSTEM)
    assert payments.get_payment(payment.id).state is PaymentState.REFUNDED
    assert basket.balance("tender:cash") == 0
    assert payments.audit() == []


def test_the_trail_says_who_gave_money_back(basket: Basket) -> None:
    payment, cause = basket.pay_and_capture(), new_id()
    payments.refund(payment.id, usd(1000), cause, actor=SYSTEM)
    entry = trail.of_subject(trail.Subject("payment", payment.id))[0]
    assert (entry.action, entry.detail("amount"), entry.detail("cause")) == ("payments.refund", 1000, str(cause))


def test_a_refused_refund_leaves_the_money_to_be_refunded(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    payment, cause = basket.pay_and_capture(), new_id()

    def refuse(self: object, payment: PaymentId, amount: Money, cause: UUID) -> Captured | Declined:
        return Declined("no")

    with monkeypatch.context() as refusing:
        refusing.setattr(SandboxGateway, "refund", refuse)
        with pytest.raises(payments.RefundRefused):
            payments.refund(payment.id, usd(2500), cause, actor=SYSTEM)
    assert payments.get_payment(payment.id).refundable == usd(2500)
    assert payments.refund(payment.id, usd(2500), cause, actor=SYSTEM).state is RefundState.DONE
    assert payments.audit() == []


def test_a_refund_without_an_answer_is_asked_again(basket: Basket, monkeypatch: pytest.MonkeyPatch) -> None:
    payment, cause = basket.pay_and_capture(), new_id()
    real = SandboxGateway.refund

    def lose_the_answer(self: SandboxGateway, payment: PaymentId, amount: Money, cause: UUID) -> Captured | Declined:
        real(self, payment, amount, cause)
        raise payments.GatewayUnreachable

    with monkeypatch.context() as silent:
        silent.setattr(SandboxGateway, "refund", lose_the_answer)
        with pytest.raises(payments.GatewayDidNotAnswer):
            payments.refund(payment.id, usd(700), cause, actor=SYSTEM)
    waiting = payments.get_payment(payment.id)
    assert (waiting.refunded, waiting.refunding) == (0, 700)
    assert payments.settle_pending(clock.now() + timedelta(seconds=1)) == 1
    settled = payments.get_payment(payment.id)
    assert (settled.refunded, settled.refunding) == (700, 0)
    assert payments.audit() == []


@pytest.mark.parametrize("method", ["card", "cash"])
def test_threads_never_refund_more_than_was_captured(basket: Basket, method: str) -> None:
    if method == "card":
        payment = basket.pay_and_capture()
    else:
        payment = payments.take_cash(basket.order, usd(2500), market=basket.market, at=clock.now(), actor=SYSTEM)

    def give_back(cause: UUID) -> int:
        try:
            payments.refund(payment.id, usd(200), cause, actor=SYSTEM)
        except payments.RefundTooLarge:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(32) as threads:
        given = sum(threads.map(give_back, [new_id() for _ in range(32)]))
    assert given == 12
    assert payments.get_payment(payment.id).refunded == 2400
    assert payments.audit() == []


def test_threads_refund_the_same_cause_once(basket: Basket) -> None:
    payment, cause = basket.pay_and_capture(), new_id()

    def give_back(_: int) -> UUID:
        try:
            return payments.refund(payment.id, usd(100), cause, actor=SYSTEM).id
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(give_back, range(16)))) == 1
    assert payments.get_payment(payment.id).refunded == 100
    assert payments.audit() == []


def test_a_cause_may_refund_several_tenders(basket: Basket) -> None:
    cause, at = new_id(), clock.now()
    card = basket.pay_and_capture()
    cash = payments.take_cash(basket.order, usd(500), market=basket.market, at=at, actor=SYSTEM)
    other_card = Basket(basket.market).pay_and_capture()
    for payment in (card, cash, other_card):
        payments.refund(payment.id, usd(500), cause, actor=SYSTEM)
    assert [payments.get_payment(each.id).refunded for each in (card, cash, other_card)] == [500, 500, 500]
    assert payments.audit() == []
