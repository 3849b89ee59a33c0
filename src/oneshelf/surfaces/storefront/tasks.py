"""Jobs of the shop."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import jobs
from oneshelf.modules.companies.public import DocumentId, Reminder
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.offers.public import AwardId
from oneshelf.modules.orders.public import OrderId
from oneshelf.surfaces.storefront import billing, confirming, earned


@jobs.task
def confirm_order(order: str) -> None:
    """Write to whoever bought what was ordered and promised. May be repeated."""
    confirming.confirm(OrderId(UUID(order)))


@jobs.task
def tell_come_in(consignment: str) -> None:
    """Write to whoever waited for goods that they have come. May be repeated."""
    confirming.tell_come_in(ConsignmentId(UUID(consignment)))


@jobs.task
def send_document(document: str) -> None:
    """Mail a company its invoice or credit note. May be repeated."""
    billing.send_document(DocumentId(UUID(document)))


@jobs.task
def tell_of_coupon(award: str) -> None:
    """Write to whoever earned a coupon. May be repeated."""
    earned.tell(AwardId(UUID(award)))


@jobs.task
def remind_of_invoice(invoice: str, step: int) -> None:
    """Mail a company what is still to be paid of an invoice. May be repeated."""
    billing.send_reminder(DocumentId(UUID(invoice)), Reminder(step))
