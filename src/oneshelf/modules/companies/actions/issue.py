"""Issuing documents: each gets its number, its days and its transfer, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.queries import as_document, documents_of_order, find_purchase, get_company, today
from oneshelf.modules.companies.types import CompanyId, Document, DocumentId, DocumentKind, DocumentLine
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.public import Order, OrderId
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, Rates

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
    taxed, bands = _taxed(order, amount, lines, about, day)
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
        recipient=msgspec.json.encode(rules.recipient_of(known.profile)).decode(),
        lines=msgspec.json.encode(taxed).decode(),
        bands=msgspec.json.encode(bands).decode(),
        seller=msgspec.json.encode(markets.seller_of(known.market)).decode(),
        reference=_reference_of(order.summary.id),
        issued_at=at,
        due_on=day if about else rules.due_on(day, known.profile.net_days),
    )
    debit, credit = ("orders", rules.account_of(company)) if about else (rules.account_of(company), "orders")
    leg = ledger.Leg(debit=debit, credit=credit, amount=amount.minor)
    ledger.post(known.market, amount.currency, ledger.Cause(kind.value, row.id), [leg], at=at)
    return as_document(row)


def _taxed(
    order: Order, amount: Money, lines: Sequence[DocumentLine], about: DocumentId | None, day: date
) -> tuple[list[DocumentLine], tuple[Band, ...]]:
    """Return the lines with their rates, and the tax by rate. A credit note is taxed as its invoice was, on its day."""
    written = documents_of_order(order.summary.id)
    if about is None:
        taxed = rules.rated(lines, _charged(order, tax.rates_on(order.summary.market, day)))
        return taxed, rules.invoice_bands(taxed, [each for each in written if each.about is None])
    invoice = next(each for each in written if each.id == about)
    rates = _charged(order, tax.rates_on(invoice.market, today(invoice.market, invoice.issued_at)))
    taxed = [*rules.rated([each for each in lines if each.title], rates), *(each for each in lines if not each.title)]
    return taxed, rules.note_bands(amount.minor, taxed, invoice, [each for each in written if each.about == about])


def _charged(order: Order, rates: Rates) -> Rates:
    """Return the rates that an order was charged: where its buyer was exempt, or owes the tax, none but zero."""
    if order.tax or not order.tax_told:
        return rates
    return Rates({tax_class: rate for tax_class, rate in rates.by_class.items() if rate == 0})


def _reference_of(order: OrderId) -> str:
    """Return the company's own number of an order."""
    bought = find_purchase(order)
    return bought.reference if bought else ""
