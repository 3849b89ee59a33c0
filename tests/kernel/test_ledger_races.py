"""A bounded account that many draw on at once is never overdrawn, and crossing transfers do not deadlock."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_gift_card_is_spent_once() -> None:
    book, start = new_id(), threading.Barrier(8)
    card = ledger.open_bounded(book, "card", "USD")
    ledger.post(book, "USD", ledger.Cause("issue", new_id()), [ledger.Leg("issued", "card", 1000)], at=AT)

    def draw(_: int) -> int:
        start.wait()
        spent = 0
        try:
            for _turn in range(5):
                try:
                    with transaction.atomic():
                        cause = ledger.Cause("spend", new_id())
                        ledger.post(book, "USD", cause, [ledger.Leg("card", "orders", 100)], at=AT)
                    spent += 1
                except ledger.BalanceTooLow:
                    pass
        finally:
            connection.close()
        return spent

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(draw, range(8))) == 10
    assert ledger.balance(card) == 0
    assert ledger.audit() == []


def test_transfers_that_cross_do_not_deadlock() -> None:
    book, start = new_id(), threading.Barrier(4)
    for code in ("left", "right"):
        ledger.open_bounded(book, code, "USD", floor=-1_000_000)

    def swap(worker: int) -> None:
        there, back = ("left", "right") if worker % 2 else ("right", "left")
        start.wait()
        try:
            for _turn in range(25):
                with transaction.atomic():
                    cause = ledger.Cause("swap", new_id())
                    ledger.post(book, "USD", cause, [ledger.Leg(there, back, 1)], at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(swap, range(4)))
    assert ledger.audit() == []
