"""Whatever happens to payments, in whatever order: the books agree, and the gateway's book agrees with ours."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from oneshelf.connectors.test_gateway import book
from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentId, PaymentState, ProviderEvent, ProviderFact
from tests.payments.builders import Basket

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

TOKENS = ["tok_approve", "tok_decline", "tok_delay", "tok_fail_capture", "tok_timeout", "tok_unreachable"]
HELD = {PaymentState.AUTHORISED}
TAKEN = {PaymentState.CAPTURED, PaymentState.PARTLY_REFUNDED, PaymentState.REFUNDED}


def refusing() -> suppress:
    """Let a verb refuse: the invariants see whether it changed something nevertheless."""
    return suppress(Refusal)


class Crash(BaseException):
    """The process dies."""


class Payments(RuleBasedStateMachine):
    """Shoppers pay, staff capture, void and refund, providers report, and the process dies now and then."""

    paid = Bundle("paid")
    causes = Bundle("causes")

    def __init__(self) -> None:
        super().__init__()
        self.mine: list[PaymentId] = []
        self.market = MarketId(new_id())

    def known(self, payment: payments.Payment) -> PaymentId:
        self.mine.append(payment.id)
        return payment.id

    @rule(target=paid, token=st.sampled_from(TOKENS), amount=st.integers(1, 5000))
    def authorise(self, token: str, amount: int) -> PaymentId:
        return self.known(Basket(self.market).pay(token, Money(amount, "USD")))

    @rule(target=paid, amount=st.integers(1, 5000))
    def take_cash(self, amount: int) -> PaymentId:
        cash = payments.take_cash(new_id(), Money(amount, "USD"), market=self.market, at=clock.now(), actor=SYSTEM)
        return self.known(cash)

    @rule(target=paid, amount=st.integers(1, 5000))
    def authorise_and_crash(self, amount: int) -> object:
        basket, real = Basket(self.market), SandboxGateway.authorise

        def die(self: SandboxGateway, payment: PaymentId, amount: Money, token: str) -> None:
            real(self, payment, amount, token)
            raise Crash

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SandboxGateway, "authorise", die)
            try:
                basket.pay("tok_approve", Money(amount, "USD"))
            except Crash:
                return self.known(payments.attempts_for(basket.payable)[0])
        return multiple()

    @rule(payment=paid, share=st.integers(1, 100))
    def capture(self, payment: PaymentId, share: int) -> None:
        amount = Money(max(1, payments.get_payment(payment).amount * share // 100), "USD")
        with refusing():
            payments.capture(payment, amount, actor=SYSTEM)

    @rule(payment=paid)
    def void(self, payment: PaymentId) -> None:
        with refusing():
            payments.void(payment, actor=SYSTEM)

    @rule(payment=paid)
    def give_back(self, payment: PaymentId) -> None:
        with refusing():
            payments.give_back(payment, actor=SYSTEM)

    @rule(target=causes, payment=paid, amount=st.integers(1, 3000))
    def refund(self, payment: PaymentId, amount: int) -> tuple[PaymentId, int, UUID]:
        cause = new_id()
        with refusing():
            payments.refund(payment, Money(amount, "USD"), cause, actor=SYSTEM)
        return payment, amount, cause

    @rule(refund=causes)
    def refund_again(self, refund: tuple[PaymentId, int, UUID]) -> None:
        payment, amount, cause = refund
        before = payments.get_payment(payment)
        if any(each.cause == cause for each in payments.refunds_of([payment])[payment]):
            payments.refund(payment, Money(amount, "USD"), cause, actor=SYSTEM)
            assert payments.get_payment(payment) == before

    @rule(payment=paid, fact=st.sampled_from(ProviderFact))
    def report_what_the_gateway_did(self, payment: PaymentId, fact: ProviderFact) -> None:
        states = {
            ProviderFact.AUTHORISED: "held",
            ProviderFact.CAPTURED: "captured",
            ProviderFact.DECLINED: "declined",
            ProviderFact.VOIDED: "voided",
        }
        for charge in book.charges():
            if charge.payment == payment and charge.state == states[fact]:
                payments.receive(ProviderEvent("test", str(new_id()), payment, fact, charge.captured, ""))

    @rule()
    def settle(self) -> None:
        payments.settle_pending(clock.now() + timedelta(minutes=1))

    @invariant()
    def refunds_never_exceed_captures(self) -> None:
        for payment in self.mine:
            now = payments.get_payment(payment)
            done = sum(each.amount for each in payments.refunds_of([payment])[payment])
            assert done == now.refunded <= now.captured <= now.amount

    @invariant()
    def books_agree(self) -> None:
        assert payments.audit() == []

    def teardown(self) -> None:
        """When all questions are answered, the gateway holds, took and gave back exactly what we say."""
        payments.settle_pending(clock.now() + timedelta(minutes=1))
        charges = {charge.payment: charge for charge in book.charges()}
        for payment in map(payments.get_payment, self.mine):
            charge = charges.get(payment.id)
            if charge is None:
                assert not payment.gateway
                continue
            assert (charge.captured, charge.refunded) == (payment.captured, payment.refunded)
            assert (charge.state == "held") == (payment.state in HELD)
            assert (charge.state == "captured") == (payment.state in TAKEN)


def test_the_books_always_agree() -> None:
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
