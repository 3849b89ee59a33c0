"""Writing credit notes: for goods that came back, or for what need not be paid for another reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import derived_id
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.actions.credit import lower_debt
from oneshelf.modules.companies.actions.issue import issue
from oneshelf.modules.companies.errors import PaidOtherwise
from oneshelf.modules.companies.events import InvoiceCredited
from oneshelf.modules.companies.queries import as_document
from oneshelf.modules.companies.types import CompanyId, Document, DocumentId, DocumentKind
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId
from oneshelf.modules.places.public import PlaceId


@retried
def credit_order(
    order: OrderId,
    amount: Money,
    *,
    cause: UUID,
    actor: Actor,
    goods: Mapping[int, int] | None = None,
    to_place: PlaceId | None = None,
    serials: Mapping[int, Sequence[str]] | None = None,
) -> list[Document]:
    """Write credit notes over `amount` of an order's invoices, once for each `cause` (a UUIDv7); return them.

    What is still to be paid is credited first; what was paid already has to go back (`pay_back`). `goods` says what
    came back, line -> smallest sale units, and is put on hand at `to_place`; `serials` as in `orders.refund_order`.
    Raises UnknownOrder, PaidOtherwise, OrderRefundTooLarge for more than is invoiced and not credited yet, and the
    refusals of goods that come back.
    """
    orders.lock_order(order)
    found = orders.get_order(order)
    if found.terms is not orders.Terms.ON_ACCOUNT:
        raise PaidOtherwise(number=found.summary.number)
    written = notes_for(order, cause)
    if written:
        return written
    if goods:
        assert to_place is not None, "goods that come back need a place"
        orders.take_goods_back(found, goods, to_place, cause=cause, serials=serials or {})
    details: dict[str, trail.Detail] = {"amount": amount.minor, "currency": amount.currency, "cause": cause}
    trail.record("companies.credit", trail.Subject("order", order), actor=actor, place=to_place, details=details)
    return _credit(found, amount, cause=cause, goods=goods or {})


def _credit(order: Order, amount: Money, *, cause: UUID, goods: Mapping[int, int]) -> list[Document]:
    rows = list(_invoices(order.summary.id).select_for_update())
    invoices = [as_document(row) for row in rows]
    shares = rules.credited_shares(amount.minor, invoices)
    if amount.minor <= 0 or sum(shares.values()) < amount.minor:
        left = sum((each.amount - each.credited for each in invoices), Money.zero(amount.currency))
        raise orders.OrderRefundTooLarge(asked=amount, left=left)
    orders.note_refund(order.summary.id, amount)
    parted = goods if len(shares) == 1 else {}  # goods are named where one note is about all of them
    written = []
    for row in rows:
        share = Money(shares.get(DocumentId(row.id), 0), amount.currency)
        if share:
            lines = rules.note_lines(order.lines, parted, share.minor)
            because = _cause(cause, row)
            written.append(
                issue(CompanyId(row.company_id), order, share, lines, cause=because, about=DocumentId(row.id))
            )
            row.credited += share.minor
            row.version += 1
            row.save(update_fields=["credited", "version"])
            _announce(as_document(row), written[-1])
    lower_debt(written[0].company, amount)
    return written


def _invoices(order: OrderId) -> QuerySet[models.Document]:
    return models.Document.objects.filter(order_id=order, kind=DocumentKind.INVOICE.value).order_by("number")


def _cause(cause: UUID, invoice: models.Document) -> UUID:
    """Return the id of what one of an order's invoices is credited for: a cause may be about several of them."""
    return derived_id(f"credit of {invoice.id}", str(cause), invoice.issued_at)


def notes_for(order: OrderId, cause: UUID) -> list[Document]:
    """Return the credit notes of an order that were written because of `cause`; empty before it was credited."""
    causes = [_cause(cause, row) for row in _invoices(order)]
    rows = models.Document.objects.filter(cause_id__in=causes).order_by("number")
    return [as_document(row) for row in rows]


def _announce(invoice: Document, note: Document) -> None:
    event = InvoiceCredited(
        market=invoice.market,
        company=invoice.company,
        number=invoice.number,
        order=invoice.order,
        credit_note=note.id,
        amount=note.amount,
        open=invoice.open,
    )
    outbox.emit([outbox.Draft(event, aggregate=invoice.id, sequence=invoice.version)], at=note.issued_at)
