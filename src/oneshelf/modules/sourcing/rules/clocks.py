"""When a place makes an order ready: its hours, its lead time, and the hours that are full already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from oneshelf.modules.delivery.public import Terms
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Hours, Window

LOOK_AHEAD = timedelta(days=14)
"""How far ahead a place may make an order ready: what takes longer is no promise."""

HOUR = timedelta(hours=1)
"""The slots in which capacity is counted: full hours, UTC."""

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Ready:
    """When an order is made ready, and the hour whose capacity that takes."""

    at: datetime
    slot: datetime


def opened(hours: Hours, at: datetime) -> Sequence[Window]:
    """Return the windows in which a place works from `at` on; a place whose hours nobody has entered always does."""
    if not hours.week:
        return (Window(at - LOOK_AHEAD, at + LOOK_AHEAD),)
    return _windows(hours, at.astimezone(UTC).date())


def made_ready(windows: Sequence[Window], at: datetime, terms: Terms, full: Collection[datetime]) -> Ready | None:
    """Return when what is ordered at `at` is ready: after the place has been open for its handling time.

    Work begins in an hour that is not full, and not in the last minutes before closing. None when that is not within
    LOOK_AHEAD.
    """
    stops = timedelta(minutes=terms.stops_before_closing)
    lead = timedelta(minutes=terms.handling_minutes)
    for index, window in enumerate(windows):
        begins = max(window.opens, at)
        while begins < window.closes - stops and begins < at + LOOK_AHEAD:
            slot = hour_of(begins)
            if slot not in full:
                ready = _after(windows[index:], begins, lead)
                return Ready(ready, slot) if ready is not None else None
            begins = slot + HOUR
    return None


def hour_of(at: datetime) -> datetime:
    """Return the beginning of the hour (UTC) that `at` is in."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def promised(ready: datetime, windows: Sequence[Window]) -> datetime:
    """Return the quarter of an hour by which what is ready is promised, while the place is still open."""
    rest = (ready - datetime.min.replace(tzinfo=UTC)) % _QUARTER
    rounded = ready if not rest else ready + _QUARTER - rest
    closing = next((window.closes for window in windows if window.opens <= ready <= window.closes), rounded)
    return max(ready, min(rounded, closing))


def _after(windows: Sequence[Window], begins: datetime, lead: timedelta) -> datetime | None:
    """Return when the place has been open for `lead` since `begins`, the rule by which work is due at a place."""
    left = lead
    for window in windows:
        start = max(window.opens, begins)
        if start + left <= window.closes:
            return start + left
        left -= max(window.closes - start, timedelta())
    return None


@lru_cache(maxsize=20_000)
def _windows(hours: Hours, day: date) -> tuple[Window, ...]:
    """Return the windows around and after a day, remembered: promises ask for the same places all day."""
    first, last = day - timedelta(days=1), day + LOOK_AHEAD
    begins = datetime.combine(day, time(), UTC) - timedelta(days=1)
    return tuple(window for window in places.windows(hours, first=first, last=last) if window.closes > begins)
