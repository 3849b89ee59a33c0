"""Value moves between accounts; nothing is made and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.ledger.models import Account, Transfer

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
BOOK = new_id()


def _cause() -> ledger.Cause:
    return ledger.Cause("payment", new_id())


def test_an_account_has_the_same_id_in_python_and_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_account_id(%s::uuid, %s::text, %s::text)", [BOOK, "tender:żółw", "USD"])
        assert cursor.fetchone()[0] == ledger.account_id(BOOK, "tender:żółw", "USD")
    assert ledger.account_id(BOOK, "a", "USD").version == 8


def test_posting_opens_the_accounts_that_are_missing() -> None:
    ledger.post(BOOK, "USD", _cause(), [ledger.Leg("tender:cash", "orders", 500)], at=AT)
    assert set(Account.objects.values_list("code", "floor")) == {("tender:cash", None), ("orders", None)}
    transfer = Transfer.objects.get()
    assert (transfer.debit, transfer.amount) == (ledger.account_id(BOOK, "tender:cash", "USD"), 500)


def test_a_bounded_account_never_falls_below_its_floor() -> None:
    card = ledger.open_bounded(BOOK, "card:1", "USD")
    ledger.post(BOOK, "USD", _cause(), [ledger.Leg("issued", "card:1", 300)], at=AT)
    with pytest.raises(ledger.BalanceTooLow) as refused, transaction.atomic():
        ledger.post(BOOK, "USD", _cause(), [ledger.Leg("card:1", "orders", 301)], at=AT)
    assert (refused.value.balance, refused.value.wanted, refused.value.account_code) == (300, 301, "card:1")
    assert _kept(card) == 300
    ledger.post(BOOK, "USD", _cause(), [ledger.Leg("card:1", "orders", 300)], at=AT)
    assert _kept(card) == 0


def test_a_cause_posts_once() -> None:
    cause = _cause()
    ledger.post(BOOK, "USD", cause, [ledger.Leg("tender:cash", "orders", 5)], at=AT)
    with pytest.raises(ledger.AlreadyPosted), transaction.atomic():
        ledger.post(BOOK, "USD", cause, [ledger.Leg("tender:cash", "orders", 5)], at=AT)
    assert Transfer.objects.count() == 1


def test_a_reversal_is_the_exact_inverse() -> None:
    card = ledger.open_bounded(BOOK, "card:2", "USD")
    cause, by = _cause(), ledger.Cause("refund", new_id())
    ledger.post(BOOK, "USD", cause, [ledger.Leg("issued", "card:2", 70), ledger.Leg("tender:cash", "orders", 9)], at=AT)
    assert ledger.reverse(cause, by=by, at=AT) == 2
    assert _kept(card) == 0
    with pytest.raises(ledger.AlreadyPosted), transaction.atomic():
        ledger.reverse(cause, by=by, at=AT)


def test_a_transfer_is_never_changed() -> None:
    ledger.post(BOOK, "USD", _cause(), [ledger.Leg("a", "b", 1)], at=AT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Transfer.objects.update(amount=2)


def test_an_account_keeps_the_bound_it_was_opened_with() -> None:
    ledger.open_bounded(BOOK, "card:3", "USD")
    ledger.open_bounded(BOOK, "card:3", "USD")
    with pytest.raises(ledger.AccountIsBoundOtherwise):
        ledger.open_bounded(BOOK, "card:3", "USD", floor=-100)


def _kept(account: UUID) -> int | None:
    return Account.objects.get(id=account).balance


def test_a_statement_tells_how_a_balance_came_about() -> None:
    for hour, (debit, credit, amount) in enumerate([("cash", "orders", 500), ("orders", "cash", 200)], start=9):
        at = AT.replace(hour=hour)
        ledger.post(BOOK, "EUR", _cause(), [ledger.Leg(debit, credit, amount)], at=at)
    orders, ten = ledger.account_id(BOOK, "orders", "EUR"), AT.replace(hour=10)
    assert (ledger.balance(orders, before=ten), ledger.balance(orders)) == (500, 300)
    page = ledger.lines(orders, AT, AT.replace(hour=11))
    assert [(line.amount, line.other) for line in page] == [(500, "cash"), (-200, "cash")]
    assert [line.amount for line in ledger.lines(orders, ten, AT.replace(hour=11))] == [-200]
    assert ledger.lines(orders, AT, AT.replace(hour=11), after=page[-1]) == []
    assert ledger.balance(new_id()) == 0


def test_history_is_loaded_once() -> None:
    past = [ledger.PastLeg(new_id(), 1, ledger.Leg("tender:cash", "orders", n), AT) for n in (1, 2, 3)]
    assert ledger.load(BOOK, "USD", "history", past) == 3
    assert ledger.load(BOOK, "USD", "history", past) == 0
    assert ledger.balance(ledger.account_id(BOOK, "orders", "USD")) == 6
    ledger.open_bounded(BOOK, "card:4", "USD")
    with pytest.raises(ledger.AccountIsBoundOtherwise):
        ledger.load(BOOK, "USD", "history", [ledger.PastLeg(new_id(), 1, ledger.Leg("issued", "card:4", 1), AT)])
    assert ledger.audit() == []


def test_the_audit_names_what_is_wrong() -> None:
    card = ledger.open_bounded(BOOK, "card:5", "USD")
    Account.objects.filter(id=card).update(balance=7)
    stray = Transfer.objects.create(
        book=BOOK, debit=new_id(), credit=card, amount=1, currency="USD", cause_kind="x", cause=new_id(), leg=1,
        occurred_at=AT,
    )  # fmt: skip
    found = {(each.row, each.found, each.expected) for each in ledger.audit()}
    assert found == {(card, 7, 1), (stray.id, None, None)}


def test_the_database_itself_holds_the_floor() -> None:
    card = ledger.open_bounded(BOOK, "card:6", "USD")
    with pytest.raises(DatabaseError, match="account_never_below_its_floor"), transaction.atomic():
        Account.objects.filter(id=card).update(balance=-1)
