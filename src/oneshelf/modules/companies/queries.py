"""Reading companies and their documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Sum

from oneshelf.kernel import clock, decoding, sql
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import models
from oneshelf.modules.companies.errors import UnknownCompany, UnknownInvoice
from oneshelf.modules.companies.models import KIND_NAMES
from oneshelf.modules.companies.types import (
    Company,
    CompanyId,
    Document,
    DocumentId,
    DocumentKind,
    DocumentLine,
    Entry,
    EntryKind,
    Member,
    OrderOnAccount,
    Profile,
    Recipient,
    Statement,
    Treatment,
)
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId, Seller
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Band, Levy

PAPER = "companies/document.html"
"""The template of an invoice or credit note on paper: what `paper_of` returns belongs into it."""

PAPER_STYLE = Path(__file__).parent / "static" / "companies" / "paper.css"

MOST_ROWS = 200
"""The most companies, members or documents of one page."""

MOST_ENTRIES = 1_000
"""The most entries of one statement of an account."""

_MILLIONTH = Decimal("0.000001")

_ENTRIES = sql.statement(__name__, "entries", row=Entry)
_OWED_BEFORE = sql.statement(__name__, "owed_before", row=int)


def get_company(company: CompanyId) -> Company:
    """Return one company. Raises UnknownCompany."""
    row = models.Company.objects.filter(id=company).first()
    if row is None:
        raise UnknownCompany(company=str(company))
    return as_company(row)


def list_companies(
    market: MarketId, *, text: str = "", after: Company | None = None, limit: int = MOST_ROWS
) -> list[Company]:
    """Return a page of a market's companies by name, those whose name or tax number holds `text`; go on `after` one."""
    said = Q(name__icontains=text) | Q(tax_number__icontains=text) if text else Q()
    if after:
        said &= Q(name__gt=after.profile.name) | Q(name=after.profile.name, id__gt=after.id)
    rows, currency = models.Company.objects.filter(said, market=market), markets.get_market(market).currency
    return [as_company(row, currency) for row in rows.order_by("name", "id")[: min(limit, MOST_ROWS)]]


def members_of(company: CompanyId) -> list[Member]:
    """Return who may order for a company, whoever joined first first; 200 at most."""
    rows = models.Member.objects.filter(company=company).order_by("id")[:MOST_ROWS]
    return [_member(row) for row in rows]


def membership(market: MarketId, customer: CustomerId) -> tuple[Company, Member] | None:
    """Return the company for which a customer may order in a market, and within what; None for most people."""
    row = models.Member.objects.select_related("company").filter(market=market, customer=customer).first()
    return (as_company(row.company), _member(row)) if row else None


def list_documents(
    company: CompanyId, *, by: CustomerId | None = None, below: int | None = None, limit: int = MOST_ROWS
) -> list[Document]:
    """Return a page of a company's invoices and credit notes, the latest first; go on `below` the last number.

    With `by`, only those of what that member ordered.
    """
    rows = models.Document.objects.filter(company=company)
    if by is not None:
        rows = rows.filter(order_id__in=_bought(company, by).values("order_id"))
    if below is not None:
        rows = rows.filter(number__lt=below)
    return [as_document(row) for row in rows.order_by("-number")[: min(limit, MOST_ROWS)]]


def overdue(companies: Iterable[CompanyId], day: date) -> dict[CompanyId, tuple[int, int]]:
    """Return how many invoices of companies should have been paid before a day, and how much of them is open.

    In minor units; a company without such invoices is left out.
    """
    rows = models.Document.objects.filter(
        company__in=list(companies),
        kind=DocumentKind.INVOICE.value,
        amount__gt=F("paid") + F("credited"),
        due_on__lt=day,
    )
    left = Sum(F("amount") - F("paid") - F("credited"))
    found = rows.values("company").annotate(invoices=Count("id"), left=left).order_by("company")
    return {CompanyId(row["company"]): (row["invoices"], int(row["left"])) for row in found}


def documents_of_order(order: OrderId) -> list[Document]:
    """Return the invoices and credit notes of an order, the first one first."""
    return [as_document(row) for row in models.Document.objects.filter(order_id=order).order_by("number")]


def get_document(document: DocumentId) -> Document:
    """Return one invoice or credit note. Raises UnknownInvoice."""
    row = models.Document.objects.filter(id=document).first()
    if row is None:
        raise UnknownInvoice(invoice=str(document))
    return as_document(row)


def find_document(market: MarketId, number: int) -> Document | None:
    """Return the invoice or credit note with `number` of a market, or None."""
    row = models.Document.objects.filter(market_id=market, number=number).first()
    return as_document(row) if row else None


def find_purchase(order: OrderId) -> OrderOnAccount | None:
    """Return on whose account an order is; None for an order that is paid otherwise."""
    row = models.Purchase.objects.filter(order_id=order).first()
    if row is None:
        return None
    return OrderOnAccount(
        order,
        CompanyId(row.company_id),
        CustomerId(row.customer_id),
        ordered=row.ordered,
        invoiced=row.invoiced,
        reference=row.reference,
    )


