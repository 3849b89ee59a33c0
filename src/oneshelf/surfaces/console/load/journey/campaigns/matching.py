"""Finds the purchase line on which a coupon was handed in.

A redemption names a household, a coupon and a day. Its lines are those of the household on that day, in the stores'
time, whose product is one of the coupon's; what a line got from coupons, of whatever kind, is one sum.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face, face_of
from oneshelf.surfaces.console.load.journey.campaigns.source import Coupons, Redemption
from oneshelf.surfaces.console.load.journey.source import Lines

_DAYS = 100_000
"""More than there are days in the source, counted from 1970: a household and a day become one number."""


class Cause(StrEnum):
    """What became of a redemption."""

    MATCHED = "matched"
    NO_LINE = "no_line"
    NO_DISCOUNT = "no_discount"
    OTHER_MONEY = "other_money"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase line: `sales` is what the till took before coupons, `coupon` what coupons gave, both in cents."""

    basket: int
    number: int
    product: int
    quantity: int
    sales: int
    coupon: int


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a redemption. `eligible` are the day's lines of its products; `line` is set when MATCHED."""

    redemption: Redemption
    cause: Cause
    eligible: tuple[Bought, ...] = ()
    line: Bought | None = None

    @property
    def units(self) -> int:
        """How many units of the coupon's goods were in the basket of `line`."""
        assert self.line is not None, "asked of a match only"
        return sum(each.quantity for each in self.eligible if each.basket == self.line.basket)


def bought_on(lines: Lines, redemptions: Iterable[Redemption]) -> dict[tuple[int, date], list[Bought]]:
    """Return the purchases of each (household, day) that has a redemption."""
    days = calendar.days(lines.sold_at)
    wanted = {(each.household, calendar.day_number(each.day)) for each in redemptions}
    keys = np.array([household * _DAYS + day for household, day in wanted], dtype=np.int64)
    chosen = np.isin(lines.household * _DAYS + days, keys)
    own = lines.where(chosen)
    owners = zip(own.household.tolist(), days[chosen].astype("datetime64[D]").tolist(), strict=True)
    columns = (own.basket, own.number, own.product, own.quantity, own.sales, own.coupon)
    found = defaultdict(list)
    for owner, *row in zip(owners, *(column.tolist() for column in columns), strict=True):
        found[owner].append(Bought(*row))
    return found


def matches(
    redemptions: Sequence[Redemption], coupons: Coupons, bought: Mapping[tuple[int, date], Sequence[Bought]]
) -> list[Match]:
    """Return what became of each redemption.

    One is MATCHED when exactly one discounted line fits its coupon and fits no other redemption.
    """
    eligible = {each: _eligible(each, coupons, bought) for each in redemptions}
    fitting = {each: _fitting(face_of(each.coupon), lines) for each, lines in eligible.items()}
    claims = Counter((line.basket, line.number) for found in fitting.values() for line in found)
    return [_match(each, eligible[each], fitting[each], claims) for each in redemptions]


def _eligible(
    redemption: Redemption, coupons: Coupons, bought: Mapping[tuple[int, date], Sequence[Bought]]
) -> tuple[Bought, ...]:
    products = coupons[redemption.campaign, redemption.coupon]
    return tuple(each for each in bought[redemption.household, redemption.day] if each.product in products)


def _match(
    redemption: Redemption, eligible: tuple[Bought, ...], fitting: list[Bought], claims: Mapping[tuple[int, int], int]
) -> Match:
    if not eligible:
        return Match(redemption, Cause.NO_LINE)
    if not any(line.coupon for line in eligible):
        return Match(redemption, Cause.NO_DISCOUNT, eligible)
    if not fitting:
        return Match(redemption, Cause.OTHER_MONEY, eligible)
    if len(fitting) > 1 or claims[fitting[0].basket, fitting[0].number] > 1:
        return Match(redemption, Cause.AMBIGUOUS, eligible)
    return Match(redemption, Cause.MATCHED, eligible, fitting[0])


def _fitting(face: Face | None, eligible: Sequence[Bought]) -> list[Bought]:
    """Return the lines whose discount can be this coupon's alone, handed in as few times as any of them needs.

    A coupon whose number says nothing fits any discount.
    """
    if face is None:
        return [line for line in eligible if line.coupon]
    counts = {line: pieces(line, face, eligible) for line in eligible if line.coupon}
    fewest = min(filter(None, counts.values()), default=0)
    return [line for line, count in counts.items() if count and count == fewest]


def pieces(line: Bought, face: Face, eligible: Sequence[Bought]) -> int:
    """Return how many pieces of the coupon make the line's discount, at most one a unit in the basket; 0 if none do."""
    units = max(1, sum(each.quantity for each in eligible if each.basket == line.basket))
    if not face.free:
        count, rest = divmod(line.coupon, face.cents)
        return count if not rest and count <= units else 0
    return next((n for n in range(1, line.quantity + 1) if line.coupon == _worth(line, n)), 0)


def _worth(line: Bought, units: int) -> int:
    return (2 * line.sales * units + line.quantity) // (2 * line.quantity)
