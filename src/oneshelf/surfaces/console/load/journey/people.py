"""Writes the households as customers with their cards."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import Customer
from oneshelf.surfaces.console.load.journey.households import MADE_UP, Household
from oneshelf.surfaces.console.load.journey.ids import Ids


def load_households(households: Sequence[Household], ids: Ids) -> None:
    """Write customers and cards, in the caller's transaction."""
    rows = [
        Customer(
            id=ids.household(each.id),
            name=each.name,
            email=each.email,
            phone="",
            language="en",
            created_at=ids.opened_at,
            made_up=MADE_UP,
        )
        for each in households
    ]
    cards = {ids.household(each.id): customers.card_number(each.id) for each in households}
    customers.bulk_load_customers(rows, cards)
