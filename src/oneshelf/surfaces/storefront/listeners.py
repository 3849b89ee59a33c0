"""What the shop does when an order is placed, when goods come that somebody waited for, and about invoices."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.companies.public import InvoiceCredited, InvoiceIssued, InvoiceReminded
from oneshelf.modules.fulfilment.public import GoodsCameIn
from oneshelf.modules.offers.public import CouponEarned, Telling
from oneshelf.modules.orders.public import Method, OrderPlaced
from oneshelf.surfaces.storefront.tasks import (
    confirm_order,
    remind_of_invoice,
    send_document,
    tell_come_in,
    tell_of_coupon,
)


def follow_orders(records: Sequence[Record]) -> None:
    """Whoever waits for goods gets it in writing; who took them along has a receipt."""
    for record in records:
        assert isinstance(record.event, OrderPlaced)
        if record.event.method != Method.TAKE_NOW:
            confirm_order.defer(order=str(record.aggregate))


def follow_goods(records: Sequence[Record]) -> None:
    """Whoever waited for goods is told that they have come."""
    for record in records:
        tell_come_in.defer(consignment=str(record.aggregate))


def follow_invoices(records: Sequence[Record]) -> None:
    """Companies get each invoice and credit note, and are reminded of what they have not paid."""
    for record in records:
        match record.event:
            case InvoiceIssued():
                send_document.defer(document=str(record.aggregate))
            case InvoiceCredited(credit_note=note):
                send_document.defer(document=str(note))
            case InvoiceReminded(step=step):
                remind_of_invoice.defer(invoice=str(record.aggregate), step=step)


def follow_coupons(records: Sequence[Record]) -> None:
    """Whoever earned a coupon is written to, where its offer says so."""
    for record in records:
        assert isinstance(record.event, CouponEarned)
        if Telling.EMAIL in record.event.told:
            tell_of_coupon.defer(award=str(record.aggregate))


subscriptions.register("storefront-goods", [GoodsCameIn.TYPE], follow_goods)
subscriptions.register(
    "storefront-confirmations",
    [OrderPlaced.TYPE],
    follow_orders,
    start=subscriptions.Start.NOW,  # nobody wants to be written to about orders of last year
)
subscriptions.register(
    "storefront-invoices",
    [InvoiceIssued.TYPE, InvoiceCredited.TYPE, InvoiceReminded.TYPE],
    follow_invoices,
    start=subscriptions.Start.NOW,
)
subscriptions.register("storefront-coupons", [CouponEarned.TYPE], follow_coupons, start=subscriptions.Start.NOW)
