"""Dividing and sharing out whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.money import round_half_away
from oneshelf.modules.pricing.types.compiled import RoundingMode


def divided(numerator: int, denominator: int, mode: RoundingMode = RoundingMode.HALF_AWAY) -> int:
    """Return a quotient rounded to the nearest whole; halves go by `mode`. Both numbers are 0 or more."""
    if mode is RoundingMode.HALF_EVEN and 2 * (numerator % denominator) == denominator:
        quotient = numerator // denominator
        return quotient + quotient % 2
    return round_half_away(numerator, denominator)


def shared(amount: int, weights: Sequence[int]) -> list[int]:
    """Share `amount` out by weights, each part its exact share or one more: the largest remainders get what is over.

    Of equal remainders the first one comes first. The parts add up to `amount`; without any weight all are 0, and then
    so must the amount be.
    """
    total = sum(weights)
    if not total:
        assert not amount, "there is nothing to share it out over"
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    over = amount - sum(parts)
    if over:
        by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
        for at in by_remainder[:over]:
            parts[at] += 1
    return parts
