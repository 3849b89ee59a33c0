"""Shoppers who change how they pay: as long as nobody has taken money, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from oneshelf.connectors.test_gateway import book
from oneshelf.connectors.test_gateway.gateway import DELAY_LASTS, SandboxGateway, report_due
from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentId, PaymentState, ProviderFact
from tests.checkout.builders import ANA
from tests.companies.builders import Account, an_account

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def begun_with(account: Account, token: str) -> checkout.CheckoutId:
    """Choose to collect what costs 5.00, and pay it with a card."""
    wanted = [checkout.Wanted(account.shop.offered(2), 2)]
    begun = checkout.start(account.shop.market, account.shop.web.id, wanted, customer=account.member).id
    checkout.collect_at(begun, account.shop.store.id, ANA)
    checkout.pay(begun, payments.Method.TEST_CARD, token, actor=ANONYMOUS)
    return begun


def pays_otherwise(begun: checkout.CheckoutId, earlier: PaymentId) -> payments.Payment:
    by = payments.Method.TEST_CARD
    return checkout.pay_otherwise(begun, by, "tok_approve", instead_of=earlier, actor=ANONYMOUS)


def on_account(begun: checkout.CheckoutId) -> orders.OrderId:
    return checkout.complete(begun, actor=ANONYMOUS, terms=orders.Terms.ON_ACCOUNT).order


def states(begun: checkout.CheckoutId) -> list[PaymentState]:
    """What became of all that was tried, the latest first."""
    return [each.state for each in payments.attempts_for(begun)]


def at_the_bank(begun: checkout.CheckoutId) -> set[str]:
    tried = {each.id for each in payments.attempts_for(begun)}
    return {charge.state for charge in book.charges() if charge.payment in tried}


def told_as_lost() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outbox_event WHERE type = 'checkout.lost.v1'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("token", ["tok_delay", "tok_approve", "tok_timeout"])
def test_what_a_card_holds_or_may_come_to_hold_is_let_go_for_an_account(token: str) -> None:
    account = an_account()
    begun = begun_with(account, token)
    order = on_account(begun)
    assert orders.get_order(order).terms is orders.Terms.ON_ACCOUNT
    assert payments.payments_of([order])[order] == []
    assert (states(begun), at_the_bank(begun)) == ([PaymentState.VOIDED], {"voided"})
    with time_machine.travel(clock.now() + DELAY_LASTS + timedelta(seconds=1)):
        report_due()
    assert states(begun) == [PaymentState.VOIDED]
    assert account.figures == (500, 0)


def test_money_that_the_bank_took_before_it_heard_of_it_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    begun = begun_with(account, "tok_approve")
    let_go = SandboxGateway.void

    def too_late(bank: SandboxGateway, payment: PaymentId) -> payments.Voided | payments.Captured:
        bank.capture(payment, payments.get_payment(payment).total)
        return let_go(bank, payment)

    monkeypatch.setattr(SandboxGateway, "void", too_late)
    on_account(begun)
    assert states(begun) == [PaymentState.REFUNDED]


def test_an_order_on_account_stands_though_the_bank_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The void is asked again later; nobody is told that goods were lost when it is done."""
    account = an_account()
    begun = begun_with(account, "tok_approve")

    def silent(bank: SandboxGateway, payment: PaymentId) -> payments.Voided:
        raise payments.GatewayUnreachable("no answer")

    with monkeypatch.context() as silence:
        silence.setattr(SandboxGateway, "void", silent)
        order = on_account(begun)
    assert (states(begun), payments.payments_of([order])[order]) == ([PaymentState.AUTHORISED], [])
    payments.settle_pending(clock.now() + timedelta(seconds=1))
    assert (states(begun), told_as_lost()) == ([PaymentState.VOIDED], 0)


def test_money_of_an_earlier_try_goes_back_without_a_word_of_lost_goods() -> None:
    account = an_account()
    begun = begun_with(account, "tok_approve")
    checkout.ship_to(begun, ANA)
    checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    checkout.complete(begun, actor=ANONYMOUS)
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert checkout.give_back_stranded() == 1
    assert (states(begun), told_as_lost()) == ([PaymentState.AUTHORISED, PaymentState.VOIDED], 0)


def test_a_company_without_credit_leaves_the_card_as_it_is() -> None:
    account = an_account(limit=499)
    begun = begun_with(account, "tok_approve")
    with pytest.raises(companies.OverCredit):
        on_account(begun)
    assert states(begun) == [PaymentState.AUTHORISED]
    (payment,) = payments.payments_of([order := checkout.complete(begun, actor=ANONYMOUS).order])[order]
    assert payment.total.minor == 500


def test_money_that_was_taken_pays_the_order_whatever_else_is_chosen() -> None:
    account = an_account()
    begun = begun_with(account, "tok_approve")
    (tried,) = payments.attempts_for(begun)
    payments.receive(payments.ProviderEvent("test", "by-itself", tried.id, ProviderFact.CAPTURED, 500, ""))
    assert pays_otherwise(begun, tried.id).id == tried.id
    assert checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS).id == tried.id
    order = on_account(begun)
    assert [each.id for each in payments.payments_of([order])[order]] == [tried.id]
    assert (orders.get_order(order).terms, account.figures) == (None, (0, 0))


def test_money_that_is_on_its_way_back_pays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = begun_with(an_account(), "tok_approve")
    (tried,) = payments.attempts_for(begun)
    payments.receive(payments.ProviderEvent("test", "by-itself", tried.id, ProviderFact.CAPTURED, 500, ""))

    def silent(bank: SandboxGateway, *given: object) -> payments.Captured:
        raise payments.GatewayUnreachable("no answer")

    monkeypatch.setattr(SandboxGateway, "refund", silent)
    with pytest.raises(payments.GatewayDidNotAnswer):
        payments.give_back(tried.id, actor=ANONYMOUS)
    paid = checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    order = checkout.complete(begun, actor=ANONYMOUS).order
    assert [each.id for each in payments.payments_of([order])[order]] == [paid.id]


@pytest.mark.parametrize("first", ["tok_delay", "tok_approve", "tok_decline"])
def test_another_card_pays_in_place_of_the_first(first: str) -> None:
    account = an_account()
    begun = begun_with(account, first)
    (tried,) = payments.attempts_for(begun)
    paid = pays_otherwise(begun, tried.id)
    assert pays_otherwise(begun, tried.id).id == paid.id, "who presses twice lets go of the first card only"
    order = checkout.complete(begun, actor=ANONYMOUS).order
    assert [each.id for each in payments.payments_of([order])[order]] == [paid.id]
    left = PaymentState.DECLINED if first == "tok_decline" else PaymentState.VOIDED
    assert states(begun) == [PaymentState.AUTHORISED, left]
