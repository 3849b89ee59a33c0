"""Change how a customer is called and reached."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.customers import queries, rules
from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.actions.register import write_contact
from oneshelf.modules.customers.types import Customer, CustomerId

_FIELDS = ("name", "email", "phone", "language")


def change_contact(
    customer: CustomerId, *, name: str, email: str, phone: str, language: str, actor: Actor, region: str | None = None
) -> Customer:
    """Replace the customer's contact data and return them; the account's own e-mail stays as it is.

    The trail keeps which of them changed, never what they were.

    Raises UnknownCustomer, CustomerIsErased, InvalidEmail, InvalidPhone. Joins the caller's transaction.
    """
    sound_email, sound_phone = rules.normal_email(email), rules.normal_phone(phone, region)
    with transaction.atomic():
        row = lock_customer(customer)
        before = (row.name, row.email, row.phone, row.language)
        row.name, row.language = " ".join(name.split()), language
        row.made_up = [each for each in row.made_up if each not in {"name", "email", "phone"}]
        write_contact(row, email=sound_email, phone=sound_phone)
        announce_change(row)
        after = (row.name, row.email, row.phone, row.language)
        fields = "+".join(name for name, old, new in zip(_FIELDS, before, after, strict=True) if old != new)
        trail.record(
            "customer.contact_changed", trail.Subject("customer", customer), actor=actor, details={"fields": fields}
        )
    return queries.as_customer(row)
