"""Proving companies' accounts: adding them up again, and comparing them with the order book and what has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.types import DocumentKind, OrderOnAccount
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderId

PROVED_AT_ONCE = 500
"""How many orders are read at once for a comparison."""

_AUDITS = [
    sql.statement(__name__, f"audit_{name}", row=Discrepancy)
    for name in ("credit", "ledger", "documents", "numbers", "purchases", "events", "tax")
]
_ON_ACCOUNT = sql.statement(__name__, "on_account", row=OrderOnAccount)


def audit() -> list[Discrepancy]:
    """Compare what companies take of their credit with their orders, documents, the ledger and the outbox; tax
    of parts comes to that of the whole.

    Each order on account keeps credit for what is not invoiced of it, and what has left of it is invoiced.
    """
    return [*(row for statement in _AUDITS for row in statement.all()), *_kept_and_invoiced()]


def _kept_and_invoiced() -> Iterator[Discrepancy]:
    kept = {each.order: each for each in _ON_ACCOUNT.all()}
    booked = {each.order for each in orders.all_owing() if each.terms is orders.Terms.ON_ACCOUNT}
    for order in sorted(booked ^ kept.keys()):
        found, expected = ("on account" if order in each else "paid otherwise" for each in (kept, booked))
        yield Discrepancy("an order on account takes credit", f"order {order}", found, expected)
    known = sorted(booked & kept.keys())
    for first in range(0, len(known), PROVED_AT_ONCE):
        yield from _compared([kept[order] for order in known[first : first + PROVED_AT_ONCE]])


def _compared(purchases: list[OrderOnAccount]) -> Iterator[Discrepancy]:
    ids = [each.order for each in purchases]
    sent, credited, lines = fulfilment.consignments_of(ids), _credited(ids), orders.lines_of(ids)
    bills = {each.order: each for each in orders.bills_of(ids)}
    for each in purchases:
        bill = bills[each.order]
        waits = 0 if bill.has_ended else max(0, bill.due - each.invoiced)
        if each.ordered != waits:
            kept = (str(each.ordered), str(waits))
            yield Discrepancy("credit is kept for what is not invoiced", f"order {each.order}", *kept)
        left = [parcel for parcel in sent[each.order] if parcel.state in rules.LEFT]
        worth = orders.value_held(lines[each.order], left) + bill.delivery if left else 0
        worth = bill.due if bill.method == Method.TAKE_NOW else worth
        if each.invoiced < worth or (bill.has_ended and each.invoiced - credited[each.order] > worth):
            yield Discrepancy("what has left is invoiced", f"order {each.order}", str(each.invoiced), str(worth))


def _credited(ids: list[OrderId]) -> Counter[OrderId]:
    """How many minor units of each order's invoices need not be paid after all."""
    rows = models.Document.objects.filter(order_id__in=ids, kind=DocumentKind.INVOICE.value)
    credited: Counter[OrderId] = Counter()
    for order, amount in rows.values_list("order_id", "credited"):
        credited[OrderId(order)] += amount
    return credited
