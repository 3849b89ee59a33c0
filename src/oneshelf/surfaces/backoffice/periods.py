"""The days that a report speaks of, as its address says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest

from oneshelf.surfaces.backoffice.desk import Desk

USUAL_DAYS = 28
"""A report's period unless it is asked for another."""

MOST_DAYS = 366
"""The longest period of a report."""

_YEARS = range(1970, 9999)
"""The years that a report can speak of: there are days before and after each of them."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the market, the last one included; `since` and `until` are the instants at its ends."""

    first: date
    last: date
    since: datetime
    until: datetime

    @property
    def query(self) -> dict[str, str]:
        """The period as parameters of an address."""
        return {"since": self.first.isoformat(), "until": self.last.isoformat()}


def period_of(request: HttpRequest, desk: Desk) -> Period:
    """Return the period that was asked for; what is no day is the usual one, and too long a period begins later."""
    first = _day(request, "since", desk.today - timedelta(days=USUAL_DAYS - 1))
    last = _day(request, "until", desk.today)
    first = max(min(first, last), last - timedelta(days=MOST_DAYS - 1))
    return Period(first, last, desk.bounds(first)[0], desk.bounds(last)[1])


def _day(request: HttpRequest, name: str, usual: date) -> date:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return usual
    return day if day.year in _YEARS else usual
