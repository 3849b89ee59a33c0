"""Ways to get goods as people read them: what, by when, for how much, how sure, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext, ngettext

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.ui.formats import active_locale, distance_text, instant_text

ICONS = {
    "take_now": "shopping-basket",
    "collect": "store",
    "ship_to_store": "arrow-right-left",
    "deliver": "truck",
    "split": "truck",
}
"""The picture of each kind of way."""

_SURE = ((95, "sure"), (85, "likely"), (0, "unsure"))


@dataclass(frozen=True, slots=True)
class ShownWay:
    """One way, or with a `reason` (a word of sourcing) why it is closed.

    `place` is the store to which the shopper goes, `zone` the time zone whose clock and calendar are meant. `cost` is
    None where it says nothing, as beside a basket that somebody takes along. `confidence` goes from 0 to 100. `key` is
    by what it is chosen: the code of its place, or of the service that brings it. With `expected_on` goods come in on
    that day that are sold `ahead` (preorder or backorder). `doubt` is why it is not certain, for staff.
    """

    kind: str
    place: str = ""
    zone: str = "UTC"
    cost: Money | None = None
    earliest: datetime | None = None
    promised_by: datetime | None = None
    confidence: int = 0
    parcels: int = 1
    carrier: str = ""
    distance_m: int | None = None
    country: str = ""
    reason: str = ""
    href: str = ""
    key: str = ""
    expected_on: date | None = None
    ahead: str = ""
    doubt: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be had."""
        return not self.reason

    @property
    def waits(self) -> str:
        """When goods come in that are sold before they are there; '' when all of them are there."""
        return ahead_text(self.ahead, self.expected_on) if self.expected_on else ""

    @property
    def icon(self) -> str:
        """The name of its picture."""
        return ICONS[self.kind]

    @property
    def title(self) -> str:
        """What happens and by when, in one line."""
        if self.reason or self.promised_by is None:
            return self._closed_title()
        if self.kind == "take_now":
            return gettext("Take now in {place}").format(place=self.place)
        if self.kind in ("deliver", "split"):
            days = _days(self.earliest or self.promised_by, self.promised_by, self.zone)
            return gettext("Delivered {days}").format(days=days)
        day, at = day_text(self.promised_by, self.zone), instant_text(self.promised_by, self.zone, "time")
        return gettext("Collect {day} by {time} in {place}").format(day=day, time=at, place=self.place)

    @property
    def notes(self) -> list[str]:
        """What else is to be known: how far, by whom, in how many parcels, how sure, or why it is closed."""
        if self.reason:
            return [reason_text(self.reason)]
        found = [self.waits] if self.waits else []
        if self.kind == "ship_to_store":
            found.append(gettext("Brought there from another of our places"))
        if self.carrier:
            found.append(gettext("by {carrier}").format(carrier=self.carrier))
        if self.parcels > 1:
            found.append(ngettext("in {count} parcel", "in {count} parcels", self.parcels).format(count=self.parcels))
        if self.distance_m is not None and self.kind in ("collect", "ship_to_store"):
            found.append(distance_text(self.distance_m, self.country))
        if self.kind != "take_now" or self.sureness == "unsure":
            found.append(confidence_text(self.confidence))
        if self.doubt and self.sureness != "sure":
            found.append(self.doubt)
        return found

    @property
    def sureness(self) -> str:
        """The level of its confidence: sure, likely or unsure; closed for a way that is."""
        return "closed" if self.reason else level_of(self.confidence)

    def _closed_title(self) -> str:
        if self.kind == "take_now":
            return gettext("Not to take along in {place}").format(place=self.place)
        if self.kind in ("deliver", "split"):
            return gettext("No delivery")
        return gettext("Not to collect in {place}").format(place=self.place)


class Address(Protocol):
    """Where a place is, as far as it is told."""

    @property
    def country(self) -> str: ...


