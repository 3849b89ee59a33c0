"""Receipts of stock, derived backwards from what was sold; the source holds none.

Before the first day each store's shelf is filled with every product that it will sell. On the evening before each week
a delivery brings exactly what that week will sell. So at any moment a level is the shelf's filling, plus what has been
delivered and not sold yet: never below the filling, which is what remains for live shoppers in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from oneshelf.surfaces.console.load.journey.source import Integers, Lines

LEAST_ON_SHELF = 6
LEAST_IN_WAREHOUSE = 24
_WEEK_BITS, _PRODUCT_BITS = 6, 26


@dataclass(frozen=True, slots=True)
class Weekly:
    """Quantity sold as columns, one row for each (store, week, product) that moved stock, in that order."""

    store: Integers
    week: Integers
    product: Integers
    quantity: Integers

    def __len__(self) -> int:
        return len(self.store)


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands on a place's shelves before the first day; `store` is 0 for the warehouse."""

    store: Integers
    product: Integers
    quantity: Integers

    def __len__(self) -> int:
        return len(self.store)

    def of(self, sold: Weekly) -> Filling:
        """Return the part that concerns a (store, product) of `sold`."""
        wanted = np.unique(sold.store << _PRODUCT_BITS | sold.product)
        chosen = np.isin(self.store << _PRODUCT_BITS | self.product, wanted)
        return Filling(self.store[chosen], self.product[chosen], self.quantity[chosen])


def weekly(lines: Lines) -> Weekly:
    """Sum up what `lines` moved; those of quantity zero move nothing."""
    moved = lines.quantity > 0
    cells = lines.store[moved] << _WEEK_BITS | lines.week[moved]
    keys = cells << _PRODUCT_BITS | lines.product[moved]
    unique, place = np.unique(keys, return_inverse=True)
    return Weekly(
        store=unique >> _PRODUCT_BITS + _WEEK_BITS,
        week=(unique >> _PRODUCT_BITS) & ((1 << _WEEK_BITS) - 1),
        product=unique & ((1 << _PRODUCT_BITS) - 1),
        quantity=np.bincount(place, weights=lines.quantity[moved], minlength=len(unique)).astype(np.int64),
    )


def store_filling(sold: Weekly) -> Filling:
    """Return two busiest weeks' worth of each product for each store, at least LEAST_ON_SHELF.

    Pass what the whole source sold, or the filling would depend on what is loaded.
    """
    order = np.lexsort((sold.product, sold.store))
    store, product, quantity = sold.store[order], sold.product[order], sold.quantity[order]
    starts = np.flatnonzero(np.r_[True, (store[1:] != store[:-1]) | (product[1:] != product[:-1])])
    busiest = np.maximum.reduceat(quantity, starts) if len(starts) else quantity
    return Filling(store[starts], product[starts], np.maximum(2 * busiest, LEAST_ON_SHELF))


def warehouse_filling(products: Sequence[int]) -> Filling:
    """Return the stock from which `products` are shipped."""
    ids = np.array(products, dtype=np.int64)
    return Filling(np.zeros_like(ids), ids, np.full_like(ids, LEAST_IN_WAREHOUSE))
