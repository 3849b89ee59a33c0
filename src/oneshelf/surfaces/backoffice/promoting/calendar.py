"""The calendar of promotions: a month of days, group by group, and what gets in whose way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Phase, Promotion
from oneshelf.surfaces.backoffice.desk import Desk, desk_of, show
from oneshelf.surfaces.backoffice.promoting.pages import VIEW
from oneshelf.surfaces.backoffice.promoting.words import PHASES

EARLIEST, LATEST = 2000, 2200
"""The years that the calendar shows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A promotion in a month: so many days before it, of it, and after it; its rivals in that time."""

    promotion: Promotion
    phase: Phase
    before: int
    days: int
    after: int
    rivals: tuple[Promotion, ...]

    @property
    def rival_names(self) -> str:
        """What its rivals are called."""
        return ", ".join(each.plan.name for each in self.rivals)

    @property
    def look(self) -> tuple[object, str, str]:
        """The word, tone and icon of its phase."""
        return PHASES[self.phase]


@guards.staff_only(VIEW)
@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month of promotions."""
    desk = desk_of(request)
    desk.actor.require(VIEW)
    first = month_of(request.GET.get("month", ""), desk.today)
    following = (first + timedelta(days=32)).replace(day=1)
    days = [first + timedelta(days=at) for at in range((following - first).days)]
    found = promotions.calendar(desk.market.id, _midnight(desk, first), _midnight(desk, following))
    groups = {each.id: each for each in promotions.list_groups(desk.market.id)}
    rivals = promotions.competing(found, groups)
    bars = [(each.plan.group, _bar(desk, each, days, tuple(rivals.get(each.id, ())))) for each in found]
    return show(
        request,
        "promotions/calendar",
        first=first,
        days=days,
        earlier=(first - timedelta(days=1)).isoformat()[:7],
        later=following.isoformat()[:7],
        groups=[(group, [bar for key, bar in bars if key == group.id]) for group in groups.values()],
    )


def month_of(text: str, today: date) -> date:
    """Return the first day of the month that is named (2026-11), of this one for anything else."""
    year, _dash, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and EARLIEST <= int(year) <= LATEST and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.zone)


def _bar(desk: Desk, found: Promotion, days: list[date], rivals: tuple[Promotion, ...]) -> Bar:
    starts = found.plan.starts.astimezone(desk.zone).date() if found.plan.starts else days[0]
    ends = days[-1] + timedelta(days=1)
    if found.plan.ends is not None:
        ends = (found.plan.ends - timedelta(microseconds=1)).astimezone(desk.zone).date() + timedelta(days=1)
    before = max((starts - days[0]).days, 0)
    shown = min(max((ends - days[0]).days, before + 1), len(days)) - before
    phase = found.phase_at(clock.now())
    return Bar(found, phase, before, shown, len(days) - before - shown, rivals)
