"""Forget a customer."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
from oneshelf.modules.customers import models, queries
from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.events import CustomerErased
from oneshelf.modules.customers.types import CustomerId


def erase(customer: CustomerId, *, actor: Actor) -> None:
    """Blank the customer's name, e-mail and telephone, take their cards away, and close their account; the id stays.

    They leave their groups. The account is kept only if it is somebody's who works here. Others who hold contact
    data of theirs (orders) hear of it by CustomerErased. There is no way back. Twice is once. Raises UnknownCustomer.
    Joins the caller's transaction.
    """
    if queries.get_customer(customer).erased:
        return
    with transaction.atomic():
        row = lock_customer(customer)
        account = row.account_id
        models.Card.objects.filter(customer=customer).delete()
        models.Membership.objects.filter(customer=customer).delete()
        row.name = row.email = row.phone = row.search_text = row.language = ""
        row.account_id, row.archived_at = None, clock.now()
        announce_change(row, CustomerErased)
        trail.record("customer.erased", Subject("customer", customer), actor=actor)
        if account is not None:
            accounts.close_unless_held(account)
