"""Invoicing what has left of an order on account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.actions.credit import move_credit
from oneshelf.modules.companies.actions.issue import issue
from oneshelf.modules.companies.events import InvoiceIssued
from oneshelf.modules.companies.types import CompanyId, Document
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, Order, OrderId


@retried
def invoice_what_left(order: OrderId) -> list[Document]:
    """Write an invoice for each consignment of an order on account that has left, once; return the new ones.

    Goods that were taken at once are invoiced whole. Once an order has ended, what is not invoiced takes no credit any
    more. Orders that are paid otherwise are left alone.
    """
    row = models.Purchase.objects.select_for_update().filter(order_id=order).first()
    if row is None:
        return []
    found, written = orders.get_order(order), list[Document]()
    currency = found.summary.currency
    known = set(models.Document.objects.filter(order_id=order).values_list("cause_id", flat=True))
    for cause, units, before, worth in _gone(found, known):
        more = worth - row.invoiced
        if more > 0:
            lines = rules.invoice_lines(found.lines, units, more, before)
            document = issue(CompanyId(row.company_id), found, Money(more, currency), lines, cause=cause)
            _announce(document)
            move_credit(row, ordered=-more, invoiced=more, currency=currency)
            written.append(document)
    if found.has_ended and row.ordered:
        move_credit(row, ordered=-row.ordered, invoiced=0, currency=currency)
    return written


def _gone(order: Order, known: Collection[UUID]) -> Iterator[tuple[UUID, Mapping[int, int], Counter[int], int]]:
    """What has left of an order and is not `known`: because of what, units by line, those before, and what all costs.

    So parts come to the same as the whole, however they are rounded; delivery comes with the first of them.
    """
    id = order.summary.id
    if order.summary.method is Method.TAKE_NOW:
        if id not in known:
            yield id, {line.line: line.quantity for line in order.lines}, Counter(), order.due.minor
        return
    left = [each for each in fulfilment.consignments_of([id])[id] if each.state in rules.LEFT]
    gone = [each for each in left if each.id in known]
    for each in left:
        if each.id not in known:
            before = _picked(gone)
            gone.append(each)
            yield each.id, _picked([each]), before, rules.worth_of(order, gone)


def _picked(consignments: Iterable[Consignment]) -> Counter[int]:
    """Return line -> the units of it that consignments hold."""
    units: Counter[int] = Counter()
    for each in consignments:
        units.update({line.line: line.picked for line in each.lines})
    return units


def _announce(document: Document) -> None:
    event = InvoiceIssued(
        market=document.market,
        company=document.company,
        number=document.number,
        order=document.order,
        order_number=document.order_number,
        amount=document.amount,
        due_on=document.due_on,
    )
    outbox.emit([outbox.Draft(event, aggregate=document.id, sequence=document.version)], at=document.issued_at)
