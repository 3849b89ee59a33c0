"""Companies' accounts: each damage is named by the check that watches it, and by no other."""

from __future__ import annotations

import pytest

from tests.companies.builders import an_account, credits, pays
from tests.orders.settling import forget_jobs, settle
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

CREDIT = "the credit of a company is what it ordered and owes"
SETTLED = "an invoice is settled by what was noted for it"
LEDGER, NUMBERS = "what a company owes stands in the ledger", "invoice numbers have no gap"
INVOICED, EVENTS = (
    "what was invoiced of an order is what its invoices say",
    "every step of a company and its invoices has its event",
)
ON_ACCOUNT, KEPT = "an order on account takes credit", "credit is kept for what is not invoiced"
LEFT, AT_COLLECTION = "what has left is invoiced", "what is paid later goes against payment"

TAXED, TAX = "tax is stated for all of a document", "the tax of invoices is that of their sum"
_BANDS = (
    """UPDATE companies_document SET bands = '[{{{{"rate":2000,"amount":{amount},"tax":{tax}}}}}]' WHERE number = 1"""
)

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("a company has ordered more", ["UPDATE companies_company SET ordered = ordered + 1"], {CREDIT}),
    ("a company owes less", ["UPDATE companies_company SET owed = owed - 1"], {CREDIT}),
    ("a company's version", ["UPDATE companies_company SET version = version + 1"], {EVENTS}),
    ("paid without money", ["UPDATE companies_document SET paid = paid + 1 WHERE number = 1"], {CREDIT, SETTLED}),
    ("credited without a note", ["UPDATE companies_document SET credited = 201 WHERE number = 1"], {CREDIT, SETTLED}),
    ("an invoice's version", ["UPDATE companies_document SET version = 9 WHERE number = 1"], {EVENTS}),
    (
        "an invoice over more",
        ["UPDATE companies_document SET amount = amount + 1 WHERE number = 1"],
        {CREDIT, LEDGER, INVOICED},
    ),
    ("a note over more", ["UPDATE companies_document SET amount = amount + 1 WHERE number = 2"], {LEDGER, SETTLED}),
    ("tax of less than all", [_BANDS.format(amount=900, tax=150)], {TAXED}),
    ("tax that was not rounded so", [_BANDS.format(amount=1_000, tax=166)], {TAX}),
    ("a number left out", ["UPDATE companies_document SET number = 9 WHERE number = 2"], {NUMBERS}),
    ("a number given to nobody", ["UPDATE companies_series SET last = last + 1"], {NUMBERS}),
    (
        "a payment of more",
        ["UPDATE companies_settlement SET amount = amount + 1"],
        {LEDGER, SETTLED},
    ),
    (
        "a payment of nobody",
        ["UPDATE companies_settlement SET company_id = uuidv7()"],
        {LEDGER},
    ),
    ("a transfer is gone", ["DELETE FROM ledger_transfer WHERE cause_kind = 'settlement'"], {LEDGER}),
    (
        "an order takes no credit",
        [
            "UPDATE companies_company SET ordered = 0",
            "UPDATE companies_purchase SET ordered = 0 WHERE order_id = '{waiting}'",
        ],
        {KEPT},
    ),
    (
        "an order was invoiced less",
        ["UPDATE companies_purchase SET invoiced = invoiced - 1 WHERE order_id = '{gone}'"],
        {INVOICED, LEFT},
    ),
    ("an order is on nobody's account", ["DELETE FROM orders_owing WHERE order_id = '{waiting}'"], {ON_ACCOUNT}),
    (
        "an order on account that is to be paid when it is collected",
        ["UPDATE orders_owing SET terms = 'at_collection' WHERE order_id = '{waiting}'"],
        {ON_ACCOUNT, AT_COLLECTION},
    ),
]


def test_each_damage_is_reported_by_its_check_and_by_no_other() -> None:
    forget_jobs()
    account = an_account()
    gone, waiting = account.orders(4), account.orders(2)
    account.hands_out(gone)
    settle()
    credits(gone, 200)
    pays(account.documents[0], 300)
    settle()
    assert misnamed(DAMAGES, waiting=str(waiting), gone=str(gone)) == []