def on_account(orders: Collection[OrderId]) -> list[OrderId]:
    """Return those orders that are on the account of a company, the first that was placed first."""
    rows = models.Purchase.objects.filter(order_id__in=orders).order_by("order_id")
    return [OrderId(row) for row in rows.values_list("order_id", flat=True)]


def orders_of(company: CompanyId, *, by: CustomerId | None = None, limit: int = 50) -> list[OrderId]:
    """Return the latest orders on a company's account, or those `by` a member: ids are made as orders are placed."""
    rows = _bought(company, by).order_by("-order_id").values_list("order_id", flat=True)
    return [OrderId(row) for row in rows[: min(limit, MOST_ROWS)]]


def paper_of(document: Document) -> dict[str, Any]:
    """Return what the paper of a document (`PAPER`) shows: lines and sums as money, and which invoice it corrects."""
    currency = document.amount.currency
    about = get_document(document.about) if document.about else None
    return {
        "document": document,
        "title": KIND_NAMES[EntryKind(document.kind)],
        "day": today(document.market, document.issued_at),
        "corrects": about,
        "corrects_day": today(about.market, about.issued_at) if about else None,
        "lines": [(each, Money(each.amount, currency), _share(each.rate, each.levies)) for each in document.lines],
        "bands": [
            (_share(each.rate, each.levies), Money(each.net, currency), _taxes(each, currency))
            for each in document.bands
        ],
    }


def _share(rate: int | None, levies: tuple[Levy, ...]) -> Decimal | None:
    """Return a rate as a share of one, to the millionth: of all levies together, or in hundredths of a percent."""
    if levies:
        return (Decimal(tax.whole_share(levies).numerator) / tax.whole_share(levies).denominator).quantize(_MILLIONTH)
    return None if rate is None else Decimal(rate).scaleb(-4)


def _taxes(band: Band, currency: str) -> list[tuple[Levy | None, Decimal | None, Money]]:
    """Return what each levy of a band takes, under its name; without levies all of its tax."""
    if not band.levies:
        return [(None, _share(band.rate, ()), Money(band.tax, currency))]
    each_of = zip(band.levies, band.taxes, strict=True)
    return [(levy, Decimal(levy.ppm).scaleb(-6), Money(minor, currency)) for levy, minor in each_of]


def _bought(company: CompanyId, by: CustomerId | None) -> QuerySet[models.Purchase]:
    """Return orders on a company's account, of one member when somebody is named."""
    rows = models.Purchase.objects.filter(company=company)
    return rows if by is None else rows.filter(customer_id=by)


def statement(company: CompanyId, since: datetime, until: datetime) -> Statement:
    """Return a company's account over [since, until), the last 1,000 entries at most.

    Where there are more it begins with the first of these: go on `until` its `since`. Raises UnknownCompany.
    """
    currency = get_company(company).currency
    after = _OWED_BEFORE.one(company=company, before=until)
    found = _ENTRIES.all(company=company, since=since, until=until, most=MOST_ENTRIES + 1)
    entries = tuple(reversed(found[:MOST_ENTRIES]))
    begins = entries[0].at if len(found) > MOST_ENTRIES else since
    before = after - sum(each.amount for each in entries)
    return Statement(begins, until, Money(before, currency), entries, Money(after, currency))


def today(market: MarketId, at: datetime | None = None) -> date:
    """Return a market's day now, or at an instant."""
    return (at or clock.now()).astimezone(ZoneInfo(markets.get_market(market).time_zone)).date()


def as_company(row: models.Company, currency: str = "") -> Company:
    """Return what a row says; `currency`, if at hand, spares asking its market."""
    currency = currency or markets.get_market(MarketId(row.market_id)).currency
    return Company(
        CompanyId(row.id),
        MarketId(row.market_id),
        currency,
        Profile(**{name: getattr(row, name) for name in Profile.__dataclass_fields__}),
        on_hold=row.on_hold,
        ordered=Money(row.ordered, currency),
        owed=Money(row.owed, currency),
        version=row.version,
    )


def as_document(row: models.Document) -> Document:
    """Return what a row says."""
    return Document(
        id=DocumentId(row.id),
        company=CompanyId(row.company_id),
        market=MarketId(row.market_id),
        kind=DocumentKind(row.kind),
        number=row.number,
        order=OrderId(row.order_id),
        order_number=row.order_number,
        amount=Money(row.amount, row.currency),
        issued_at=row.issued_at,
        due_on=row.due_on,
        paid=Money(row.paid, row.currency),
        credited=Money(row.credited, row.currency),
        about=DocumentId(row.about_id) if row.about_id else None,
        recipient=decoding.decode(row.recipient, Recipient),
        lines=decoding.decode(row.lines, tuple[DocumentLine, ...]),
        version=row.version,
        seller=decoding.decode(row.seller, Seller),
        bands=decoding.decode(row.bands, tuple[Band, ...]),
        reference=row.reference,
        treatment=Treatment(row.treatment),
        added=row.tax_added,
    )


def _member(row: models.Member) -> Member:
    return Member(CompanyId(row.company_id), CustomerId(row.customer_id), row.most)
