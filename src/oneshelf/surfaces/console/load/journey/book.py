"""Baskets as till orders: what each line cost, against which shelf price, and what paid for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from oneshelf.surfaces.console.load.journey.prices import FUEL_PER, Windows, rounded
from oneshelf.surfaces.console.load.journey.source import Integers, Lines

MADE_UP = ("tax", "tender")
_CASH_OF_100 = 22
"""How many orders of a hundred are made to have been paid in cash; the others by card."""
_MIX = np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing: spreads neighbouring basket numbers


@dataclass(frozen=True, slots=True)
class PricedLines:
    """Lines with their money in cents; `gross + recorded - retail - match == sales` holds for each.

    `price` is the chain's price for `per` smallest units in the line's week, 0 where it has none. `gross` is what the
    quantity costs at that price. `recorded` is how much more (or less) this store asked. `coupon` is what a
    manufacturer's coupon paid, at most the line.
    """

    lines: Lines
    price: Integers
    per: Integers
    gross: Integers
    recorded: Integers
    coupon: Integers

    @property
    def share_recorded(self) -> float:
        """Which part of the lines needed a `recorded` adjustment, from 0 to 1."""
        return float(np.count_nonzero(self.recorded)) / len(self.lines) if len(self.lines) else 0.0


@dataclass(frozen=True, slots=True)
class Baskets:
    """One row for each basket, in the order of the lines; lines `first[i]` to `last[i]` (exclusive) are its own.

    `coupon` and `tendered` are cents and sum to `total`; `cash` says how the latter was paid.
    """

    id: Integers
    household: Integers
    store: Integers
    week: Integers
    sold_at: npt.NDArray[np.datetime64]
    first: Integers
    last: Integers
    total: Integers
    coupon: Integers
    tendered: Integers
    cash: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.id)


def priced(lines: Lines, windows: Windows, fuel: npt.NDArray[np.bool_]) -> PricedLines:
    """Compare `lines` with the chain's prices. `fuel` marks the lines of gasoline."""
    price = windows.at(lines.product, lines.week)
    per = np.where(fuel, FUEL_PER, 1)
    gross = rounded(price * lines.quantity, per)
    return PricedLines(
        lines=lines,
        price=price,
        per=per,
        gross=gross,
        recorded=lines.shelf - gross,
        coupon=np.minimum(lines.coupon, lines.sales),
    )


def baskets(book: PricedLines) -> Baskets:
    """Sum the lines up by basket."""
    lines = book.lines
    first = np.flatnonzero(lines.number == 1)
    total = _sums(lines.sales, first)
    coupon = _sums(book.coupon, first)
    return Baskets(
        id=lines.basket[first],
        household=lines.household[first],
        store=lines.store[first],
        week=lines.week[first],
        sold_at=lines.sold_at[first],
        first=first,
        last=np.r_[first[1:], [len(lines)]].astype(np.int64),
        total=total,
        coupon=coupon,
        tendered=total - coupon,
        cash=_spread(lines.basket[first]) < _CASH_OF_100,
    )


def _sums(column: Integers, first: Integers) -> Integers:
    sums: Integers = np.add.reduceat(column, first) if len(first) else column[:0]
    return sums


def _spread(ids: Integers) -> Integers:
    """Return a number below 100 for each id, evenly spread and always the same."""
    mixed: Integers = ((ids.astype(np.uint64) * _MIX) >> np.uint64(40)).astype(np.int64) % 100
    return mixed
