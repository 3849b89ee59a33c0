"""How far a promise can be trusted, and how often a place refuses."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.modules.sourcing.types import PlaceRecord

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


def confidence(records: Sequence[PlaceRecord], left: Sequence[int]) -> int:
    """Return how likely a way is kept, from 0 to 100: every place does it, and the scarcest goods are there.

    `left` is how many units of each of the goods would be left on its shelf.
    """
    sure = 1000
    for record in records:
        sure = sure * (1000 - rejection_permille(record)) * kept_permille(record) // 1_000_000
    depth = DEPTH[max(0, min([*left, 3]))]
    return max(0, min(100, sure * depth // 10_000))
