"""Households as customers. The source knows them by number only: their names and addresses are made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oneshelf.surfaces.console.load.journey import naming, tables
from oneshelf.surfaces.console.load.journey.barcodes import card_number

MADE_UP = ("name", "email", "card")
_STRIDE = 3947
"""Has no factor in common with the number of names, so that no two households within it share one."""


@dataclass(frozen=True, slots=True)
class Household:
    """A customer: number in the source, made-up name, an e-mail address that reaches nobody, a loyalty card."""

    id: int
    name: str
    email: str
    card: str


def households(ids: Iterable[int]) -> Iterator[Household]:
    """Return the households numbered `ids` (1 to 6,399); the same number always has the same name."""
    first, last = tables.words("first_names"), tables.words("last_names")
    for id in ids:
        place = id * _STRIDE % (len(first) * len(last))
        name = f"{first[place % len(first)]} {last[place // len(first)]}"
        yield Household(id, name, f"{naming.slug(name).replace('-', '.')}@example.com", card_number(id))
