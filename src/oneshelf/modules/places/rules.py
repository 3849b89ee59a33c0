"""Decisions about places: when they are open.

A place's week is written on its own clock. A time that the clock skips in spring means the instant of the jump;
one that it shows twice in autumn means the first. So every window begins before it ends, however the clock moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oneshelf.modules.places.errors import OpeningsOverlap, VirtualPlaceFixed, WrongPosition
from oneshelf.modules.places.types import VIRTUAL_KINDS, Hours, Opening, PlaceKind, Position, Window

FURTHEST_LOOK_AHEAD = timedelta(days=366)
"""How far ahead the next opening is looked for."""

_WEEK_MINUTES = 7 * 24 * 60


def is_open_at(hours: Hours, instant: datetime) -> bool:
    """Tell whether a place with `hours` is open at `instant` (zone required)."""
    return open_window(hours, instant) is not None


def open_window(hours: Hours, instant: datetime) -> Window | None:
    """Return the window in which the place is open at `instant`, or None when it is closed."""
    today = instant.astimezone(ZoneInfo(hours.time_zone)).date()
    for window in windows(hours, first=today - timedelta(days=1), last=today):
        if window.opens <= instant < window.closes:
            return window
    return None


def next_opening(hours: Hours, after: datetime) -> datetime | None:
    """Return the first instant after `after` at which the place opens; None when it does not within a year."""
    day = after.astimezone(ZoneInfo(hours.time_zone)).date()
    last = day + FURTHEST_LOOK_AHEAD
    while day <= last and hours.week:
        for window in windows(hours, first=day, last=day):
            if window.opens > after:
                return window.opens
        day += timedelta(days=1)
    return None


def windows(hours: Hours, *, first: date, last: date) -> list[Window]:
    """Return the windows that open on the days `first` to `last` (both included), by opening."""
    off = {closure.day for closure in hours.closures}
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day in off:
            continue
        for opening in hours.week:
            if opening.weekday == day.weekday():
                until = day if opening.closes > opening.opens else day + timedelta(days=1)
                found.append(
                    Window(
                        _instant(day, opening.opens, hours.time_zone), _instant(until, opening.closes, hours.time_zone)
                    )
                )
    return sorted((each for each in found if each.opens < each.closes), key=lambda each: each.opens)


def check_week(week: Sequence[Opening]) -> tuple[Opening, ...]:
    """Return the openings sorted. Raises OpeningsOverlap when two of them share time, round the end of the week too."""
    ordered = sorted(week, key=lambda each: (each.weekday, each.opens))
    spans = [_minutes(each) for each in ordered]
    for at, opening in enumerate(ordered[1:], start=1):
        if spans[at - 1][1] > spans[at][0]:
            raise OpeningsOverlap(weekday=opening.weekday, opens=f"{opening.opens:%H:%M}")
    if ordered and spans[-1][1] > spans[0][0] + _WEEK_MINUTES:
        raise OpeningsOverlap(weekday=ordered[0].weekday, opens=f"{ordered[0].opens:%H:%M}")
    return tuple(ordered)


def check_not_virtual(kind: PlaceKind) -> None:
    """Raise VirtualPlaceFixed when `kind` is one of which a market has exactly one."""
    if kind in VIRTUAL_KINDS:
        raise VirtualPlaceFixed(kind=kind.value)


def check_position(position: Position | None) -> None:
    """Raise WrongPosition when there is a position, but not on Earth (NaN is not on it either)."""
    if position is not None and not (-90 <= position.latitude <= 90 and -180 <= position.longitude <= 180):
        raise WrongPosition(latitude=position.latitude, longitude=position.longitude)


def _minutes(opening: Opening) -> tuple[float, float]:
    start = opening.weekday * 24 * 60 + _of_day(opening.opens)
    length = (_of_day(opening.closes) - _of_day(opening.opens)) % (24 * 60) or 24 * 60
    return start, start + length


def _of_day(at: time) -> float:
    return at.hour * 60 + at.minute + at.second / 60


def _instant(day: date, at: time, zone_name: str) -> datetime:
    zone = ZoneInfo(zone_name)
    wall = datetime.combine(day, at)
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == wall:
        return late
    # The clock skips this time: between the two readings of it lies the jump. Clocks jump on whole seconds.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late
