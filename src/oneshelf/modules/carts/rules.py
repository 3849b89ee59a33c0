"""Decisions about carts: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable

from oneshelf.modules.carts.errors import BadCartQuantity
from oneshelf.modules.carts.types import CartLine
from oneshelf.modules.catalogue.public import VariantId

MOST_UNITS = 1_000_000
"""The most smallest sale units of one line (a tonne in grams)."""

MOST_LINES = 200
"""The most lines of one cart."""


def check_quantity(quantity: int) -> None:
    """Raise BadCartQuantity unless `quantity` is from 0 (take it out) to MOST_UNITS."""
    if not 0 <= quantity <= MOST_UNITS:
        raise BadCartQuantity(value=quantity, most=MOST_UNITS)


def merged(kept: Iterable[CartLine], added: Iterable[CartLine]) -> dict[VariantId, int]:
    """Return what a cart holds after another was poured into it: the larger quantity of each variant.

    Not the sum: a shopper who fills the same basket on two devices wants it once.
    """
    result = {line.variant: line.quantity for line in kept}
    for line in added:
        result[line.variant] = max(line.quantity, result.get(line.variant, 0))
    return result
