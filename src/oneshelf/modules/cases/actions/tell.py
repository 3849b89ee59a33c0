"""Telling a customer what went wrong, with a link to the ways out of it."""

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
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.cases import events, models, rules
from oneshelf.modules.cases.queries import get_case
from oneshelf.modules.cases.types import Case, CaseId, CaseState, Way
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId

Link = Callable[[OrderId], str]
"""Gives the address of an order's page, as a path."""

_links: list[Link] = []


def link_with(link: Link) -> None:
    """Let the surface that shows orders to their buyers say where; the last one counts."""
    _links.append(link)


def tell(case: CaseId) -> bool:
    """Mail the customer what went wrong, once; False when they were told, or cannot be.

    A case that its customer can settle waits for them from then on. Must not be called in a transaction: a mail cannot
    be taken back.
    """
    found = get_case(case)
    order = orders.get_order(found.order)
    if found.told_at or found.settled or order.contact is None or not order.contact.email:
        return False
    once = Claim("cases", "tell of a case", str(case), idempotency.body_hash(case.bytes))
    idempotency.once_outside(once, partial(_mail, found, order))
    return _told(case)


@retried
def _told(case: CaseId) -> bool:
    """Keep that the customer was told; False when somebody else did, or it was settled while it was on its way."""
    row = models.Case.objects.select_for_update().get(id=case)
    found = get_case(case)
    if found.told_at or found.settled:
        return False
    at = clock.now()
    row.told_at, row.version = at, row.version + 1
    if found.kind in rules.CUSTOMER_DECIDES:
        row.state = CaseState.WAITING.value
    row.save(update_fields=["told_at", "version", "state"])
    outbox.emit([events.told(get_case(case))], at=at)
    return True


def _mail(case: Case, order: Order) -> None:
    with translation.override(customers.language_for(order.summary.customer, order.summary.market)):
        _send(case, order)


def _send(case: Case, order: Order) -> None:
    assert order.contact is not None
    line = next((each for each in order.lines if each.line == case.line), None)
    told = {
        "shop": settings.SHOP_NAME,
        "name": order.contact.name,
        "number": case.order_number,
        "kind": case.kind.value,
        "title": line.title if line else "",
        "units": case.units,
        "unit": line.unit if line else "",
        "ways": case.alternatives,
        "day": next((way.expected_on for way in case.alternatives if way.way is Way.WAIT), None),
        "link": settings.PUBLIC_URL.rstrip("/") + _links[-1](case.order) if _links else "",
    }
    subject = _("%(shop)s: about your order %(number)s") % {"shop": settings.SHOP_NAME, "number": case.order_number}
    send_mail(subject, render_to_string("cases/mail.txt", told), None, [order.contact.email])
