"""Telling a customer that a change of their order is to be paid, and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.amendments import models
from oneshelf.modules.amendments.queries import as_amendment
from oneshelf.modules.amendments.types import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order

Link = Callable[[Amendment], str]
"""Gives the address of the page at which a change is paid, as a path."""

_links: list[Link] = []


def link_with(link: Link) -> None:
    """Let the surface that takes money for changes say where; the last one counts."""
    _links.append(link)


def payment_link(amendment: Amendment) -> str:
    """Return the address at which whoever holds it pays for a change; '' while no surface takes money for it."""
    return settings.PUBLIC_URL.rstrip("/") + _links[-1](amendment) if _links else ""


def tell(amendment: AmendmentId) -> bool:
    """Mail the customer where a change is paid, once; False when they were told, cannot be, or nothing is to pay.

    Must not be called in a transaction: a mail cannot be taken back.
    """
    row = models.Amendment.objects.get(id=amendment)
    found = as_amendment(row)
    order = orders.get_order(found.order)
    if row.told_at or found.state is not AmendmentState.AWAITING_PAYMENT or not (order.contact and order.contact.email):
        return False
    once = Claim("amendments", "tell of a change", str(amendment), idempotency.body_hash(amendment.bytes))
    idempotency.once_outside(once, partial(_mail, found, order))
    return bool(models.Amendment.objects.filter(id=amendment, told_at=None).update(told_at=clock.now()))


def _mail(found: Amendment, order: Order) -> None:
    assert order.contact is not None
    with translation.override(customers.language_for(order.summary.customer, order.summary.market)):
        told = {
            "shop": settings.SHOP_NAME,
            "name": order.contact.name,
            "number": found.order_number,
            "to_pay": found.to_pay,
            "link": payment_link(found),
        }
        subject = _("%(shop)s: a change of your order %(number)s is to be paid")
        subject %= {"shop": settings.SHOP_NAME, "number": found.order_number}
        send_mail(subject, render_to_string("amendments/mail.txt", told), None, [order.contact.email])
