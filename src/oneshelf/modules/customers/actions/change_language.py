"""Change in which language a customer is written to."""

from __future__ import annotations

from django.db import transaction

from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.types import CustomerId


def change_language(customer: CustomerId, language: str) -> None:
    """Write to the customer in `language`, a BCP 47 tag, from now on; the same one again changes nothing.

    Raises UnknownCustomer, CustomerIsErased. Joins the caller's transaction.
    """
    with transaction.atomic():
        row = lock_customer(customer)
        if row.language != language:
            row.language = language
            announce_change(row)
