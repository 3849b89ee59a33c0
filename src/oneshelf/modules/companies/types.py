"""The nouns of companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NewType
from uuid import UUID

from stdnum.iso7064 import mod_97_10

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId, Seller
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.public import STANDARD, Band, BandKey, Levy

Treatment = compiled.Treatment

CompanyId = NewType("CompanyId", UUID)
DocumentId = NewType("DocumentId", UUID)


LONGEST_REFERENCE = 60
"""In characters: what a company calls an order."""


class DocumentKind(StrEnum):
    """What a company is sent: what it has to pay, and what it need not pay after all."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class Reminder(IntEnum):
    """How urgently a company was reminded of an invoice: it is due soon, overdue, or so long that no more is sold."""

    SOON = 1
    OVERDUE = 2
    LAST = 3


class EntryKind(StrEnum):
    """What moves a company's account: documents, money that came, and money that went back."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    PAID_BACK = "paid_back"


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a company is and on which terms it buys. Amounts are minor units of its market's currency.

    `limit` is what it may owe at most, ordered and invoiced together, `minimum` what an order comes to at least. An
    invoice is due `net_days` after its own day; `grace_days` later nothing more is sold on account until it is paid.
    """

    name: str
    tax_number: str = ""
    email: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    net_days: int = 30
    grace_days: int = 7
    limit: int = 0
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Company:
    """A company that buys on account in one market. `ordered` is not invoiced yet, `owed` is not paid yet.

    It owes less than nothing while it has to get money back. Who is `on_hold` buys nothing on account.
    """

    id: CompanyId
    market: MarketId
    currency: str
    profile: Profile
    on_hold: bool
    ordered: Money
    owed: Money
    version: int

    @property
    def limit(self) -> Money:
        """What it may owe at most."""
        return Money(self.profile.limit, self.currency)

    @property
    def used(self) -> Money:
        """What it takes of its credit: never more than its limit."""
        return self.ordered + self.owed

    @property
    def left(self) -> Money:
        """What it can still order."""
        return self.limit - self.used


@dataclass(frozen=True, slots=True)
class Member:
    """A customer who may order for a company, up to `most` minor units an order; None: as much as the company may."""

    company: CompanyId
    customer: CustomerId
    most: int | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a document was written, as they were called then."""

    name: str
    tax_number: str
    street: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line of a document as it was: `quantity` smallest sale units, `amount` in minor units.

    Without a title it is what belongs to no article: delivery on an invoice, what was agreed on a credit note. `rate`
    is what it was taxed at, in hundredths of a percent (cut off where it is finer), and `levies` what that is made of;
    None and none where no tax was stated.
    """

    title: str
    sku: str
    quantity: int
    unit: Unit
    amount: int
    tax_class: str = STANDARD
    rate: int | None = None
    unit_price: UnitPrice | None = None
    levies: tuple[Levy, ...] = ()

    @property
    def key(self) -> BandKey | None:
        """With what it is taxed alike; None where no tax was stated."""
        return self.levies or self.rate


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note; `number` is its market's, without gaps.

    Of an invoice `paid` and `credited` change, each time with the next `version`. A credit note is about the invoice
    `about`, and is due on its own day. `bands` are its tax by rate, none where none is stated; `reference` is
    what the company calls the order. By its `treatment` tax was charged, or the recipient is exempt
    or owes it themselves; `added` tells that prices did not hold it.
    """

    id: DocumentId
    company: CompanyId
    market: MarketId
    kind: DocumentKind
    number: int
    order: OrderId
    order_number: str
    amount: Money
    issued_at: datetime
    due_on: date
    paid: Money
    credited: Money
    about: DocumentId | None
    recipient: Recipient
    lines: tuple[DocumentLine, ...]
    version: int
    seller: Seller
    bands: tuple[Band, ...]
    reference: str
    treatment: Treatment = Treatment.CHARGED
    added: bool = False

    @property
    def tax(self) -> Money:
        """The tax in its amount, as far as it is stated."""
        return Money(sum(band.tax for band in self.bands), self.amount.currency)

    @property
    def net(self) -> Money:
        """Its amount without that tax."""
        return self.amount - self.tax

    @property
    def file_name(self) -> str:
        """What its file is called, without what kind of file that is."""
        return f"{self.kind.value}-{self.number}"

    @property
    def payment_reference(self) -> str:
        """What whoever pays it writes into the transfer: a creditor reference (ISO 11649), whose typos banks refuse."""
        return f"RF{mod_97_10.calc_check_digits(f'{self.number}RF')}{self.number}"

    @property
    def open(self) -> Money:
        """What is still to be paid of an invoice; less than nothing has to go back. Of a credit note nothing."""
        if self.kind is DocumentKind.CREDIT_NOTE:
            return Money.zero(self.amount.currency)
        return self.amount - self.paid - self.credited


@dataclass(frozen=True, slots=True)
class Entry:
    """What moved a company's account at one moment: `amount` minor units more that it owes, or less.

    `number` is that of the document, or of the invoice that money came for; `reference` is the bank's.
    """

    id: UUID
    at: datetime
    kind: EntryKind
    number: int
    document: DocumentId
    reference: str
    amount: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", EntryKind(self.kind))  # a row of the database holds plain text


@dataclass(frozen=True, slots=True)
class Statement:
    """A company's account over [since, until): what it owed before, what moved it, what it owed in the end."""

    since: datetime
    until: datetime
    before: Money
    entries: tuple[Entry, ...]
    after: Money


@dataclass(frozen=True, slots=True)
class OrderOnAccount:
    """An order on account: `ordered` takes credit and is not invoiced yet, `invoiced` is. Minor units.

    `reference` is the company's own number of the order.
    """

    order: OrderId
    company: CompanyId
    customer: CustomerId
    ordered: int
    invoiced: int
    reference: str = ""
