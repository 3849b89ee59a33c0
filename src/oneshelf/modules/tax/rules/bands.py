"""How much of an amount is tax: no clock, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from oneshelf.kernel.money import round_half_away
from oneshelf.modules.tax.types import Band

WHOLE = 10_000
"""Hundredths of a percent of the whole."""


def held_in(amount: int, rate: int) -> int:
    """Return how much of an amount that holds its tax is tax, rounded once, half away from zero."""
    return round_half_away(amount * rate, WHOLE + rate)


def bands(amounts: Mapping[int, int], earlier: Iterable[Band] = ()) -> tuple[Band, ...]:
    """Return the tax of `amounts` (rate -> minor units), the highest rate first.

    It is what they add to the tax of what was taxed `earlier` of the same whole: so all parts come to the tax of the
    whole, however many there are.
    """
    before, taxed = _sums(earlier)
    return tuple(
        Band(rate, amount, held_in(before[rate] + amount, rate) - taxed[rate])
        for rate, amount in sorted(amounts.items(), reverse=True)
        if amount
    )


def left_of(whole: Iterable[Band], taken: Iterable[Band]) -> tuple[Band, ...]:
    """Return what is left of the bands of an invoice when others were taken off it."""
    gone, untaxed = _sums(taken)
    left = (Band(each.rate, each.amount - gone[each.rate], each.tax - untaxed[each.rate]) for each in whole)
    return tuple(each for each in left if each.amount)


def share(left: Iterable[Band], amount: int, named: Mapping[int, int] | None = None) -> tuple[Band, ...]:
    """Return what `amount` takes of the bands that are left; all of them when it is all of it.

    First what is `named` (rate -> minor units), as far as it is left, then of each rate its share of the rest. The
    bands that are returned add up to `amount` exactly.
    """
    of, rest, parts = list(left), amount, []
    for each in of:
        parts.append(min((named or {}).get(each.rate, 0), each.amount, rest))
        rest -= parts[-1]
    total = sum(each.amount for each in of) - sum(parts)
    for at, each in enumerate(of):
        free = each.amount - parts[at]
        part = round_half_away(rest * free, total) if total else 0
        total, rest, parts[at] = total - free, rest - part, parts[at] + part
    taken = (Band(e.rate, part, round_half_away(e.tax * part, e.amount)) for e, part in zip(of, parts, strict=True))
    return tuple(each for each in taken if each.amount)


def _sums(given: Iterable[Band]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    amounts: dict[int, int] = defaultdict(int)
    taxes: dict[int, int] = defaultdict(int)
    for each in given:
        amounts[each.rate] += each.amount
        taxes[each.rate] += each.tax
    return amounts, taxes
