"""Transactions are tried again when PostgreSQL asks for it, and refusals arrive as their class."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from oneshelf.kernel import transactions
from oneshelf.kernel.errors import NotAllowed, NotFound, Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger.models import Account
from oneshelf.kernel.transactions import constraint_means, refusals, retried, sqlstate

pytestmark = pytest.mark.database


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_is_tried_again_and_both_come_through() -> None:
    book = new_id()
    left, right = (
        Account.objects.create(id=new_id(), book=book, code=code, currency="USD", floor=0, balance=0).id
        for code in ("left", "right")
    )
    both_hold_one = threading.Barrier(2)
    tries: list[int] = []

    @retried
    def add_to(first: UUID, second: UUID) -> None:
        tries.append(1)
        _add(first)
        if len(tries) <= 2:
            both_hold_one.wait(5)
        _add(second)

    def work(pair: tuple[UUID, UUID]) -> None:
        try:
            add_to(*pair)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [(left, right), (right, left)]))
    assert len(tries) == 3, "one of the two was the victim"
    assert set(Account.objects.values_list("balance", flat=True)) == {2}


def _add(account: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = balance + 1 WHERE id = %s", [account])


@pytest.mark.django_db(transaction=True)
def test_trying_again_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "FIRST_PAUSE_S", 0)
    tries: list[int] = []

    @retried
    def never() -> None:
        tries.append(1)
        _raise_in_sql("no way", "40001")

    with pytest.raises(DatabaseError) as failed:
        never()
    assert sqlstate(failed.value) == "40001"
    assert len(tries) == transactions.MOST_TRIES


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_only_the_outermost_tries_again() -> None:
    tries: list[int] = []

    @retried
    def inner() -> None:
        tries.append(1)
        _raise_in_sql("no way", "40P01")

    with pytest.raises(DatabaseError), transaction.atomic():
        inner()
    assert tries == [1]


@pytest.mark.django_db
def test_a_refusal_of_a_function_arrives_as_its_class() -> None:
    with pytest.raises(NotFound) as refused, refusals(), transaction.atomic():
        _raise_in_sql("not_found", "OS409", '{"kind": "lamp", "value": "7"}')
    assert (refused.value.kind, refused.value.value, refused.value.status) == ("lamp", "7", 404)
    with pytest.raises(LookupError, match="no_such_code"), refusals(), transaction.atomic():
        _raise_in_sql("no_such_code", "OS409")


@pytest.mark.django_db
def test_a_constraint_may_stand_for_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_constraints", {})

    def overdraw() -> None:
        with refusals(), transaction.atomic():
            Account.objects.create(id=new_id(), book=new_id(), code="a", currency="USD", floor=0, balance=-1)

    with pytest.raises(IntegrityError):
        overdraw()
    constraint_means("account_never_below_its_floor", lambda: NotAllowed(permission="overdraw"))
    with pytest.raises(NotAllowed):
        overdraw()


def test_a_refusal_has_a_code_of_its_own() -> None:
    with pytest.raises(TypeError, match="needs a code"):
        type("Nameless", (Refusal,), {})
    with pytest.raises(TypeError, match="belongs to NotFound"):
        type("Other", (Refusal,), {"code": "not_found"})


def _raise_in_sql(message: str, state: str, detail: str = "") -> None:
    body = f"DO $$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = '{state}', DETAIL = '{detail}'; END $$"
    with connection.cursor() as cursor:
        cursor.execute(body)
