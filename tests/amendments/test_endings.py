"""Changes that end otherwise than by being done: with their order, forgotten, or in the hands of somebody faster."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.outbox.models import Letter
from oneshelf.modules.amendments import models, rules
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState
from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderState
from oneshelf.modules.payments import public as payments
from oneshelf.modules.payments.public import PaymentState
from tests.amendments.builders import an_order, confirm, somebody_waits, wrong
from tests.orders.settling import forget_jobs, mailed, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PATIENCE_S = 10


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@pytest.mark.parametrize("token", ["tok_approve", "tok_delay"], ids=["held", "pending"])
def test_a_change_that_somebody_was_paying_for_ends_with_its_order_and_its_money_goes_back(token: str) -> None:
    case = an_order(3)
    (milk,) = case.variants
    waiting = case.change(None, Addition(milk, 2))
    payment = amendments.pay(waiting.id, payments.Method.TEST_CARD, token, actor=SYSTEM)
    orders.cancel_order(case.order, actor=SYSTEM)
    settle()
    assert Letter.objects.count() == 0  # no listener has failed
    assert amendments.get_amendment(waiting.id).state is AmendmentState.WITHDRAWN
    assert payments.get_payment(payment.id).state is PaymentState.VOIDED
    assert case.reserved(milk) == 0
    assert wrong() == []


def test_what_is_forgotten_while_its_order_is_waited_for_is_unknown() -> None:
    case = an_order(3)
    shown = case.propose({1: 1})
    is_held, told = Event(), []

    def confirming() -> None:
        try:
            confirm(shown)
        except amendments.UnknownAmendment as unknown:
            told.append(unknown.code)
        finally:
            connection.close()

    with transaction.atomic():
        orders.lock_order(case.order)
        behind = Thread(target=confirming)
        behind.start()
        while not somebody_waits():
            is_held.wait(0.02)
        models.Amendment.objects.filter(id=shown.id).delete()
    behind.join(PATIENCE_S)
    assert told == ["unknown_amendment"]
    assert case.now.version == 1


def test_of_what_was_only_shown_the_latest_are_kept() -> None:
    case, other = an_order(3), an_order(3)
    kept, elsewhere = case.change({1: 1}), other.propose({1: 1})
    shown = [case.propose({1: 1}) for _ in range(rules.MOST_SHOWN + 2)]
    left = {row.id for row in models.Amendment.objects.all()}
    assert left == {kept.id, elsewhere.id, *(each.id for each in shown[2:])}
    with pytest.raises(amendments.UnknownAmendment):
        confirm(shown[0])
    assert confirm(shown[2]).state is AmendmentState.CONFIRMED


def test_the_mail_writes_the_amount_as_its_reader_does() -> None:
    case = an_order(3)
    (milk,) = case.variants
    case.change(None, Addition(milk, 2))
    settle()
    (sent,) = mailed()
    assert "$5.00" in sent.body


def test_what_is_left_of_an_order_waits_though_its_last_parcel_is_withdrawn() -> None:
    case = an_order(3, 2)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    fulfilment.record_short(case.parcel.id, 2, actor=SYSTEM)
    settle()
    (asked,) = cases.cases_of(case.order)
    case.change({1: 3})
    settle()
    assert ([each.state for each in case.parcels], asked.settled) == ([ConsignmentState.CANCELLED], False)
    assert case.now.summary.state is OrderState.PLACED
    refund = next(way.number for way in asked.alternatives if way.way is cases.Way.REFUND)
    cases.choose(asked.id, refund, actor=SYSTEM)
    settle()
    assert (case.now.summary.state, case.paid()) == (OrderState.CANCELLED, 0)
    assert wrong() == []


def test_jobs_about_the_money_of_an_order_run_one_after_another() -> None:
    case = an_order(3, by="test_card")
    case.change({1: 1})
    relay.drain()
    first = {job.lock for job in ProcrastinateJob.objects.filter(task_name__endswith="give_difference_back")}
    orders.cancel_order(case.order, actor=SYSTEM)
    relay.drain()
    then = {job.lock for job in ProcrastinateJob.objects.filter(task_name__endswith="give_money_back")}
    assert first == then == {f"money of order {case.order}"}
