"""What goes over the wire about companies that buy on account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.quantity import Unit
from oneshelf.surfaces.api.shapes import Cursor, Given, Limit, Money, PaidMoney, Text

Days = Annotated[int, Meta(ge=0, le=365)]


class CompaniesQuery(Given, frozen=True):
    """What narrows the list."""

    q: Annotated[Text, Meta(description="A part of a name or tax number.")] = ""
    cursor: Cursor | None = None
    limit: Limit = 50


class Terms(Given, frozen=True):
    """Who a company is, and on which terms it buys: `minimum` is what an order comes to at least."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    limit: Annotated[Money, Meta(description="What it may owe at most, ordered and invoiced together.")]
    minimum: Money | None = None
    net_days: Annotated[Days, Meta(description="Days until an invoice is due.")] = 30
    grace_days: Annotated[Days, Meta(description="Days after that, until nothing more is sold on account.")] = 7
    tax_number: Annotated[str, Meta(max_length=40)] = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    street: Text = ""
    postal_code: Annotated[str, Meta(max_length=20)] = ""
    city: Annotated[str, Meta(max_length=100)] = ""
    country: Annotated[str, Meta(pattern="^([A-Z]{2})?$", description="Two letters of ISO 3166-1.")] = ""


class ChangedTerms(Terms, frozen=True, kw_only=True):
    """Other terms for a company as it was looked at, at `version`."""

    version: int


class Company(msgspec.Struct, frozen=True):
    """A company with what it takes of its credit: `ordered` is not invoiced yet, `owed` is not paid yet."""

    id: UUID
    name: str
    tax_number: str
    email: str
    street: str
    postal_code: str
    city: str
    country: str
    net_days: int
    grace_days: int
    limit: Money
    minimum: Money
    on_hold: bool
    ordered: Money
    owed: Money
    left: Money
    version: int


class CompanyPage(msgspec.Struct, frozen=True):
    """A page of companies, by name."""

    items: list[Company]
    next: str | None


class NewMember(Given, frozen=True):
    """A customer who may order for a company, up to `most` an order."""

    customer: UUID
    most: PaidMoney | None = None


class Member(msgspec.Struct, frozen=True):
    """Who may order for a company, up to `most` an order; null is as much as the company may."""

    customer: UUID
    most: Money | None


class MemberList(msgspec.Struct, frozen=True):
    """Who may order for a company."""

    items: list[Member]


class DocumentLine(msgspec.Struct, frozen=True):
    """One line of a document; without a title it is delivery, or what was agreed."""

    title: str
    sku: str
    quantity: int
    unit: Unit
    amount: Money


class Document(msgspec.Struct, frozen=True):
    """An invoice or a credit note. `open` is what is still to be paid; less than nothing has to go back."""

    id: UUID
    number: int
    kind: str
    company: UUID
    order: str
    amount: Money
    paid: Money
    credited: Money
    open: Money
    issued_at: datetime
    due_on: date
    about: UUID | None
    lines: list[DocumentLine]


class DocumentPage(msgspec.Struct, frozen=True):
    """A page of a company's invoices and credit notes, the latest first."""

    items: list[Document]
    next: str | None


class DocumentsQuery(Given, frozen=True):
    """Which page."""

    cursor: Cursor | None = None
    limit: Limit = 50


class BankTransfer(Given, frozen=True):
    """Money that came for an invoice, or went back, and what the bank says of it."""

    amount: PaidMoney
    reference: Annotated[str, Meta(max_length=100)] = ""


class StatementQuery(Given, frozen=True):
    """Over which time."""

    since: Annotated[datetime, Meta(tz=True)]
    until: Annotated[datetime, Meta(tz=True)]


class Entry(msgspec.Struct, frozen=True):
    """What moved a company's account: so much more that it owes, or less. `number` is the document's."""

    at: datetime
    kind: str
    number: int
    reference: str
    amount: Money


class Statement(msgspec.Struct, frozen=True):
    """A company's account: what it owed `before`, what moved it, and what it owed `after` that."""

    since: datetime
    until: datetime
    before: Money
    entries: list[Entry]
    after: Money
