"""Which of several lists' prices a buyer pays, and which was the lowest before a reduction. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.customers.public import GroupId
from oneshelf.modules.pricing.types import Buys, Listed, Price, Scope, Tariff

OMNIBUS = timedelta(days=30)
"""How far before a reduction the lowest price counts that must stand beside it (Directive 98/6/EC, article 6a)."""

PROGRESSIVE = timedelta(days=365)
"""How far back the beginning of a reduction is looked for that was increased without interruption."""

GroupsOf = Callable[[], Collection[GroupId]]
"""Finds out to which groups the buyer belongs; asked only where a list is for a group."""


def fits(scope: Scope, buyer: Buys, groups: GroupsOf) -> bool:
    """Tell whether a list with `scope` is for the buyer."""
    return (
        (scope.channel is None or scope.channel == buyer.channel)
        and (scope.place is None or scope.place == buyer.place)
        and (scope.group is None or scope.group in groups())
    )


def tariff_of(listed: Sequence[Listed], at: datetime) -> Tariff:
    """Return what lists say at `at`, and how long they go on saying just that.

    `listed` are the windows that began last and those of further lists that will begin first, highest rank first.
    Where the base list says nothing now, it is not known when it will: then the answer is for this moment only.
    """
    edges = [edge for each in listed for edge in (each.price.valid_from, each.price.valid_until) if edge is not None]
    since = max((edge for edge in edges if edge <= at), default=at)
    until = min((edge for edge in edges if edge > at), default=None)
    holding = tuple(each for each in listed if each.price.holds_at(at))
    return Tariff(holding, since, until if any(each.rank == 0 for each in holding) else since)


def price_for(buyer: Buys, listed: Sequence[Listed], at: datetime, groups: GroupsOf) -> Price | None:
    """Return what the buyer pays at `at`: the price of the highest rank that holds and fits; None when none does."""
    return next((each.price for each in listed if each.price.holds_at(at) and fits(each.scope, buyer, groups)), None)


def lowest_before(listed: Sequence[Listed], at: datetime, *, progressive: bool) -> UnitPrice | None:
    """Return the lowest price in the 30 days before the one that holds at `at` began; None without any.

    `listed` are windows of all lists that fit the buyer, highest rank first; what counts is what was really asked, so
    a price that another list covered does not. Prices for different quantities are compared by what one smallest unit
    costs. With `progressive`, a reduction that was increased step by step without interruption is compared with what
    was asked before its first step, as article 6a(5) lets a member state decide.
    """
    asked = _asked(listed, at)
    if not asked or asked[-1][1] is None:
        return None
    began = _first_step(asked) if progressive else len(asked) - 1
    since = asked[began][0] - OMNIBUS
    before = [price for (_, price), (ends, _) in pairwise(asked[: began + 1]) if price and ends > since]
    return min((price.unit_price for price in before), key=lambda each: (_each(each), each.per), default=None)


def lowest_ahead(listed: Sequence[Listed], at: datetime) -> UnitPrice | None:
    """Return the lowest price that was or will be asked in the 30 days before `at`, when a reduction is to begin."""
    asked = [*_asked(listed, at), (at, None)]
    before = [price for (starts, price), (ends, _) in pairwise(asked) if price and starts < ends > at - OMNIBUS]
    return min((price.unit_price for price in before), key=lambda each: (_each(each), each.per), default=None)


def _asked(listed: Sequence[Listed], at: datetime) -> list[tuple[datetime, Price | None]]:
    """Return from when on which price was asked, in order, up to `at`; None where there was none."""
    edges = {edge for each in listed for edge in (each.price.valid_from, each.price.valid_until) if edge and edge <= at}
    asked: list[tuple[datetime, Price | None]] = []
    for starts in sorted(edges):
        price = next((each.price for each in listed if each.price.holds_at(starts)), None)
        if not asked or price != asked[-1][1]:
            asked.append((starts, price))
    return asked


def _first_step(asked: Sequence[tuple[datetime, Price | None]]) -> int:
    """Return which of the prices began the reduction that the last one goes on with."""
    step = len(asked) - 1
    while step > 1 and _is_cut(asked, step) and _is_cut(asked, step - 1):
        step -= 1
    return step


def _is_cut(asked: Sequence[tuple[datetime, Price | None]], step: int) -> bool:
    before, after = asked[step - 1][1], asked[step][1]
    return before is not None and after is not None and _each(after.unit_price) < _each(before.unit_price)


def _each(price: UnitPrice) -> Fraction:
    return Fraction(price.minor, price.per)
