"""Companies are reminded of what they have not paid: once a step, and not of what they have."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Reminder
from oneshelf.modules.companies.rules import reminder_due
from tests.amendments.builders import wrong
from tests.companies.builders import Account, an_account, pays
from tests.orders.settling import forget_jobs, settle

DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-4, None),
        (-3, Reminder.SOON),
        (0, Reminder.SOON),
        (1, Reminder.OVERDUE),
        (7, Reminder.OVERDUE),
        (8, Reminder.LAST),
    ],
)
def test_an_invoice_comes_to_its_steps(days: int, step: Reminder | None) -> None:
    assert reminder_due(DUE, DUE - timedelta(days=30), 7, DUE + timedelta(days=days)) is step


def test_what_is_due_at_once_is_not_called_due_soon() -> None:
    assert reminder_due(DUE, DUE - timedelta(days=3), 7, DUE) is None
    assert reminder_due(DUE, DUE, 0, DUE + timedelta(days=1)) is Reminder.LAST


def reminded(invoice: companies.DocumentId) -> int:
    return sum(each.type == companies.InvoiceReminded.TYPE for each in outbox.history([invoice]))


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_each_step_is_announced_once_until_it_is_paid(transactional_db: None) -> None:
    forget_jobs()
    account: Account = an_account()
    for _ in range(2):
        account.hands_out(account.orders(4))
    settle()
    first, second = account.documents
    today = companies.today(account.now.market)

    def after(days: int) -> datetime:
        return account.noon(today + timedelta(days=days))

    assert [companies.remind(after(day)) for day in (26, 27, 28, 31, 31)] == [0, 2, 0, 2, 0]
    pays(first)
    assert companies.remind(after(38)) == 1
    assert companies.remind(after(60)) == 0
    assert (reminded(first.id), reminded(second.id)) == (2, 3)
    assert wrong() == []
