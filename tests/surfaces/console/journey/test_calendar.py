"""The history is moved once, by whole weeks, on the stores' wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.source import Lines

_moments = st.datetimes(datetime(2018, 1, 8), datetime(2060, 1, 1), timezones=st.just(UTC))


@given(_moments)
def test_the_history_ends_on_the_sunday_before_this_week(now: datetime) -> None:
    end = calendar.LAST_DAY + timedelta(weeks=calendar.weeks_to_shift(now))
    today = now.astimezone(calendar.ZONE).date()
    assert end.weekday() == 6
    assert timedelta(days=1) <= today - end <= timedelta(days=7)


@given(
    st.datetimes(datetime(2017, 1, 1), datetime(2018, 1, 1), timezones=st.just(UTC)).filter(
        lambda moment: moment.hour < 5 or moment.hour > 8  # not in the night hours that a change of the clocks bends
    ),
    st.integers(0, 950),  # Arrow's own table of zones knows the changes until 2037
)
def test_five_in_the_afternoon_stays_five_in_the_afternoon(moment: datetime, weeks: int) -> None:
    recorded = np.array([moment.replace(tzinfo=None)], dtype="datetime64[us]")
    moved = calendar.shifted(recorded, weeks)[0].item().replace(tzinfo=UTC).astimezone(calendar.ZONE)
    before = moment.astimezone(calendar.ZONE)
    assert moved.replace(tzinfo=None) == before.replace(tzinfo=None) + timedelta(weeks=weeks)


def test_every_stamp_stays_in_its_week(history: Lines) -> None:
    weeks = calendar.weeks_to_shift(datetime(2026, 3, 11, tzinfo=UTC))
    stamps = calendar.shifted(history.sold_at, weeks)
    starts = np.array(
        [start.astimezone(UTC).replace(tzinfo=None) for start in calendar.week_starts(weeks)], "datetime64[us]"
    )
    assert (stamps >= starts[history.week - 1]).all()
    assert (stamps < starts[history.week]).all()
    assert calendar.week_starts(weeks)[-1].date() == date(2026, 3, 9)


def test_a_skipped_hour_becomes_the_hour_after() -> None:
    wall_half_past_two = np.array(["2017-03-05T07:30:00"], dtype="datetime64[us]")  # 2:30 in New York
    assert calendar.shifted(wall_half_past_two, 1)[0] == np.datetime64("2017-03-12T07:00:00")
