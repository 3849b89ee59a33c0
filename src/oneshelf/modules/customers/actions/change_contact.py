"""Change how a customer is called and reached."""

from __future__ import annotations

from django.db import transaction

from oneshelf.modules.customers import queries, rules
from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.actions.register import write_contact
from oneshelf.modules.customers.types import Customer, CustomerId


def change_contact(
    customer: CustomerId, *, name: str, email: str, phone: str, language: str, region: str | None = None
) -> Customer:
    """Replace the customer's contact data and return them; the account's own e-mail stays as it is.

    Raises UnknownCustomer, CustomerIsErased, InvalidEmail, InvalidPhone. Joins the caller's transaction.
    """
    sound_email, sound_phone = rules.normal_email(email), rules.normal_phone(phone, region)
    with transaction.atomic():
        row = lock_customer(customer)
        row.name, row.language = " ".join(name.split()), language
        row.made_up = [each for each in row.made_up if each not in {"name", "email", "phone"}]
        write_contact(row, email=sound_email, phone=sound_phone)
        announce_change(row)
    return queries.as_customer(row)
