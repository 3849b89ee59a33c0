"""Bring in customers whose ids the loader derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import models, rules
from oneshelf.modules.customers.actions.register import write_contact
from oneshelf.modules.customers.events import CustomerRegistered
from oneshelf.modules.customers.types import CardNumber, Customer, CustomerId


def bulk_load_customers(customers: Sequence[Customer], cards: Mapping[CustomerId, CardNumber]) -> int:
    """Write customers with their cards in the caller's transaction and return how many were new.

    A customer whose id is there already stays as they are. Make card numbers with `card_number(serial)`. Raises
    InvalidEmail, InvalidPhone, InvalidCard, CardTaken, AccountLinked. Pass some thousands at a time.
    """
    known = set(models.Customer.objects.filter(id__in=[each.id for each in customers]).values_list("id", flat=True))
    new = [each for each in customers if each.id not in known]
    rows = []
    for each in new:
        row = models.Customer(
            id=each.id,
            account_id=each.account,
            name=each.name,
            language=each.language,
            created_at=each.created_at,
            made_up=list(each.made_up),
        )
        write_contact(row, email=rules.normal_email(each.email), phone=rules.normal_phone(each.phone))
        rows.append(row)
    held = [
        models.Card(number=rules.read_card(cards[each.id]), customer_id=each.id, issued_at=each.created_at)
        for each in new
        if each.id in cards
    ]
    with refusals():
        models.Customer.objects.bulk_create(rows)
        models.Card.objects.bulk_create(held)
    outbox.emit([outbox.Draft(CustomerRegistered(row.id), row.id, row.version) for row in rows])
    return len(rows)
