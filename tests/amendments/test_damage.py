"""A damaged change of an order is reported, by the check that watches it and by no other."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.amendments.public import Addition
from tests.amendments.builders import an_order, pays, wrong
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

STEPS = "every step of a change of an order has its event"
PAID = "what is paid for a change is what was agreed to"
BOOK = "what a change of an order did is what it announced"
CANCELLED = "what an order cancels is what its lines and changes do"

DAMAGES: list[tuple[str, str, set[str]]] = [
    ("nothing", "SELECT 1", set()),
    ("version", "UPDATE amendments_amendment SET version = version + 1 WHERE to_pay > 0", {STEPS}),
    ("event gone", "DELETE FROM outbox_event WHERE type = 'amendments.confirmed.v1'", {STEPS}),
    ("agreed to otherwise", "UPDATE amendments_amendment SET to_pay = to_pay + 1 WHERE to_pay > 0", {PAID}),
    ("done, and not said", "UPDATE amendments_amendment SET to_pay = 0", {PAID}),
    ("change gone", "DELETE FROM amendments_amendment WHERE to_pay > 0", {PAID}),
    ("payment of nobody", "UPDATE amendments_amendment SET payment_id = NULL WHERE to_pay > 0", {PAID}),
    ("book says less paid", "UPDATE orders_amendment SET paid = paid + 1 WHERE paid > 0", {PAID}),
    ("book says more added", "UPDATE orders_amendment SET added = added - 1 WHERE paid > 0", {BOOK}),
    (
        "book says more cancelled",
        "UPDATE orders_amendment SET cancelled = cancelled + 1 WHERE paid = 0",
        {BOOK, CANCELLED},
    ),
    ("change of the book gone", "DELETE FROM orders_amendment WHERE paid > 0", {BOOK, PAID}),
]


@pytest.mark.parametrize(("what", "statement", "checks"), DAMAGES, ids=[row[0] for row in DAMAGES])
def test_damage_is_named(what: str, statement: str, checks: set[str]) -> None:
    forget_jobs()
    case = an_order(3, 2)
    case.change({1: 1})
    pays(case.change(None, Addition(case.variants[1], 2)))
    settle()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
    assert {found.check for _title, found in wrong() if isinstance(found, Discrepancy)} == checks