class Place(Protocol):
    """A place to which somebody goes, as far as it is told."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def address(self) -> Address: ...


class Way(Protocol):
    """A way to get goods, as sourcing finds it; `place` names the store to which the shopper goes."""

    @property
    def kind(self) -> str: ...

    @property
    def place(self) -> UUID | None: ...

    @property
    def cost(self) -> Money: ...

    @property
    def legs(self) -> Sized: ...

    @property
    def service(self) -> str: ...

    @property
    def carrier(self) -> str: ...

    @property
    def earliest(self) -> datetime | None: ...

    @property
    def promised_by(self) -> datetime | None: ...

    @property
    def confidence(self) -> int: ...

    @property
    def distance_m(self) -> int | None: ...

    @property
    def reason(self) -> str | None: ...

    @property
    def expected_on(self) -> date | None: ...

    @property
    def ahead(self) -> str | None: ...


class Doubt(Protocol):
    """Why a level is in doubt: when it was counted last, and how often of late goods were looked for in vain."""

    @property
    def counted_at(self) -> datetime | None: ...

    @property
    def rejections(self) -> int: ...


def shown_way(way: Way, named: Mapping[Any, Place], zone: str, doubt: Doubt | None = None) -> ShownWay:
    """Turn a way into what a page says. `named` holds the places of ways; `zone` is for those that go to none.

    With a `doubt` it says why it is not certain: that is for staff.
    """
    place = named[way.place] if way.place else None
    return ShownWay(
        kind=way.kind,
        place=place.name if place else "",
        zone=place.time_zone if place else zone,
        cost=way.cost,
        earliest=way.earliest,
        promised_by=way.promised_by,
        confidence=way.confidence,
        parcels=1 if place else max(1, len(way.legs)),
        carrier=way.carrier,
        distance_m=way.distance_m,
        country=place.address.country if place else "",
        reason=way.reason or "",
        key=place.code if place else way.service,
        expected_on=way.expected_on,
        ahead=way.ahead or "",
        doubt=doubt_text(doubt, zone) if doubt else "",
    )


def doubt_text(doubt: Doubt, zone: str) -> str:
    """Say to staff why a level is in doubt."""
    if doubt.counted_at is None:
        counted = gettext("never counted")
    else:
        counted = gettext("last counted {day}").format(day=instant_text(doubt.counted_at, zone, "date"))
    if not doubt.rejections:
        return counted
    missed = ngettext("missed {times} time in four weeks", "missed {times} times in four weeks", doubt.rejections)
    return f"{counted}, {missed.format(times=doubt.rejections)}"


def ahead_text(ahead: str, expected_on: date) -> str:
    """Say that goods are sold before they are there, and when they come."""
    day = str(format_date(expected_on, "d MMMM", locale=active_locale()))
    if ahead == "preorder":
        return gettext("Pre-order: from {day}").format(day=day)
    return gettext("Back in stock about {day}: order now").format(day=day)


def level_of(confidence: int) -> str:
    """Return how sure a promise is: sure, likely or unsure."""
    return next(name for least, name in _SURE if confidence >= least)


def confidence_text(confidence: int) -> str:
    """Say how sure a promise is, in words."""
    words = {
        "sure": gettext("almost certain"),
        "likely": gettext("very likely"),
        "unsure": gettext("only likely"),
    }
    return words[level_of(confidence)]


def reason_text(reason: str) -> str:
    """Say why a way is closed."""
    words = {
        "not_offered": gettext("This place does not do that."),
        "out_of_stock": gettext("Not enough of it there at the moment."),
        "closed": gettext("The store is closed now."),
        "no_capacity": gettext("All hours of the next days are taken."),
        "no_service": gettext("No carrier goes there."),
        "no_transport": gettext("Nothing drives there that could bring it."),
    }
    return words[reason]


def day_text(instant: datetime, zone: str) -> str:
    """Return the day of an instant: today, tomorrow, a weekday within the week, else the date."""
    there = ZoneInfo(zone)
    day, today = instant.astimezone(there).date(), clock.now().astimezone(there).date()
    if day == today:
        return gettext("today")
    if day == today + timedelta(days=1):
        return gettext("tomorrow")
    is_near = timedelta() < day - today < timedelta(days=7)
    return str(format_date(day, "EEEE" if is_near else "d MMMM", locale=active_locale()))


def promise_text(promised_by: datetime, zone: str, *, delivered: bool) -> str:
    """Return until when something is promised: the day of a parcel, the hour of what is collected."""
    return _promised(day_text(promised_by, zone), promised_by, zone, delivered=delivered)


def written_promise_text(promised_by: datetime, zone: str, *, delivered: bool) -> str:
    """Return the same with the date, for what is read on another day."""
    return _promised(instant_text(promised_by, zone, "date"), promised_by, zone, delivered=delivered)


def _promised(day: str, promised_by: datetime, zone: str, *, delivered: bool) -> str:
    if delivered:
        return gettext("Promised by {day}").format(day=day)
    return gettext("Promised by {day}, {time}").format(day=day, time=instant_text(promised_by, zone, "time"))


def _days(earliest: datetime, latest: datetime, zone: str) -> str:
    """Return the days between two instants: 'Thu, Nov 26', or 'Thu, Nov 26 – Fri, Nov 27'."""
    there, locale = ZoneInfo(zone), active_locale()
    first, last = (each.astimezone(UTC).astimezone(there).date() for each in (earliest, latest))
    words = [str(format_skeleton("MMMEd", day, locale=locale)) for day in dict.fromkeys((first, last))]
    return " – ".join(words)
