"""Issuing documents: each gets its number, its days and its transfer, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.actions.taxing import taxed
from oneshelf.modules.companies.queries import as_document, find_purchase, get_company, today
from oneshelf.modules.companies.types import CompanyId, Document, DocumentId, DocumentKind, DocumentLine
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Order, OrderId

_NUMBER = sql.statement(__name__, "next_number", row=int)


def issue(
    company: CompanyId,
    order: Order,
    amount: Money,
    lines: Sequence[DocumentLine],
    *,
    cause: UUID,
    about: DocumentId | None = None,
) -> Document:
    """Write an invoice over `amount` of an order, or with `about` a credit note, once for each `cause`; return it.

    The row of the market's numbers is locked from then on: the only one to be locked after it is the company's.
    """
    at, known = clock.now(), get_company(company)
    kind, day = DocumentKind.CREDIT_NOTE if about else DocumentKind.INVOICE, today(known.market, at)
    found = taxed(order, amount, lines, about, day)
    row = models.Document.objects.create(
        id=new_id(),
        market_id=known.market,
        company_id=company,
        kind=kind.value,
        number=_NUMBER.one(market=known.market),
        order_id=order.summary.id,
        order_number=order.summary.number,
        cause_id=cause,
        about_id=about,
        amount=amount.minor,
        currency=amount.currency,
        recipient=msgspec.json.encode(rules.recipient_of(known.profile, order.vat_id)).decode(),
        lines=msgspec.json.encode(found.lines).decode(),
        bands=msgspec.json.encode(found.bands).decode(),
        seller=msgspec.json.encode(markets.seller_of(known.market)).decode(),
        reference=_reference_of(order.summary.id),
        treatment=found.treatment.value,
        tax_added=found.added,
        issued_at=at,
        due_on=day if about else rules.due_on(day, known.profile.net_days),
    )
    debit, credit = ("orders", rules.account_of(company)) if about else (rules.account_of(company), "orders")
    leg = ledger.Leg(debit=debit, credit=credit, amount=amount.minor)
    ledger.post(known.market, amount.currency, ledger.Cause(kind.value, row.id), [leg], at=at)
    return as_document(row)


def _reference_of(order: OrderId) -> str:
    """Return the company's own number of an order."""
    bought = find_purchase(order)
    return bought.reference if bought else ""
