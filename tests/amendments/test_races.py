"""Edits against picking: while pickers pick, fall short and hand out, others change and cancel the same orders."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from random import Random
from threading import Barrier

import pytest
import time_machine
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, AmendmentState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.payments import public as payments
from tests.amendments.builders import Case, an_order, confirm, pays, somebody_waits, wrong
from tests.orders.settling import forget_jobs, settle
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HANDS = 6
ACTS = 12
LEFT = (ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED)


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_one_of_many_who_confirm_changes_the_order() -> None:
    case = an_order(3)
    shown = [case.propose({1: 1}) for _ in range(HANDS)]
    assert at_once(*[partial(confirm, each) for each in shown]) == {"done": 1, "order_changed": HANDS - 1}
    assert (case.now.due.minor, case.reserved(case.variants[0])) == (500, 2)
    assert wrong() == []


def test_a_change_waits_for_its_pickers_before_it_touches_the_shelf() -> None:
    case = an_order(3)
    (milk,) = case.variants
    waiting = case.change({1: 1}, Addition(milk, 3))
    amendments.pay(waiting.id, payments.Method.TEST_CARD, "tok_approve", actor=SYSTEM)
    fulfilment.start_picking(case.parcel.id, actor=SYSTEM)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            fulfilment.lock([case.parcel.id])
            done = pool.submit(_in_own_connection, partial(amendments.complete, waiting.id, actor=SYSTEM))
            while not somebody_waits():
                time.sleep(0.02)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")  # sooner than a deadlock is broken
            fulfilment.record_short(case.parcel.id, 1, actor=SYSTEM)  # asks for the shelf that the change asks for
        with pytest.raises(amendments.AlreadyPicked):
            done.result(timeout=10)
    settle()
    assert amendments.get_amendment(waiting.id).state is AmendmentState.WITHDRAWN
    assert wrong() == []


def _in_own_connection(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connection.close()


def test_a_unit_is_picked_or_cancelled_never_both() -> None:
    for _ in range(4):
        case = an_order(1)
        shown, parcel = case.propose({1: 1}), case.parcel
        fulfilment.start_picking(parcel.id, actor=SYSTEM)
        told = at_once(partial(confirm, shown), partial(fulfilment.record_pick, parcel.id, 1, 1, actor=SYSTEM))
        assert sum(told.values()) == 2
        assert told["done"] == 1, told
        is_cancelled = case.now.summary.state is OrderState.CANCELLED
        assert case.reserved(case.variants[0]) == (0 if is_cancelled else 1)
        assert sum(line.picked for line in case.parcel.lines) == (0 if is_cancelled else 1)


def test_a_change_is_completed_once_however_many_pay() -> None:
    case = an_order(3)
    waiting = case.change(None, Addition(case.variants[0], 2))
    told = at_once(*[partial(pays, waiting)] * HANDS)
    assert told["done"] >= 1
    settle()
    assert (case.now.due.minor, case.paid(), case.reserved(case.variants[0])) == (1250, 1250, 5)
    assert wrong() == []


def test_paying_races_with_withdrawing_and_somebody_wins() -> None:
    for _ in range(4):
        case = an_order(3)
        waiting = case.change(None, Addition(case.variants[0], 2))
        at_once(partial(pays, waiting), partial(amendments.withdraw, waiting.id, actor=SYSTEM))
        settle()
        is_done = amendments.get_amendment(waiting.id).state is AmendmentState.CONFIRMED
        assert (case.now.due.minor, case.paid()) == ((1250, 1250) if is_done else (750, 750))
        assert case.reserved(case.variants[0]) == (5 if is_done else 3)
    assert wrong() == []


def picker(case: Case, luck: Random) -> None:
    """Do what comes next for a parcel; now and then something is not found."""
    parcel = luck.choice(case.parcels)
    with_luck: list[Callable[[], object]] = [
        partial(fulfilment.start_picking, parcel.id, actor=SYSTEM),
        *(
            partial(fulfilment.record_pick, parcel.id, line.line, luck.randint(0, line.quantity), actor=SYSTEM)
            for line in parcel.lines
        ),
        *(
            partial(fulfilment.record_short, parcel.id, line.line, actor=SYSTEM)
            for line in parcel.lines
            if luck.random() < 0.1
        ),
        partial(fulfilment.mark_ready, parcel.id, actor=SYSTEM),
        partial(fulfilment.pack, parcel.id, actor=SYSTEM),
    ]
    for act in with_luck:
        tried(act)
    if luck.random() < 0.3:
        hand_out(parcel)


def hand_out(parcel: Consignment) -> None:
    tried(partial(fulfilment.hand_over, parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM))
    tried(partial(fulfilment.ship, parcel.id, carrier="DHL", tracking="1", actor=SYSTEM))


def changer(case: Case, luck: Random) -> None:
    """Take something away, add something, pay or not, or cancel it all."""
    lines = [line for line in case.now.lines if line.wanted]
    if luck.random() < 0.05:
        tried(partial(orders.cancel_order, case.order, actor=SYSTEM))
    cancel = {line.line: luck.randint(1, line.wanted) for line in lines if luck.random() < 0.4}
    add = [Addition(luck.choice(case.variants), luck.randint(1, 2))] if luck.random() < 0.5 else []
    try:
        agreed = confirm(case.propose(cancel, *add))
    except Refusal:
        return
    if agreed.state is AmendmentState.AWAITING_PAYMENT:
        way = luck.choice(["pay", "pay", "withdraw", "leave"])
        if way == "pay":
            tried(partial(pays, agreed))
        elif way == "withdraw":
            tried(partial(amendments.withdraw, agreed.id, actor=SYSTEM))


def tried(act: Callable[[], object]) -> None:
    try:
        act()
    except Refusal:
        return  # somebody else was faster, or it is not its turn


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_against_picking(seed: int) -> None:
    """Nothing is oversold, nothing is stranded, and each shopper has paid for exactly what they got."""
    cases = [an_order(3, 2, method=method, shelf=7) for method in (Method.COLLECT, Method.SHIP, Method.COLLECT)]
    ready = Barrier(HANDS)

    def work(hand: int) -> None:
        luck = Random(seed * 1000 + hand)
        ready.wait()
        try:
            for _ in range(ACTS):
                (picker if hand % 2 else changer)(luck.choice(cases), luck)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as threads:
        list(threads.map(work, range(HANDS)))
    assert_all_ends_well(cases)


def assert_all_ends_well(cases: list[Case]) -> None:
    settle()
    with time_machine.travel(clock.now() + amendments.PAY_WITHIN + timedelta(seconds=1), tick=False):
        amendments.expire()
    for case in cases:
        for parcel in case.parcels:
            tried(partial(fulfilment.start_picking, parcel.id, actor=SYSTEM))
            for line in parcel.lines:
                tried(partial(fulfilment.record_pick, parcel.id, line.line, line.quantity - line.short, actor=SYSTEM))
            tried(partial(fulfilment.mark_ready, parcel.id, actor=SYSTEM))
            tried(partial(fulfilment.pack, parcel.id, actor=SYSTEM))
            hand_out(parcel)
    settle()
    assert wrong() == []
    for case in cases:
        got: Counter[int] = Counter()
        for parcel in case.parcels:
            if parcel.state in LEFT:
                got.update({line.line: line.picked for line in parcel.lines})
        lines = case.now.lines
        if case.now.summary.state in (OrderState.COMPLETED, OrderState.CANCELLED):
            assert case.paid() == sum(orders.value_of_units(line, got[line.line]) for line in lines)
            both = [case.shop.store.id, case.other.id]
            for level in inventory.levels(case.shop.market.id, list(case.variants), both):
                assert level.reserved == 0 <= level.on_hand
        unclaimed = [
            payment
            for made in amendments.amendments_of(case.order)
            for payment in payments.attempts_for(made.id)
            if payment.order is None
        ]
        assert {each.state for each in unclaimed} <= {payments.PaymentState.VOIDED, payments.PaymentState.DECLINED}
