"""How far a promise can be trusted, and how often a place refuses."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.sourcing.types import PlaceRecord, Shelf

PRIOR_LINES = 50
"""A place is taken to have refused one of fifty lines before it was asked for any: few orders prove little."""

PRIOR_KEPT = 48
"""Of fifty promises, so many count as kept before any was made."""

DEPTH = (850, 920, 960, 1000)
"""How likely (per mille) goods are really there, by the units that would be left on the shelf: 0, 1, 2, 3 or more."""


def rejection_permille(record: PlaceRecord) -> int:
    """Return how many of a thousand lines the place refuses."""
    return (record.rejected + 1) * 1000 // (max(record.asked, record.rejected) + PRIOR_LINES)


def kept_permille(record: PlaceRecord) -> int:
    """Return how many of a thousand promises the place keeps."""
    return (record.kept + PRIOR_KEPT) * 1000 // (record.kept + record.broken + PRIOR_LINES)


def there_permille(left: int, trust: int | None) -> int:
    """Return how likely goods are really there of which `left` units would be left, at a level trusted so far.

    The less a level may be trusted, the more often its last units are missing: up to two and a half times as often as
    elsewhere, and sometimes though there should be many. None is a level that nobody doubts.
    """
    depth = DEPTH[max(0, min(left, 3))]
    if trust is None:
        return depth
    doubt = inventory.TRUSTED - trust
    return depth - (1000 - depth) * 2 * doubt // 100 - doubt // 2


def confidence(records: Sequence[PlaceRecord], shelves: Sequence[Shelf]) -> int:
    """Return how likely a way is kept, from 0 to 100: every place does it, and the least certain goods are there."""
    sure = 1000
    for record in records:
        sure = sure * (1000 - rejection_permille(record)) * kept_permille(record) // 1_000_000
    there = min((there_permille(each.left, each.trust) for each in shelves), default=DEPTH[-1])
    return max(0, min(100, sure * there // 10_000))


def doubted(shelves: Sequence[Shelf]) -> Shelf | None:
    """Return the shelf on account of which a way is the least certain, if its level is in doubt; a tie is in doubt."""
    least = min(shelves, key=lambda each: (there_permille(each.left, each.trust), each.trust is None), default=None)
    return least if least and least.trust is not None else None
