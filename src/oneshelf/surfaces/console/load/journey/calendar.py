"""When the history happened, and when it is made to have happened.

The source's stamps are UTC, its stores are in the eastern United States, and its week runs from Monday to Sunday of
their local time (measured: every stamp falls into its own `week` only under that reading). The whole history is moved
once by whole weeks so that its last Sunday is last week's. It is moved on the stores' wall clock: five in the afternoon
stays five in the afternoon on either side of a change to daylight saving time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

ZONE_NAME = "America/New_York"
ZONE = ZoneInfo(ZONE_NAME)
LAST_DAY = date(2017, 12, 31)
"""The Sunday on which the source ends."""
FIRST_MONDAY = date(2016, 12, 26)
"""The Monday of week 1, of which the source holds the Sunday only."""
WEEKS = 53

Instants = npt.NDArray[np.datetime64]


def weeks_to_shift(now: datetime) -> int:
    """Return how many weeks forward the history goes so that it ends on the last Sunday before `now`'s week."""
    today = now.astimezone(ZONE).date()
    last_sunday = today - timedelta(days=today.weekday() + 1)
    return (last_sunday - LAST_DAY).days // 7


def shifted(stamps: Instants, weeks: int) -> Instants:
    """Return `stamps` (UTC, microseconds) moved by `weeks` on the stores' wall clock, in UTC again.

    An hour that a change of the clocks repeats is taken the first time; one that it skips becomes the hour after.
    """
    return _in_utc(_wall(stamps) + np.timedelta64(7 * weeks, "D"))


def hours(stamps: Instants) -> npt.NDArray[np.int64]:
    """Return the hour, 0 to 23, that the stores' clocks show at `stamps`."""
    since_midnight = _wall(stamps) - _wall(stamps).astype("datetime64[D]")
    hour: npt.NDArray[np.int64] = since_midnight // np.timedelta64(1, "h")
    return hour


def days(stamps: Instants) -> npt.NDArray[np.int64]:
    """Return the day, counted from 1970-01-01, that the stores' calendars show at `stamps`."""
    counted: npt.NDArray[np.int64] = _wall(stamps).astype("datetime64[D]").astype(np.int64)
    return counted


def day_number(day: date) -> int:
    """Return `day` as `days` counts it."""
    return (day - date(1970, 1, 1)).days


def midnight(day: date) -> datetime:
    """Return when `day` begins on the stores' clocks."""
    return datetime.combine(day, time(), ZONE)


def week_starts(weeks: int) -> list[datetime]:
    """Return the shifted Monday midnights of weeks 1 to 54 of the source; week w runs from [w - 1] until [w]."""
    first = FIRST_MONDAY + timedelta(weeks=weeks)
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS + 1)]
    return [midnight(day) for day in mondays]


def _wall(stamps: Instants) -> Instants:
    zoned = pa.array(stamps, type=pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us", ZONE_NAME))
    wall: Instants = pc.local_timestamp(zoned).to_numpy(zero_copy_only=False)
    return wall.astype("datetime64[us]")


def _in_utc(wall: Instants) -> Instants:
    zoned = pc.assume_timezone(pa.array(wall), ZONE_NAME, ambiguous="earliest", nonexistent="latest")
    utc: Instants = zoned.cast(pa.timestamp("us", "UTC")).to_numpy(zero_copy_only=False)
    return utc.astype("datetime64[us]")
