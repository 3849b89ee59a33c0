"""Rates of a CSV file: one line a rate, with the zone in which it holds and where it is from.

zone,name,country,region,postal_from,postal_until,class,tax,tax_name,percent,since,until,source
ny,New York,US,NY,,,standard,state,New York State,4,2005-06-01,,Tax Law § 1105
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from oneshelf.modules.tax.public import PPM_OF_A_PERCENT, Area, GivenRate, NewRate

WANTED = ("zone", "name", "class", "tax", "tax_name", "percent", "since")
"""The columns that each line must say something in."""

COLUMNS = (*WANTED, "country", "region", "postal_from", "postal_until", "until", "compound", "position", "source")

MOST_LINES = 50_000
"""The most lines of a file."""


class BadLine(ValueError):
    """A line of the file does not say what it should; the text names line, column, value and cure."""


def read_rates(lines: Iterable[str]) -> list[GivenRate]:
    """Return the rates of a file. Raises BadLine for the first line that cannot be read."""
    reader = csv.DictReader(lines)
    header = reader.fieldnames or []
    missing, strange = [each for each in WANTED if each not in header], [each for each in header if each not in COLUMNS]
    if missing or strange:
        named = ", ".join(f"“{each}”" for each in (missing or strange))
        raise BadLine(f"line 1: {'no' if missing else 'unknown'} column {named}; a file has {', '.join(COLUMNS)}")
    return list(_rates(reader))


def _rates(reader: csv.DictReader[str]) -> Iterator[GivenRate]:
    for row in reader:
        if reader.line_num > MOST_LINES:
            raise BadLine(f"line {reader.line_num}: a file has {MOST_LINES} lines at most; split it")
        said = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if None in row or any(not said[name] for name in WANTED):
            empty = next((name for name in WANTED if not said[name]), "the last one")
            raise BadLine(f"line {reader.line_num}: something is missing or too much at “{empty}”; say it there")
        area = Area(said["country"].upper(), said["region"].upper(), said["postal_from"], said["postal_until"])
        yield GivenRate(said["zone"], said["name"], area, _rate(said, reader.line_num))


def _rate(said: dict[str, str], line: int) -> NewRate:
    return NewRate(
        tax_class=said["class"],
        code=said["tax"],
        name=said["tax_name"],
        ppm=_ppm(said["percent"], line),
        since=_day("since", said["since"], line),
        until=_day("until", said["until"], line) if said["until"] else None,
        compound=_yes(said["compound"], line),
        position=_number(said["position"] or "1", line),
        source=said["source"],
    )


def _ppm(text: str, line: int) -> int:
    try:
        ppm = Decimal(text) * PPM_OF_A_PERCENT
        if ppm.is_finite() and ppm == ppm.to_integral_value():
            return int(ppm)
    except InvalidOperation:
        pass
    raise BadLine(f"line {line}: “{text}” is no percentage of four decimals at most; write it like 8.875")


def _day(column: str, text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadLine(f"line {line}: “{text}” in “{column}” is no day; write it like 2026-01-31") from None


def _yes(text: str, line: int) -> bool:
    if text not in ("", "no", "yes"):
        raise BadLine(f"line {line}: “{text}” in “compound” is neither yes nor no; write one of them")
    return text == "yes"


def _number(text: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise BadLine(f"line {line}: “{text}” in “position” is no number from 0 to 999; write one")
    return int(text)
