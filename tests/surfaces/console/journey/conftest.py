"""The source as read once for all tests of the loader, and small histories made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from oneshelf.surfaces.console.load.journey import source
from oneshelf.surfaces.console.load.journey.source import Lines, SourceProduct


@pytest.fixture(scope="session")
def history() -> Lines:
    """Every purchase line of the installed package."""
    return source.read_lines()


@pytest.fixture(scope="session")
def product_table() -> list[SourceProduct]:
    """Every row of the package's product table."""
    return source.read_products()


def lines_of(rows: Sequence[dict[str, int]]) -> Lines:
    """Make lines from rows that name what matters; each is its own basket, hour after hour of a Monday."""
    same = {"household": 1, "store": 1, "product": 1, "number": 1, "quantity": 1, "week": 2}
    free = {"sales": 100, "retail": 0, "match": 0, "coupon": 0}
    filled = [{**same, **free, "basket": number, **row} for number, row in enumerate(rows, start=1)]
    columns = {name: np.array([row[name] for row in filled], dtype=np.int64) for name in filled[0]} if filled else {}
    hours = np.datetime64("2017-01-02T12:00:00", "us") + np.arange(len(filled)) * np.timedelta64(1, "h")
    return Lines(**columns, sold_at=hours)
