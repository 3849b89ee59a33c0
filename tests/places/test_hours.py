"""Opening hours: half-open, on the place's clock, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.places import public as places
from oneshelf.modules.places.errors import OpeningsOverlap
from oneshelf.modules.places.rules import check_week
from oneshelf.modules.places.types import Closure, Hours, Opening

WARSAW = ZoneInfo("Europe/Warsaw")
_zones = st.sampled_from(["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Baku", "Africa/Casablanca"])
_minute = st.integers(0, 24 * 60 - 1).map(lambda at: time(at // 60, at % 60))
_instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@st.composite
def _hours(draw: st.DrawFn) -> Hours:
    week = [Opening(draw(st.integers(0, 6)), draw(_minute), draw(_minute)) for _ in range(draw(st.integers(0, 5)))]
    kept: list[Opening] = []
    for each in week:
        try:
            kept = list(check_week([*kept, each]))
        except OpeningsOverlap:
            continue
    return Hours(tuple(kept), (), draw(_zones))


def _week(opens: time, closes: time, zone: str = "Europe/Warsaw", *off: date) -> Hours:
    week = tuple(Opening(weekday, opens, closes) for weekday in range(7))
    return Hours(week, tuple(Closure(day) for day in off), zone)


def test_the_first_minute_is_open_and_the_closing_minute_is_not() -> None:
    hours = _week(time(8), time(20))
    assert places.is_open_at(hours, datetime(2026, 5, 4, 8, 0, tzinfo=WARSAW))
    assert places.is_open_at(hours, datetime(2026, 5, 4, 19, 59, 59, tzinfo=WARSAW))
    assert not places.is_open_at(hours, datetime(2026, 5, 4, 20, 0, tzinfo=WARSAW))


def test_an_evening_goes_on_after_midnight() -> None:
    hours = Hours((Opening(4, time(22), time(2)),), (), "Europe/Warsaw")  # Fridays
    assert places.is_open_at(hours, datetime(2026, 5, 9, 1, 59, tzinfo=WARSAW))
    assert not places.is_open_at(hours, datetime(2026, 5, 9, 2, 0, tzinfo=WARSAW))
    assert places.next_opening(hours, datetime(2026, 5, 9, 1, 0, tzinfo=WARSAW)) == datetime(
        2026, 5, 15, 22, 0, tzinfo=WARSAW
    )


def test_a_day_off_is_skipped_and_the_evening_before_still_ends() -> None:
    hours = _week(time(18), time(1), "Europe/Warsaw", date(2026, 5, 5))
    assert places.is_open_at(hours, datetime(2026, 5, 5, 0, 30, tzinfo=WARSAW))
    assert not places.is_open_at(hours, datetime(2026, 5, 5, 19, 0, tzinfo=WARSAW))
    assert places.next_opening(hours, datetime(2026, 5, 5, 2, 0, tzinfo=WARSAW)) == datetime(
        2026, 5, 6, 18, 0, tzinfo=WARSAW
    )


def test_an_opening_in_the_hour_that_spring_skips_begins_with_the_jump() -> None:
    hours = _week(time(2, 30), time(3, 15))
    night = date(2026, 3, 29)
    (window,) = places.windows(hours, first=night, last=night)
    assert window.opens == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert window.closes == datetime(2026, 3, 29, 1, 15, tzinfo=UTC)


def test_an_opening_wholly_inside_the_skipped_hour_does_not_happen() -> None:
    night = date(2026, 3, 29)
    assert places.windows(_week(time(2, 10), time(2, 50)), first=night, last=night) == []


def test_a_time_that_autumn_shows_twice_means_the_first() -> None:
    night = date(2026, 10, 25)
    (window,) = places.windows(_week(time(0), time(2, 30)), first=night, last=night)
    assert window.closes == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_whole_day_has_as_many_hours_as_the_clock_gives_it() -> None:
    lengths = [
        window.closes - window.opens
        for window in places.windows(_week(time(0), time(0)), first=date(2026, 10, 24), last=date(2026, 10, 26))
    ]
    assert lengths == [timedelta(hours=24), timedelta(hours=25), timedelta(hours=24)]


def test_a_place_without_hours_never_opens() -> None:
    never = Hours((), (), "UTC")
    assert not places.is_open_at(never, datetime(2026, 1, 1, tzinfo=UTC))
    assert places.next_opening(never, datetime(2026, 1, 1, tzinfo=UTC)) is None


@given(_hours(), _instants)
def test_windows_never_overlap_and_never_run_backwards(hours: Hours, instant: datetime) -> None:
    found = places.windows(hours, first=instant.date(), last=instant.date() + timedelta(days=9))
    assert all(window.opens < window.closes for window in found)
    assert all(one.closes <= other.opens for one, other in pairwise(found))


@given(_hours(), _instants)
def test_the_next_opening_is_the_first_later_moment_at_which_a_window_opens(hours: Hours, instant: datetime) -> None:
    opens = places.next_opening(hours, instant)
    if opens is None:
        assert not hours.week
        return
    assert opens > instant
    window = places.open_window(hours, opens)
    assert window is not None
    assert window.opens == opens
    midway = instant + (opens - instant) / 2
    if not places.is_open_at(hours, instant):
        assert not places.is_open_at(hours, midway)


@given(_hours(), _instants)
def test_away_from_a_jump_the_wall_clock_decides(hours: Hours, instant: datetime) -> None:
    zone = ZoneInfo(hours.time_zone)
    around = [instant + timedelta(hours=shift) for shift in (-27, 0, 27)]
    if len({each.astimezone(zone).utcoffset() for each in around}) > 1:
        return
    wall = instant.astimezone(zone)
    minute = wall.weekday() * 1440 + wall.hour * 60 + wall.minute
    expected = False
    for each in hours.week:
        start = each.weekday * 1440 + each.opens.hour * 60 + each.opens.minute
        length = (each.closes.hour * 60 + each.closes.minute - each.opens.hour * 60 - each.opens.minute) % 1440 or 1440
        expected |= (minute - start) % (7 * 1440) < length
    assert places.is_open_at(hours, instant) == expected


@pytest.mark.parametrize(
    "week",
    [
        [Opening(0, time(8), time(12)), Opening(0, time(11), time(14))],
        [Opening(0, time(22), time(3)), Opening(1, time(2), time(8))],
        [Opening(6, time(22), time(3)), Opening(0, time(2), time(8))],
    ],
)
def test_openings_that_share_time_are_refused(week: list[Opening]) -> None:
    with pytest.raises(OpeningsOverlap):
        check_week(week)


def test_one_opening_may_follow_another_at_once() -> None:
    assert len(check_week([Opening(0, time(12), time(14)), Opening(0, time(8), time(12))])) == 2
