"""How long there is left: the clock on each piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.ui import formats

SOON = timedelta(minutes=30)
"""What is due within this is marked."""

_MINUTES_UNTIL = timedelta(hours=2)
"""Up to here time is told in minutes, beyond as an hour on the place's clock."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock says, the tone it is shown in (as badges have), and whether its time is over."""

    words: str
    tone: str
    late: bool


def clock_of(consignment: Consignment, now: datetime, zone: str) -> Clock:
    """Return the clock of what a place has to do; once goods wait for their customer, how long they are kept."""
    if consignment.state is ConsignmentState.READY and consignment.collect_by:
        return _kept(consignment.collect_by - now)
    left = consignment.due_at - now
    if left < timedelta():
        return Clock(_late(-left), "bad", late=True)
    if left <= _MINUTES_UNTIL:
        hours, minutes = divmod(int(left / timedelta(minutes=1)), 60)
        if hours:
            words = _("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes}
            return Clock(words, "neutral", late=False)
        words = ngettext("%(count)s min left", "%(count)s min left", minutes) % {"count": formats.number_text(minutes)}
        return Clock(words, "warn" if left <= SOON else "neutral", late=False)
    return Clock(_("due %(when)s") % {"when": _moment(consignment.due_at, now, zone)}, "neutral", late=False)


def _kept(left: timedelta) -> Clock:
    if left < timedelta(days=1):
        return Clock(_("goes back today"), "warn", late=False)
    words = ngettext("kept %(count)s more day", "kept %(count)s more days", left.days)
    return Clock(words % {"count": formats.number_text(left.days)}, "neutral", late=False)


def _late(over: timedelta) -> str:
    if over <= _MINUTES_UNTIL:
        count = max(1, int(over / timedelta(minutes=1)))
        words = ngettext("%(count)s min late", "%(count)s min late", count)
    elif over <= timedelta(days=2):
        count = int(over / timedelta(hours=1))
        words = ngettext("%(count)s h late", "%(count)s h late", count)
    else:
        count = over.days
        words = ngettext("%(count)s day late", "%(count)s days late", count)
    return words % {"count": formats.number_text(count)}


def _moment(at: datetime, now: datetime, zone: str) -> str:
    """Return the hour, and the day unless it is today."""
    there = ZoneInfo(zone)
    today = at.astimezone(there).date() == now.astimezone(there).date()
    return formats.instant_text(at, zone, "time" if today else "brief")
