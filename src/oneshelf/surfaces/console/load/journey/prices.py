"""The chain's regular price of each product, week by week, from what its tills recorded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from oneshelf.surfaces.console.load.journey.source import Integers, Lines

FUEL_PER = 1000
"""Gasoline is priced for a gallon, of which its quantities count thousandths."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Price windows as columns, ordered by product and first week.

    A window runs from its first week until its product's next window, the last one for good. `amount` is cents for
    `per` smallest sale units.
    """

    product: Integers
    first_week: Integers
    amount: Integers
    per: Integers

    def __len__(self) -> int:
        return len(self.product)

    def since(self, week: int, products: Integers) -> Windows:
        """Return the windows of `products` that hold in `week` or later."""
        until = self.until()
        chosen = ((until == 0) | (until > week)) & np.isin(self.product, products)
        return Windows(self.product[chosen], self.first_week[chosen], self.amount[chosen], self.per[chosen])

    def until(self) -> Integers:
        """Return the week in which each window is replaced, 0 for those that stay open."""
        until = np.zeros(len(self), dtype=np.int64)
        until[:-1] = np.where(self.product[1:] == self.product[:-1], self.first_week[1:], 0)
        return until

    def at(self, product: Integers, week: Integers) -> Integers:
        """Return the amount that holds for each (product, week), 0 where none does (yet)."""
        if not len(self):
            return np.zeros(len(product), dtype=np.int64)
        position = np.searchsorted(_key(self.product, self.first_week), _key(product, week), side="right") - 1
        known = (position >= 0) & (self.product[position] == product)
        amount: Integers = np.where(known, self.amount[position], 0)
        return amount


def windows(lines: Lines, fuel: npt.NDArray[np.bool_]) -> Windows:
    """Return the windows of every product that was ever sold for something. `fuel` marks the lines of gasoline.

    A product's regular price in a week is the unit price that most of its lines asked (of two with as many lines the
    higher, since offers are lower); a week without sales keeps the price of the week before; equal weeks are merged.
    """
    per = np.where(fuel, FUEL_PER, 1)
    unit = rounded(lines.shelf * per, np.maximum(lines.quantity, 1))
    counted = (lines.quantity > 0) & (unit > 0)
    product, week, unit, per = lines.product[counted], lines.week[counted], unit[counted], per[counted]
    modal = _modal(product, week, unit)
    product, week, unit, per = product[modal], week[modal], unit[modal], per[modal]
    changes = np.r_[True, (product[1:] != product[:-1]) | (unit[1:] != unit[:-1])][: len(product)]
    return Windows(product[changes], week[changes], unit[changes], per[changes])


def rounded(numerator: Integers, denominator: Integers | int) -> Integers:
    """Divide non-negative whole numbers to the nearest, halves up: the rounding of `kernel.money`, on columns."""
    quotient: Integers = (2 * numerator + denominator) // (2 * denominator)
    return quotient


def _modal(product: Integers, week: Integers, unit: Integers) -> Integers:
    """Return, for each (product, week) in order, the index of one line that asks the commonest unit price."""
    if not len(product):
        return product
    order = np.lexsort((unit, week, product))
    keys = np.stack((product[order], week[order], unit[order]))
    starts = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)])
    counts = np.diff(np.r_[starts, len(order)])
    product, week, unit = keys[:, starts]
    ranked = np.lexsort((unit, counts, week, product))  # the best of each (product, week) comes last
    last = np.r_[(np.diff(product[ranked]) != 0) | (np.diff(week[ranked]) != 0), True]
    index: Integers = order[starts[ranked[last]]]
    return index


def _key(product: Integers, week: Integers) -> Integers:
    key: Integers = product * 64 + week
    return key
