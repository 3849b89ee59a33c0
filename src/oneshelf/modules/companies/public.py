"""Companies: customers who order now and pay an invoice later.

A company has terms in one market: a credit limit, days until an invoice is due and days of grace after that, a least
order, and members: customers who may order for it. An order on account takes credit in the very transaction that
writes it, as its last step. What has left is invoiced, consignment by consignment; a credit note lowers what is open of
an invoice; staff note the money that comes, and what goes back. A document keeps what it said: seller, recipient, lines
with their rates, tax (see `tax`). Companies are reminded of an invoice before it is due, when it is overdue, and when
nothing more is sold for it, once each.

Invariants: what is ordered and what is owed never exceed the limit (`company_never_takes_more_credit_than_it_has`), for
however many orders at once; who is on hold or long overdue takes no credit; numbers of a market's documents have no
gap; a consignment is invoiced once; no more is paid or credited of an invoice than it is about; each document and each
payment is one transfer with the company's account in the market's ledger. `audit` proves it. See decision 0020.
Rows are locked in this order: the order, its goods, its purchase, its invoices, the market's numbers, the company.
Permissions: companies.view, companies.sell (at the place), companies.manage, companies.settle.
"""

from oneshelf.modules.companies.actions.company import change_company, open_company
from oneshelf.modules.companies.actions.credit import account_for, buy_on_account, change_credit, why_not, why_not_more
from oneshelf.modules.companies.actions.credit_order import credit_order, notes_for
from oneshelf.modules.companies.actions.hold import hold, release
from oneshelf.modules.companies.actions.invoice import invoice_what_left
from oneshelf.modules.companies.actions.members import add_member, drop_member
from oneshelf.modules.companies.actions.note_payment import note_payment, pay_back
from oneshelf.modules.companies.actions.prove import audit
from oneshelf.modules.companies.actions.remind import remind
from oneshelf.modules.companies.errors import (
    CompanyChanged,
    InvoiceOverdue,
    LimitInUse,
    MemberElsewhere,
    MoreThanOpen,
    NotAMember,
    NotedAlready,
    NotOnAccount,
    OnHold,
    OrderTooSmall,
    OverCredit,
    OverMemberLimit,
    PaidOtherwise,
    UnknownCompany,
    UnknownInvoice,
)
from oneshelf.modules.companies.events import (
    CompanyHeld,
    CompanyReleased,
    InvoiceCredited,
    InvoiceIssued,
    InvoicePaid,
    InvoiceReminded,
)
from oneshelf.modules.companies.models import KIND_NAMES
from oneshelf.modules.companies.queries import (
    PAPER,
    PAPER_STYLE,
    documents_of_order,
    find_document,
    find_purchase,
    get_company,
    get_document,
    list_companies,
    list_documents,
    members_of,
    membership,
    orders_of,
    overdue,
    paper_of,
    statement,
    today,
)
from oneshelf.modules.companies.types import (
    LONGEST_REFERENCE,
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
    Reminder,
    Statement,
)

__all__ = [
    "KIND_NAMES",
    "LONGEST_REFERENCE",
    "PAPER",
    "PAPER_STYLE",
    "Company",
    "CompanyChanged",
    "CompanyHeld",
    "CompanyId",
    "CompanyReleased",
    "Document",
    "DocumentId",
    "DocumentKind",
    "DocumentLine",
    "Entry",
    "EntryKind",
    "InvoiceCredited",
    "InvoiceIssued",
    "InvoiceOverdue",
    "InvoicePaid",
    "InvoiceReminded",
    "LimitInUse",
    "Member",
    "MemberElsewhere",
    "MoreThanOpen",
    "NotAMember",
    "NotOnAccount",
    "NotedAlready",
    "OnHold",
    "OrderOnAccount",
    "OrderTooSmall",
    "OverCredit",
    "OverMemberLimit",
    "PaidOtherwise",
    "Profile",
    "Recipient",
    "Reminder",
    "Statement",
    "UnknownCompany",
    "UnknownInvoice",
    "account_for",
    "add_member",
    "audit",
    "buy_on_account",
    "change_company",
    "change_credit",
    "credit_order",
    "documents_of_order",
    "drop_member",
    "find_document",
    "find_purchase",
    "get_company",
    "get_document",
    "hold",
    "invoice_what_left",
    "list_companies",
    "list_documents",
    "members_of",
    "membership",
    "note_payment",
    "notes_for",
    "open_company",
    "orders_of",
    "overdue",
    "paper_of",
    "pay_back",
    "release",
    "remind",
    "statement",
    "today",
    "why_not",
    "why_not_more",
]
