"""The built-in gateway keeps the port's promises: a question is done once, and its book outlives our transaction."""

from __future__ import annotations

import pytest
from django.db import transaction

from oneshelf.connectors.test_gateway import book
from oneshelf.connectors.test_gateway.gateway import SandboxGateway
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.payments.public import (
    Authorised,
    Captured,
    Declined,
    GatewayUnreachable,
    PaymentId,
    Pending,
    Unknown,
    Voided,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TEN = Money(1000, "USD")


@pytest.fixture
def gateway() -> SandboxGateway:
    return SandboxGateway()


@pytest.fixture
def payment() -> PaymentId:
    return PaymentId(new_id())


def test_a_payment_is_held_taken_and_given_back_once(gateway: SandboxGateway, payment: PaymentId) -> None:
    assert isinstance(gateway.standing(payment), Unknown)
    assert gateway.authorise(payment, TEN, "tok_approve") == gateway.authorise(payment, TEN, "tok_approve")
    assert gateway.capture(payment, TEN) == gateway.capture(payment, TEN)
    cause = new_id()
    for _ in range(2):
        assert isinstance(gateway.refund(payment, Money(600, "USD"), cause), Captured)
    assert isinstance(gateway.refund(payment, Money(600, "USD"), new_id()), Declined)
    (charge,) = book.charges()
    assert (charge.state, charge.captured, charge.refunded) == ("captured", 1000, 600)


def test_its_book_outlives_our_transaction(gateway: SandboxGateway, payment: PaymentId) -> None:
    with transaction.atomic():
        gateway.authorise(payment, TEN, "tok_approve")
        transaction.set_rollback(True)
    assert isinstance(gateway.standing(payment), Authorised)


def test_what_was_voided_unseen_is_declined_when_it_comes(gateway: SandboxGateway, payment: PaymentId) -> None:
    assert isinstance(gateway.void(payment), Voided)
    assert isinstance(gateway.authorise(payment, TEN, "tok_approve"), Declined)


def test_what_was_taken_is_not_voided(gateway: SandboxGateway, payment: PaymentId) -> None:
    gateway.authorise(payment, TEN, "tok_approve")
    gateway.capture(payment, Money(400, "USD"))
    assert isinstance(gateway.void(payment), Captured)
    assert isinstance(gateway.capture(payment, TEN), Captured)
    assert [charge.captured for charge in book.charges()] == [400]


def test_no_more_is_taken_than_is_held(gateway: SandboxGateway, payment: PaymentId) -> None:
    gateway.authorise(payment, TEN, "tok_approve")
    assert isinstance(gateway.capture(payment, Money(1001, "USD")), Declined)


@pytest.mark.parametrize(
    ("token", "answer"), [("tok_decline", Declined), ("anything", Declined), ("tok_delay", Pending)]
)
def test_tokens_choose_the_answer(
    gateway: SandboxGateway, payment: PaymentId, token: str, answer: type[object]
) -> None:
    assert isinstance(gateway.authorise(payment, TEN, token), answer)


def test_a_lost_answer_is_in_the_book_and_a_lost_question_is_not(gateway: SandboxGateway) -> None:
    answered, asked = PaymentId(new_id()), PaymentId(new_id())
    with pytest.raises(GatewayUnreachable):
        gateway.authorise(answered, TEN, "tok_timeout")
    with pytest.raises(GatewayUnreachable):
        gateway.authorise(asked, TEN, "tok_unreachable")
    assert isinstance(gateway.standing(answered), Authorised)
    assert isinstance(gateway.standing(asked), Unknown)
