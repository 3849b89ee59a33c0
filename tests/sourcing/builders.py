"""Orders and places for tests of sourcing, without a database."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.sourcing.types import Candidate, OrderLine, Policy, Rule, RuleKind


def place(number: int) -> PlaceId:
    """Return the id of the place with that number."""
    return PlaceId(UUID(int=number))


def variant(number: int) -> VariantId:
    """Return the id of the variant with that number."""
    return VariantId(UUID(int=1000 + number))


def line(number: int, quantity: int = 1, **fields: Any) -> OrderLine:
    """Return line `number` of an order, of the variant with the same number."""
    given: dict[str, Any] = {"line": number, "variant": variant(number), "quantity": quantity}
    return OrderLine(**(given | fields))


def candidate(number: int, *units: int, **fields: Any) -> Candidate:
    """Return a store with these units of each line."""
    given: dict[str, Any] = {"place": place(number), "kind": PlaceKind.STORE, "units": units}
    return Candidate(**(given | fields))


COSTS = Rule(RuleKind.COST, number=100)
"""Real costs count in full."""


def policy(*rules: Rule) -> Policy:
    """Return a policy of these rules; of real costs alone without any."""
    return Policy(rules or (COSTS,))
