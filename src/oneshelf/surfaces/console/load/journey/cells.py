"""Cuts a plan into weeks of stores, and those into batches that a transaction writes in less than a second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from oneshelf.surfaces.console.load.journey.plan import Plan
from oneshelf.surfaces.console.load.journey.source import Integers

MOST_LINES = 3000
"""How many purchase lines a batch holds, unless a single cell has more; each makes about four rows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A week of a store: the positions in the plan of its baskets and of what was delivered for it."""

    store: int
    week: int
    baskets: Integers
    delivered: range
    lines: int

    @property
    def key(self) -> str:
        """What progress calls it."""
        return f"{self.week:02d}/{self.store:05d}"


def cells(plan: Plan) -> list[Cell]:
    """Return the plan's cells in the order of time. A week in which a store sold nothing is none."""
    baskets, delivered = plan.baskets, plan.deliveries
    keys = _key(baskets.week, baskets.store)
    order = np.argsort(keys, kind="stable")
    bounds = np.flatnonzero(np.r_[True, np.diff(keys[order]) != 0, True]) if len(keys) else np.zeros(1, dtype=int)
    by_store = _key(delivered.store, delivered.week)
    found = []
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        own = order[start:end]
        store, week = int(baskets.store[own[0]]), int(baskets.week[own[0]])
        sought = np.array([store << 32 | week, store << 32 | week + 1])
        first, last = np.searchsorted(by_store, sought).tolist()
        lines = int((baskets.last[own] - baskets.first[own]).sum())
        found.append(Cell(store, week, own, range(first, last), lines))
    return found


def batches(cells: Iterable[Cell]) -> Iterator[list[Cell]]:
    """Group cells, in their order, until the next would exceed MOST_LINES."""
    batch: list[Cell] = []
    for cell in cells:
        if batch and sum(each.lines for each in batch) + cell.lines > MOST_LINES:
            yield batch
            batch = []
        batch.append(cell)
    if batch:
        yield batch


def _key(high: Integers, low: Integers) -> Integers:
    key: Integers = high << 32 | low
    return key
