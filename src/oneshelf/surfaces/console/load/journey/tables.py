"""The committed tables of this loader: what the source's codes are called by people."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

_DATA = files(__package__) / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `data/<name>.tsv` by column name."""
    lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return the lines of `data/<name>.txt`."""
    return tuple((_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines())
