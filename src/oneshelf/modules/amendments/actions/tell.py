"""Telling a customer that a change of their order is to be paid, and where."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.amendments import models
from oneshelf.modules.amendments.queries import as_amendment
from oneshelf.modules.amendments.types import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders

Link = Callable[[Amendment], str]
"""Gives the address of the page at which a change is paid, as a path."""

_links: list[Link] = []


def link_with(link: Link) -> None:
    """Let the surface that takes money for changes say where; the last one counts."""
    _links.append(link)


def payment_link(amendment: Amendment) -> str:
    """Return the address at which whoever holds it pays for a change; '' while no surface takes money for it."""
    return settings.PUBLIC_URL.rstrip("/") + _links[-1](amendment) if _links else ""


@retried
def tell(amendment: AmendmentId) -> bool:
    """Mail the customer where a change is paid, once; False when they were told, cannot be, or nothing is to pay."""
    row = models.Amendment.objects.select_for_update().get(id=amendment)
    found = as_amendment(row)
    order = orders.get_order(found.order)
    if row.told_at or found.state is not AmendmentState.AWAITING_PAYMENT or not (order.contact and order.contact.email):
        return False
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
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
    return True
