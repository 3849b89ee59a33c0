"""Give a customer another card."""

from __future__ import annotations

import secrets

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import models, rules
from oneshelf.modules.customers.actions.announce import announce_change, lock_customer
from oneshelf.modules.customers.types import CardNumber, CustomerId

MOST_DRAWS = 8
"""How many random numbers are drawn until a free one is found; with a card in a thousand taken, one is enough."""


def issue_card(customer: CustomerId, card: str | None = None, *, actor: Actor) -> CardNumber:
    """Give the customer a card and return its number: a new one, or the printed one that was scanned.

    Older cards stay theirs. Raises UnknownCustomer, CustomerIsErased, InvalidCard, CardTaken. Joins the caller's
    transaction.
    """
    with refusals(), transaction.atomic():
        row = lock_customer(customer)
        if card is None:
            number = give_new_card(customer)
        else:
            number = rules.read_card(card)
            models.Card.objects.create(number=number, customer_id=customer, issued_at=clock.now())
        announce_change(row)
        details: dict[str, trail.Detail] = {"printed": card is not None}
        trail.record("customer.card_issued", trail.Subject("customer", customer), actor=actor, details=details)
    return number


def give_new_card(customer: CustomerId) -> CardNumber:
    """Draw random numbers until one is free, write it, and return it."""
    for _ in range(MOST_DRAWS):
        number = rules.card_number(secrets.randbelow(rules.MOST_CARDS))
        row = models.Card(number=number, customer_id=customer, issued_at=clock.now())
        models.Card.objects.bulk_create([row], ignore_conflicts=True)
        if models.Card.objects.filter(id=row.id).exists():
            return number
    raise AssertionError(f"no free card number in {MOST_DRAWS} draws: the numbers are running out")
