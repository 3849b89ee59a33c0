"""Lists over the base list: whose price counts, and which was the lowest before. Against answers by the hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import GroupId
from oneshelf.modules.markets.public import ChannelId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import EVERY_SALE, Buyer, Price, PriceId, Scope
from oneshelf.modules.pricing.rules.lists import fits, lowest_before, price_for, tariff_of
from oneshelf.modules.pricing.types import Listed

NOW = datetime(2030, 1, 1, tzinfo=UTC)
DAYS = 80
CHEESE = VariantId(UUID(int=1))
WEB, TILL = ChannelId(UUID(int=2)), ChannelId(UUID(int=3))
YORK = PlaceId(UUID(int=4))
TRADE = GroupId(UUID(int=5))
NOBODY: frozenset[GroupId] = frozenset()


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


def listed(rank: int, starts: int, ends: int | None, minor: int, scope: Scope = EVERY_SALE, per: int = 1) -> Listed:
    number = PriceId(UUID(int=(rank * 1000 + starts) * 100 + 7))
    until = None if ends is None else day(ends)
    return Listed(rank, scope, Price(number, CHEESE, UnitPrice(minor, "USD", per), day(starts), until))


@st.composite
def histories(draw: st.DrawFn) -> list[Listed]:
    """Up to three lists whose windows do not overlap, highest rank first."""
    found: list[Listed] = []
    for rank in range(draw(st.integers(0, 2)), -1, -1):
        edges = sorted(draw(st.sets(st.integers(0, DAYS), min_size=1, max_size=8)))
        for at, starts in enumerate(edges):
            ends = edges[at + 1] if at + 1 < len(edges) else draw(st.none() | st.just(DAYS + 1))
            if draw(st.booleans()) or rank == 0:
                found.append(listed(rank, starts, ends, draw(st.integers(1, 5))))
    return found


def holding(history: Sequence[Listed], number: int) -> Price | None:
    return next((each.price for each in history if each.price.holds_at(day(number))), None)


def began(asked: Sequence[Price | None], last: int) -> int:
    """Return the first of the days to `last` on which the same price was asked."""
    while last > 0 and asked[last - 1] == asked[last]:
        last -= 1
    return last


def is_cut(asked: Sequence[Price | None], first: int) -> bool:
    before, after = (asked[first - 1] if first else None), asked[first]
    return before is not None and after is not None and after.unit_price.minor < before.unit_price.minor


@given(histories(), st.integers(0, DAYS), st.booleans())
def test_the_lowest_price_is_that_of_the_days_before_the_reduction_began(
    history: list[Listed], now: int, progressive: bool
) -> None:
    asked = [holding(history, number) for number in range(now + 1)]
    first = began(asked, now)
    while progressive and is_cut(asked, first) and is_cut(asked, began(asked, first - 1)):
        first = began(asked, first - 1)
    before = [price.unit_price.minor for price in asked[max(0, first - 30) : first] if price] if asked[now] else []
    found = lowest_before(history, day(now), progressive=progressive)
    assert (found.minor if found else None) == min(before, default=None)


def test_a_reduction_in_steps_is_compared_with_what_was_asked_before_its_first() -> None:
    steps = [listed(0, 0, 40, 90), listed(0, 40, 50, 100), listed(0, 50, 55, 80), listed(0, 55, None, 60)]
    assert lowest_before(steps, day(56), progressive=False) == UnitPrice(80, "USD")
    assert lowest_before(steps, day(56), progressive=True) == UnitPrice(90, "USD")
    assert lowest_before(steps, day(52), progressive=True) == UnitPrice(90, "USD")
    interrupted = [*steps[:2], listed(0, 50, 53, 80), listed(0, 53, 55, 100), listed(0, 55, None, 60)]
    assert lowest_before(interrupted, day(56), progressive=True) == UnitPrice(80, "USD")


def test_prices_for_different_quantities_are_compared_by_the_unit() -> None:
    history = [listed(0, 0, 5, 300, per=1000), listed(0, 5, 10, 35, per=100), listed(0, 10, None, 1, per=10)]
    assert lowest_before(history, day(11), progressive=False) == UnitPrice(300, "USD", 1000)
    assert Fraction(300, 1000) < Fraction(35, 100)


@given(histories(), st.integers(0, DAYS), st.integers(0, DAYS))
def test_what_is_remembered_is_true_as_long_as_it_says(history: list[Listed], loaded: int, asked: int) -> None:
    begun = [each for each in history if each.price.valid_from <= day(loaded)]
    last = {each.rank: each for each in begun}
    following = {each.rank: each for each in reversed(history) if each.rank and each.price.valid_from > day(loaded)}
    known = sorted([*last.values(), *following.values()], key=lambda each: -each.rank)
    tariff = tariff_of(known, day(loaded))
    if tariff.covers(day(asked)):
        assert price_for(Buyer(), tariff.listed, day(asked), lambda: NOBODY) == holding(history, asked)
    if holding([each for each in history if each.rank == 0], loaded):
        assert tariff.covers(day(loaded))


@pytest.mark.parametrize(
    ("scope", "buyer", "fitting"),
    [
        (EVERY_SALE, Buyer(), True),
        (Scope(channel=WEB), Buyer(channel=WEB), True),
        (Scope(channel=WEB), Buyer(channel=TILL, place=YORK), False),
        (Scope(channel=WEB), Buyer(), False),
        (Scope(place=YORK), Buyer(channel=TILL, place=YORK), True),
        (Scope(channel=WEB, place=YORK), Buyer(channel=TILL, place=YORK), False),
        (Scope(group=TRADE), Buyer(), True),
        (Scope(channel=WEB, group=TRADE), Buyer(channel=TILL), False),
    ],
)
def test_a_list_is_for_the_sales_that_have_all_it_names(scope: Scope, buyer: Buyer, fitting: bool) -> None:
    assert fits(scope, buyer, lambda: {TRADE}) is fitting
    assert fits(scope, buyer, lambda: NOBODY) is (fitting and scope.group is None)


def test_groups_are_asked_for_only_where_a_list_is_for_one() -> None:
    def ask() -> frozenset[GroupId]:
        raise AssertionError("nobody asked")

    plain = [listed(2, 0, None, 90, Scope(channel=TILL)), listed(0, 0, None, 100)]
    found = price_for(Buyer(channel=WEB), plain, day(1), ask)
    assert found is not None
    assert found.unit_price.minor == 100
    with pytest.raises(AssertionError):
        price_for(Buyer(channel=WEB), [listed(1, 0, None, 80, Scope(group=TRADE)), *plain], day(1), ask)
