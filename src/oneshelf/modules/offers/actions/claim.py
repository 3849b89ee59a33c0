"""Coupons that were a guest's: they become their customer's, and their address is forgotten when they work no more."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.offers import models
from oneshelf.modules.offers.events import CouponClaimed

MOST_AT_ONCE = 1_000
"""How many coupons of one address are claimed at once: who comes again claims the rest."""


@retried
def claim(customer: CustomerId, *, verified_email: str) -> int:
    """Let a customer have what was given to an address that they have proved to be theirs; return how much it is.

    The codes work as before, for whoever has them: they were printed and mailed. Again it is none.
    """
    email = customers.normal_email(verified_email)
    rows = models.Award.objects.select_for_update().filter(email=email, customer_id=None).order_by("id")
    found = list(rows[:MOST_AT_ONCE]) if email else []
    drafts = []
    for row in found:
        row.customer_id, row.email, row.version = customer, "", row.version + 1
        row.save(update_fields=["customer_id", "email", "version"])
        event = CouponClaimed(market=row.market_id, offer=row.offer_id, customer=customer)
        drafts.append(outbox.Draft(event, aggregate=row.id, sequence=row.version))
    outbox.emit(drafts, at=clock.now())
    return len(found)


@retried
def forget_addresses(at: datetime) -> int:
    """Forget where guests were written to whose coupons work no more at `at`; return how many coupons that were."""
    return models.Award.objects.exclude(email="").filter(expires_at__lte=at).update(email="")
