"""Noting money that came for an invoice by bank, and money that went back."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ledger import public as ledger
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.actions.credit import lower_debt
from oneshelf.modules.companies.errors import NotedAlready, UnknownInvoice
from oneshelf.modules.companies.events import InvoicePaid
from oneshelf.modules.companies.queries import as_document
from oneshelf.modules.companies.types import CompanyId, Document, DocumentId, DocumentKind

_BANK = "bank"


@retried
def note_payment(invoice: DocumentId, amount: Money, *, reference: str, cause: UUID, actor: Actor) -> Document:
    """Note that `amount` came for an invoice by bank transfer, all or a part of what is open; once for each `cause`.

    `reference` is what the bank says of it. Returns the invoice. Raises UnknownInvoice, MoreThanOpen, and
    NotedAlready for another amount, or invoice, with a `cause` that was used.
    """
    row = _locked(invoice)
    if not _is_noted(row, amount, cause):
        rules.check_amount(amount, as_document(row).open)
        _settle(row, amount, reference, cause, actor)
    return as_document(row)


@retried
def pay_back(invoice: DocumentId, amount: Money, *, reference: str, cause: UUID, actor: Actor) -> Document:
    """Note that `amount` of an invoice that was paid and credited went back by bank transfer; once for each `cause`.

    Returns the invoice. Raises UnknownInvoice, NotedAlready, MoreThanOpen for more than has to go back, and OverCredit
    when the company has ordered on the strength of it: then it is set off, by the invoice of that order.
    """
    row = _locked(invoice)
    if not _is_noted(row, -amount, cause):
        rules.check_amount(amount, -as_document(row).open)
        _settle(row, -amount, reference, cause, actor)
    return as_document(row)


def _locked(invoice: DocumentId) -> models.Document:
    row = models.Document.objects.select_for_update().filter(id=invoice, kind=DocumentKind.INVOICE.value).first()
    if row is None:
        raise UnknownInvoice(invoice=str(invoice))
    return row


def _is_noted(row: models.Document, amount: Money, cause: UUID) -> bool:
    """Tell whether this was noted already. Raises NotedAlready when something else was, by the same name."""
    known = models.Settlement.objects.filter(id=cause).select_related("document").first()
    if known and (known.document_id != row.id or Money(known.amount, known.document.currency) != amount):
        raise NotedAlready(amount=Money(abs(known.amount), known.document.currency))
    return known is not None


def _settle(row: models.Document, amount: Money, reference: str, cause: UUID, actor: Actor) -> None:
    at, own = clock.now(), rules.account_of(row.company_id)
    models.Settlement.objects.create(
        id=cause,
        market_id=row.market_id,
        company_id=row.company_id,
        document_id=row.id,
        amount=amount.minor,
        bank_reference=reference,
        at=at,
    )
    row.paid += amount.minor
    row.version += 1
    row.save(update_fields=["paid", "version"])
    debit, credit = (_BANK, own) if amount.minor > 0 else (own, _BANK)
    leg = ledger.Leg(debit=debit, credit=credit, amount=abs(amount.minor))
    ledger.post(row.market_id, row.currency, ledger.Cause("settlement", cause), [leg], at=at)
    event = InvoicePaid(
        market=row.market_id,
        company=row.company_id,
        number=row.number,
        order=row.order_id,
        settlement=cause,
        amount=amount,
        open=as_document(row).open,
    )
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=at)
    details: dict[str, trail.Detail] = {"amount": amount.minor, "currency": amount.currency, "document": row.number}
    trail.record("companies.payment", trail.Subject("company", row.company_id), actor=actor, details=details, at=at)
    lower_debt(CompanyId(row.company_id), amount)
