"""Which part of the history is loaded: so many of the busiest stores, so many of the last weeks.

A slice is a set of (store, week) cells, and everything that is derived from the history (prices, deliveries, numbers of
receipts) is derived from all of it. So a larger slice loaded later adds to a smaller one and contradicts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneshelf.surfaces.console.load.journey.calendar import WEEKS
from oneshelf.surfaces.console.load.journey.source import Integers, Lines


@dataclass(frozen=True, slots=True)
class Slice:
    """The `stores` with most lines in the last `weeks` of the history."""

    name: str
    stores: int
    weeks: int

    @property
    def first_week(self) -> int:
        """The earliest week of the source that belongs to the slice."""
        return WEEKS - self.weeks + 1

    def of(self, lines: Lines) -> Lines:
        """Return the slice's lines of the whole history."""
        stores = busiest_stores(lines)[: self.stores]
        return lines.where((lines.week >= self.first_week) & np.isin(lines.store, stores))


def busiest_stores(lines: Lines) -> Integers:
    """Return the stores of the whole history, the one with most lines first."""
    ids, counts = np.unique(lines.store, return_counts=True)
    busiest: Integers = ids[np.lexsort((ids, -counts))]
    return busiest


TINY = Slice("tiny", stores=3, weeks=2)
DEMO = Slice("demo", stores=38, weeks=13)
FULL = Slice("full", stores=457, weeks=WEEKS)
