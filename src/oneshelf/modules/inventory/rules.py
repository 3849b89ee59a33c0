"""Decisions about stock: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneshelf.modules.inventory.errors import BadQuantity
from oneshelf.modules.inventory.types import Demand, LoadedMovement, Move

MOST_UNITS = 10**12
"""More smallest sale units than any line, receipt or count can hold."""


def check_quantities(lines: Iterable[Demand | Move | LoadedMovement]) -> None:
    """Raise BadQuantity unless every line asks for at least one unit and at most MOST_UNITS."""
    for line in lines:
        if not 1 <= line.quantity <= MOST_UNITS:
            raise BadQuantity(value=line.quantity)


def in_key_order(demands: Sequence[Demand]) -> list[Demand]:
    """Return demands in the order in which levels are locked: by variant, then place, then line."""
    return sorted(demands, key=lambda demand: (demand.variant, demand.place, demand.line))
