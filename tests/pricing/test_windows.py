"""Price windows: they never overlap, leave no gaps, and a cancelled plan leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.ids import new_id
from oneshelf.modules.pricing.public import BadWindow, PriceId, PriceInThePast, PriceWindowTaken
from oneshelf.modules.pricing.rules.windows import cut_short, put_in, take_out
from oneshelf.modules.pricing.types import Replanning, Window

NOW = datetime(2030, 1, 1, tzinfo=UTC)
HOURS = 24


def at(hour: int) -> datetime:
    return NOW + timedelta(hours=hour)


def window(starts: int, ends: int | None, amount: int) -> Window:
    return Window(PriceId(new_id()), at(starts), None if ends is None else at(ends), amount, 1)


def carried_out(windows: Sequence[Window], replanning: Replanning) -> list[Window]:
    """Do to a list what the database does to its rows, and check on the way that nothing overlaps."""
    kept = {each.id: each for each in windows}
    for each in replanning.removed:
        del kept[each.id]
    for each in (*replanning.resized, *replanning.added):
        for other in kept.values():
            if other.id != each.id:
                assert (each.ends is not None and each.ends <= other.starts) or (
                    other.ends is not None and other.ends <= each.starts
                ), f"{each} overlaps {other}"
        kept[each.id] = each
    return sorted(kept.values(), key=lambda each: each.starts)


def by_the_hour(windows: Sequence[Window]) -> list[int | None]:
    """Return the price in each hour of the day, None where there is none."""
    return [
        next((w.amount for w in windows if w.starts <= at(h) and (w.ends is None or at(h) < w.ends)), None)
        for h in range(HOURS)
    ]


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int | None]:
    starts = draw(st.integers(0, HOURS - 2))
    return starts, draw(st.none() | st.integers(starts + 1, HOURS))


@given(st.lists(st.tuples(spans(), st.integers(1, 4)), max_size=8), st.integers(0, HOURS))
def test_a_new_price_holds_in_its_window_and_changes_nothing_else(
    plans: list[tuple[tuple[int, int | None], int]], base: int
) -> None:
    windows = [window(0, None, 9)] if base % 2 else []
    named: list[str] = []
    for (starts, ends), amount in plans:
        expected = by_the_hour(windows)
        new = window(starts, ends, amount)
        try:
            windows = carried_out(windows, put_in(windows, new, NOW))
        except PriceWindowTaken as taken:
            named.append(taken.price)
        else:
            expected[starts : HOURS if ends is None else ends] = [amount] * ((HOURS if ends is None else ends) - starts)
        assert by_the_hour(windows) == expected
    assert set(named) <= {str(each.id) for each in windows if each.starts > NOW}


@given(st.lists(st.tuples(spans(), st.integers(1, 4)), max_size=6), spans(), st.integers(1, 4))
def test_a_cancelled_plan_leaves_no_trace(
    plans: list[tuple[tuple[int, int | None], int]], span: tuple[int, int | None], amount: int
) -> None:
    windows = [window(0, None, 9)]
    for (starts, ends), price in plans:
        try:
            windows = carried_out(windows, put_in(windows, window(starts, ends, price), NOW))
        except PriceWindowTaken:
            continue
    before = by_the_hour(windows)
    planned = window(span[0] + 1, None if span[1] is None else span[1] + 1, amount)
    try:
        replanning = put_in(windows, planned, NOW)
    except PriceWindowTaken:
        return
    if replanning.added:
        windows = carried_out(windows, replanning)
        planned = next(each for each in windows if each.id == planned.id)
        windows = carried_out(windows, take_out(windows, planned))
    assert by_the_hour(windows) == before


def test_a_gap_that_was_there_comes_back() -> None:
    first = window(0, 5, 9)
    planned = window(3, 12, 4)
    windows = carried_out([first], put_in([first], planned, NOW))
    assert by_the_hour(windows)[:13] == [9] * 3 + [4] * 9 + [None]
    windows = carried_out(windows, take_out(windows, windows[1]))
    assert by_the_hour(windows)[:6] == [9] * 5 + [None]


def test_the_price_goes_on_after_a_campaign_and_may_change_again() -> None:
    windows = [window(0, None, 9)]
    windows = carried_out(windows, put_in(windows, window(5, 10, 7), NOW))
    windows = carried_out(windows, put_in(windows, window(10, None, 8), NOW))
    assert by_the_hour(windows) == [9] * 5 + [7] * 5 + [8] * 14
    windows = carried_out(windows, take_out(windows, windows[-1]))
    assert by_the_hour(windows) == [9] * 5 + [7] * 5 + [9] * 14


def test_the_same_price_again_changes_nothing() -> None:
    assert put_in([window(0, None, 9)], window(3, 7, 9), NOW) == Replanning((), (), ())


def test_what_was_charged_is_not_rewritten() -> None:
    with pytest.raises(PriceInThePast):
        put_in([window(-9, None, 9)], window(-3, None, 7), NOW)
    assert put_in([], window(-3, None, 7), NOW).added
    a_moment_ago = replace(window(0, None, 7), starts=NOW - timedelta(seconds=30))
    assert put_in([window(-9, None, 9)], a_moment_ago, NOW).added


@pytest.mark.parametrize("ends", [0, 3])
def test_a_window_ends_after_it_begins(ends: int) -> None:
    with pytest.raises(BadWindow):
        put_in([], window(3, ends, 7), NOW)


@given(st.lists(st.tuples(spans(), st.integers(1, 4)), max_size=6), spans(), st.integers(1, HOURS - 1))
def test_what_is_cut_short_leaves_what_was_charged_and_gives_the_rest_back(
    plan: list[tuple[tuple[int, int | None], int]], span: tuple[int, int | None], now: int
) -> None:
    windows: list[Window] = []
    for (starts, ends), amount in plan:
        with suppress(PriceWindowTaken):
            windows = carried_out(windows, put_in(windows, window(starts, ends, amount), at(starts)))
    new = window(*span, 9)
    try:
        later = carried_out(windows, put_in(windows, new, new.starts))
    except PriceWindowTaken:
        return
    held = next(each for each in later if each.id == new.id)
    if not held.starts < at(now) or (held.ends is not None and held.ends <= at(now)):
        return
    undone = carried_out(later, cut_short(later, held, at(now)))
    assert by_the_hour(undone)[:now] == by_the_hour(later)[:now]
    assert by_the_hour(undone)[now:] == by_the_hour(windows)[now:]
