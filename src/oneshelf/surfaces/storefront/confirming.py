"""Mails about an order: what was ordered and promised, how it is collected, and that goods came that it waited for."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.customers import public as customers
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId
from oneshelf.surfaces.storefront.orders import link_to, purchase_of, zone_of
from oneshelf.ui.ways import written_promise_text


def confirm(order: OrderId) -> bool:
    """Mail the buyer their order, once in 48 hours however often it is asked; False when nobody can be written to.

    An order that was cancelled before its mail went out is not confirmed any more.
    """
    found = orders.get_order(order)
    if found.contact is None or not found.contact.email or found.summary.state is orders.OrderState.CANCELLED:
        return False

    def send() -> None:
        with translation.override(customers.language_for(found.summary.customer, found.summary.market)):
            _mail(found)

    once = Claim("storefront", "confirm an order", str(order), idempotency.body_hash(order.bytes))
    idempotency.once_outside(once, send)
    return True


def tell_come_in(consignment: ConsignmentId) -> bool:
    """Mail the buyer that goods have come that their order waited for, once; False when nobody can be written to."""
    parcel = fulfilment.get_consignment(consignment)
    found = orders.get_order(OrderId(parcel.order))
    if found.contact is None or not found.contact.email or parcel.state is fulfilment.ConsignmentState.CANCELLED:
        return False

    def send() -> None:
        with translation.override(customers.language_for(found.summary.customer, found.summary.market)):
            _mail(found, "came_in", lines=parcel.lines)

    idempotency.once_outside(
        Claim("storefront", "goods came in", str(consignment), idempotency.body_hash(parcel.id.bytes)), send
    )
    return True


def _mail(order: Order, name: str = "confirmation", **more: object) -> None:
    assert order.contact is not None
    number = order.summary.number
    by, delivered = order.promised_by, order.summary.method is orders.Method.SHIP
    told = {
        "shop": settings.SHOP_NAME,
        "purchase": purchase_of(order.summary.id),
        "promise": written_promise_text(by, zone_of(order), delivered=delivered) if by else "",
        "link": settings.PUBLIC_URL.rstrip("/") + link_to(order.summary.id),
        **more,
    }
    subject = _("%(shop)s: your order %(number)s") % {"shop": settings.SHOP_NAME, "number": number}
    send_mail(subject, render_to_string(f"storefront/mails/{name}.txt", told), None, [order.contact.email])
