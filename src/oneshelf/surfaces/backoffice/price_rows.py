"""Prices from a file and into one: a line an article, with its SKU and its price."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.pricing.public import Wanted
from oneshelf.ui.formats import typed_amount_text

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes of a file that are read."""

MOST_LINES = 200_000
"""Lines of a file that are read."""

LONGEST_CELL = 200
_NAMES = {"sku": _("SKU"), "price": _("price")}

HIGHEST_PRICE = 10**12
"""Minor units: prices are not higher."""

_COMPUTED = tuple("=+-@\t\r")
"""How a cell begins that a sheet would compute."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line (counted from 1): which field, what stands there, and what to do about it."""

    line: int
    field: str
    value: str
    cure: str

    def __str__(self) -> str:
        said = {"line": self.line, "field": _NAMES[self.field], "value": self.value, "cure": self.cure}
        return _t("Line %(line)s, %(field)s “%(value)s”: %(cure)s") % said


def read(text: str, currency: str, *, priced: bool) -> tuple[list[Wanted], list[Fault]]:
    """Return the articles of a file, with their prices if it has them, and the faults of its lines.

    Columns are parted by commas, semicolons or tabs; the first line may name them. Nothing is guessed: of a file with
    a fault nothing is used.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    delimiter = next((each for each in "\t;" if lines and each in lines[0]), ",")
    if len(lines) > MOST_LINES + 1:  # the first may name the columns
        cure = _t("Split the file: %(most)s lines are read at most.") % {"most": MOST_LINES}
        return [], [Fault(MOST_LINES + 2, "sku", lines[MOST_LINES + 1][:LONGEST_CELL], cure)]
    reader, rows, begins = csv.reader(lines, delimiter=delimiter), list[tuple[int, list[str]]](), 1
    try:
        for row in reader:
            rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error:  # a cell longer than any sheet writes
        cure = _t("Close the quotation mark that begins here.")
        return [], [Fault(begins, "sku", lines[begins - 1][:LONGEST_CELL], cure)]
    if rows and rows[0][1] and rows[0][1][0].strip().lower() == "sku":
        rows = rows[1:]
    said = [(number, [cell.strip() for cell in row]) for number, row in rows if any(cell.strip() for cell in row)]
    known = catalogue.variants_by_sku(list({row[0] for _, row in said}))
    articles, faults = [], []
    for number, row in said:
        sku, price = row[0], row[1] if len(row) > 1 else ""
        if sku not in known:
            faults.append(Fault(number, "sku", sku[:LONGEST_CELL], _t("There is no such article.")))
            continue
        amount = _amount(price, currency) if priced else None
        if priced and amount is None:
            cure = _t("Write an amount like %(example)s, zero or more.") % {"example": typed_amount_text(currency)}
            faults.append(Fault(number, "price", price[:LONGEST_CELL], cure))
            continue
        articles.append(Wanted(known[sku], amount))
    return articles, faults


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a file of rows; what a sheet would compute stands there as text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_COMPUTED) else cell for cell in row])
    return text.getvalue()


def _amount(text: str, currency: str) -> int | None:
    try:
        amount = Money.parse(text.replace(",", "."), currency).minor
    except ValueError:
        return None
    return amount if 0 <= amount <= HIGHEST_PRICE else None
