"""Get to know a customer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import models, queries, rules
from oneshelf.modules.customers.actions.issue_card import give_new_card
from oneshelf.modules.customers.events import CustomerRegistered
from oneshelf.modules.customers.types import Customer, CustomerId


def register(
    *,
    name: str = "",
    email: str = "",
    phone: str = "",
    language: str = "",
    region: str | None = None,
    account: UUID | None = None,
) -> Customer:
    """Register a customer with a loyalty card of their own and return them.

    `region` (ISO 3166-1) reads a telephone number without a country code. Two customers may have the same contact
    data: they are joined on verified contact only. Raises InvalidEmail, InvalidPhone, and AccountLinked when the
    account has a customer. Joins the caller's transaction.
    """
    row = models.Customer(
        id=new_id(), name=" ".join(name.split()), language=language, account_id=account, created_at=clock.now()
    )
    write_contact(row, email=rules.normal_email(email), phone=rules.normal_phone(phone, region))
    with refusals(), transaction.atomic():
        row.save(force_insert=True)
        give_new_card(CustomerId(row.id))
        outbox.emit([outbox.Draft(CustomerRegistered(row.id), row.id, row.version)])
    return queries.as_customer(row)


def write_contact(row: models.Customer, *, email: str, phone: str) -> None:
    """Put contact data that is sound into the row, and what searches read."""
    row.email, row.phone = email, phone
    row.search_text = rules.folded(f"{row.name} {row.email} {row.phone}")
