"""How much of an amount is tax: no clock, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from operator import add

from oneshelf.kernel.money import round_half_away
from oneshelf.modules.tax.rules.zones import weights
from oneshelf.modules.tax.types import Band, BandKey, Levy

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
    before = _sums(earlier)
    return tuple(
        Band(rate, amount, held_in(before[rate].amount + amount, rate) - before[rate].tax)
        for rate, amount in sorted(amounts.items(), reverse=True)
        if amount
    )


def charged_bands(
    amounts: Mapping[tuple[Levy, ...], int], whole: Iterable[Band], earlier: Iterable[Band] = ()
) -> tuple[Band, ...]:
    """Return the tax of `amounts` (levies -> minor units with their tax), parts of a `whole` that was charged as it is.

    Of each levy they take their share, so that with what was taxed `earlier` it is rounded once, half away from zero:
    all parts come to the tax of the whole, however that was rounded.
    """
    before, known = _sums(earlier), {each.key: each for each in whole}
    found = []
    for key, amount in amounts.items():
        all_of, was = known.get(key), before[key]
        taxes = [0 for _ in key]
        if all_of and all_of.amount:
            taxes = [round_half_away(each * (was.amount + amount), all_of.amount) for each in all_of.taxes]
        taxes = [each - old for each, old in zip(taxes, was.taxes or [0 for _ in key], strict=True)]
        found.append(Band(rate_of(key), amount, sum(taxes), key, tuple(taxes)))
    return tuple(sorted((each for each in found if each.amount), key=lambda each: -each.rate))


def gathered(parts: Iterable[Band]) -> list[Band]:
    """Return bands with all that is taxed alike in one."""
    found: dict[BandKey, Band] = {}
    for each in parts:
        one = found.get(each.key)
        found[each.key] = each if one is None else _added(one, each)
    return list(found.values())


def _added(one: Band, other: Band) -> Band:
    taxes = tuple(map(add, one.taxes, other.taxes))
    return replace(one, amount=one.amount + other.amount, tax=one.tax + other.tax, taxes=taxes)


def parted(tax: int, levies: Sequence[Levy]) -> tuple[int, ...]:
    """Return how much of a tax each of its levies takes: what is over goes to those that lack most."""
    shares = weights(levies)
    whole = sum(shares)
    exact = [tax * each / whole if whole else each for each in shares]
    parts = [floor(each) for each in exact]
    lacking = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in lacking[: tax - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def whole_share(levies: Sequence[Levy]) -> Fraction:
    """Return what share of the amount without them levies take together."""
    return sum(weights(levies), start=Fraction(0))


def rate_of(levies: Sequence[Levy]) -> int:
    """Return the rate of levies together in hundredths of a percent, cut off where it is finer."""
    return floor(whole_share(levies) * WHOLE)


def left_of(whole: Iterable[Band], taken: Iterable[Band]) -> tuple[Band, ...]:
    """Return what is left of the bands of an invoice when others were taken off it."""
    gone = _sums(taken)
    left = (
        replace(
            each,
            amount=each.amount - gone[each.key].amount,
            tax=each.tax - gone[each.key].tax,
            taxes=_less(each.taxes, gone[each.key].taxes),
        )
        for each in whole
    )
    return tuple(each for each in left if each.amount)


def share(left: Iterable[Band], amount: int, named: Mapping[BandKey, int] | None = None) -> tuple[Band, ...]:
    """Return what `amount` takes of the bands that are left; all of them when it is all of it.

    First what is `named` (what it is taxed at -> minor units), as far as it is left, then of each its share of the
    rest. The bands that are returned add up to `amount` exactly.
    """
    of, rest, parts = list(left), amount, []
    for each in of:
        parts.append(max(0, min((named or {}).get(each.key, 0), each.amount, rest)))
        rest -= parts[-1]
    total = sum(each.amount for each in of) - sum(parts)
    for at, each in enumerate(of):
        free = each.amount - parts[at]
        part = round_half_away(rest * free, total) if total else 0
        total, rest, parts[at] = total - free, rest - part, parts[at] + part
    return tuple(_part(each, part) for each, part in zip(of, parts, strict=True) if part)


def _part(band: Band, amount: int) -> Band:
    """Return so much of a band; of each levy its share, so that the last part takes what is left of it."""
    if not band.levies:
        return replace(band, amount=amount, tax=round_half_away(band.tax * amount, band.amount))
    taxes = tuple(round_half_away(each * amount, band.amount) for each in band.taxes)
    return replace(band, amount=amount, tax=sum(taxes), taxes=taxes)


@dataclass(slots=True)
class _Sum:
    amount: int = 0
    tax: int = 0
    taxes: tuple[int, ...] = ()


def _sums(given: Iterable[Band]) -> Mapping[BandKey, _Sum]:
    sums: dict[BandKey, _Sum] = defaultdict(_Sum)
    for each in given:
        found = sums[each.key]
        found.amount += each.amount
        found.tax += each.tax
        found.taxes = tuple(map(sum, zip(found.taxes or (0,) * len(each.taxes), each.taxes, strict=True)))
    return sums


def _less(taxes: tuple[int, ...], gone: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(each - off for each, off in zip(taxes, gone or (0,) * len(taxes), strict=True))
