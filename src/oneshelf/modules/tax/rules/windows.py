"""How rates of one tax on one class follow each other in a zone: no clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneshelf.modules.tax.errors import BadRate, BadRateWindow, RateHasEnded, RateTaken
from oneshelf.modules.tax.types import HIGHEST_PPM, NewRate, RateId, ZoneRate


@dataclass(frozen=True, slots=True)
class Replanning:
    """What changes: rates that go, others that end on another day, and new ones."""

    removed: tuple[RateId, ...] = ()
    ended: tuple[tuple[RateId, date | None], ...] = ()
    added: tuple[NewRate, ...] = ()


def put_in(standing: Sequence[ZoneRate], new: NewRate) -> Replanning:
    """Return what changes so that `new` holds among those that stand; nothing where it holds already.

    What held on its first day ends there, and goes on behind it if `new` ends before that would have. A later rate
    stays, and `new` ends where it begins. Raises BadRate, BadRateWindow and RateTaken.
    """
    if not 0 <= new.ppm <= HIGHEST_PPM:
        raise BadRate(ppm=new.ppm)
    if new.until is not None and new.until <= new.since:
        raise BadRateWindow(since=new.since.isoformat(), until=new.until.isoformat())
    before = next((each for each in standing if _holds(each, new.since)), None)
    later = min((each for each in standing if each.rate.since > new.since), key=_begins, default=None)
    placed = replace(new, until=new.until or (later.rate.since if later else None))
    if before is not None and _says(before.rate) == _says(new) and _covers(before.rate.until, placed.until):
        return Replanning()
    if before is not None and before.rate.since == new.since:
        raise _taken_by(before)
    if later is not None and _outlasts(placed.until, later.rate.since):
        raise _taken_by(later)
    if before is None:
        return Replanning(added=(placed,))
    ended = ((before.id, new.since),)
    if placed.until is None or not _outlasts(before.rate.until, placed.until):
        return Replanning(ended=ended, added=(placed,))
    return Replanning(ended=ended, added=(placed, replace(before.rate, since=placed.until)))


def take_out(standing: Sequence[ZoneRate], rate: RateId, until: date, today: date) -> Replanning:
    """Return what changes so that a rate ends on the day `until`; one that had not begun by then never will.

    What was charged is not rewritten: a rate that has begun ends today at the earliest. One that is called off leaves
    its days to the one that it followed. Raises RateHasEnded.
    """
    target = next(each for each in standing if each.id == rate)
    since, ends = target.rate.since, target.rate.until
    if until > since and until >= today and _outlasts(ends, until):
        return Replanning(ended=((rate, until),))
    if until <= since and since > today:
        followed = [each.id for each in standing if each.rate.until == since]
        return Replanning(removed=(rate,), ended=tuple((each, ends) for each in followed))
    raise RateHasEnded(since=since.isoformat(), until=ends.isoformat() if ends else "", asked=until.isoformat())


def _holds(each: ZoneRate, day: date) -> bool:
    return each.rate.since <= day and _outlasts(each.rate.until, day)


def _outlasts(until: date | None, day: date) -> bool:
    return until is None or day < until


def _covers(until: date | None, wanted: date | None) -> bool:
    return until is None or (wanted is not None and wanted <= until)


def _says(rate: NewRate) -> tuple[int, bool, int]:
    return (rate.ppm, rate.compound, rate.position)


def _begins(each: ZoneRate) -> date:
    return each.rate.since


def _taken_by(each: ZoneRate) -> RateTaken:
    rate = each.rate
    return RateTaken(each.zone.code, rate.tax_class, rate.ppm, rate.since.isoformat())
