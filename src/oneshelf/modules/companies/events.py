"""Facts about companies and their invoices. They carry ids and figures, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class CompanyChanged(Event):
    """A company may buy on account, or its terms are others now: `limit` is what it may owe at most."""

    TYPE: ClassVar[str] = "companies.changed.v1"
    market: UUID
    limit: Money
    net_days: int


@dataclass(frozen=True)
class CompanyHeld(Event):
    """The company buys nothing on account until further notice."""

    TYPE: ClassVar[str] = "companies.held.v1"
    market: UUID


@dataclass(frozen=True)
class CompanyReleased(Event):
    """The company may buy on account again."""

    TYPE: ClassVar[str] = "companies.released.v1"
    market: UUID


@dataclass(frozen=True)
class _OfInvoice:
    """Whose invoice it is; pages about its order hear of it."""

    market: UUID
    company: UUID
    number: int
    order: UUID

    def topics(self, aggregate: UUID) -> list[str]:
        return [f"companies:{self.company}", f"order:{self.order}"]


@dataclass(frozen=True)
class InvoiceIssued(_OfInvoice, Event):
    """Goods of an order on account have left, and are invoiced: `amount` is due on `due_on`."""

    TYPE: ClassVar[str] = "companies.invoice_issued.v1"
    order_number: str
    amount: Money
    due_on: date


@dataclass(frozen=True)
class InvoiceCredited(_OfInvoice, Event):
    """`amount` of an invoice need not be paid after all, says `credit_note`; `open` is still to be paid of it.

    It is less than nothing where that was paid already, and has to go back.
    """

    TYPE: ClassVar[str] = "companies.invoice_credited.v1"
    credit_note: UUID
    amount: Money
    open: Money


@dataclass(frozen=True)
class InvoiceReminded(_OfInvoice, Event):
    """A company is to be reminded of an invoice, of which `open` is to be paid.

    `step` is 1 when it is due soon, 2 when it is overdue, and 3 when nothing more is sold on account until it is paid.
    """

    TYPE: ClassVar[str] = "companies.invoice_reminded.v1"
    step: int
    open: Money
    due_on: date


@dataclass(frozen=True)
class InvoicePaid(_OfInvoice, Event):
    """`amount` came for an invoice (less than nothing: went back), of which `open` is still to be paid."""

    TYPE: ClassVar[str] = "companies.invoice_paid.v1"
    settlement: UUID
    amount: Money
    open: Money
