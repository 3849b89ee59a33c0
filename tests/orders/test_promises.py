"""Promises are kept or broken, once, and places learn it; a broken one is a case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.cases import public as cases
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import a_shop
from tests.orders.settling import forget_jobs, mailed, settle
from tests.orders.test_money_follows_goods import bought

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


def test_what_is_ready_in_time_is_kept() -> None:
    consignment = bought(a_shop())
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 3, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    settle()
    assert orders.get_order(OrderId(consignment.order)).promise_kept is True
    assert orders.note_broken_promises(clock.now() + timedelta(days=30)) == 0


def test_a_promise_that_is_missed_is_one_case_and_one_mail() -> None:
    consignment = bought(a_shop())
    order = OrderId(consignment.order)
    settle()
    assert orders.note_broken_promises(clock.now()) == 0
    later = clock.now() + timedelta(days=30)
    assert [orders.note_broken_promises(later) for _ in range(2)] == [1, 0]
    settle()
    (case,) = cases.cases_of(order)
    assert (case.kind, len(mailed())) == (cases.Kind.LATE, 1)
    fulfilment.start_picking(consignment.id, actor=SYSTEM)
    fulfilment.record_pick(consignment.id, 1, 3, actor=SYSTEM)
    fulfilment.mark_ready(consignment.id, actor=SYSTEM)
    settle()
    assert orders.get_order(order).promise_kept is False
    assert cases.get_case(case.id).solution == "by_itself"
    assert [found for check in checks() for found in check.find()] == []
