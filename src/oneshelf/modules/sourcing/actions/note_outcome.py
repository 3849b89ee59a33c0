"""Note what became of what places were asked to do, and learn from it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.types import Outcome

LEARNS_ANEW = timedelta(days=1)
"""Days of places that may still change when outcomes are summed: today's and yesterday's."""

KEPT_HOURS = timedelta(days=8)
"""How long taken hours stay in sight after they are over."""

_NOTE = sql.statement(__name__, "note_outcome")
_LEARN = sql.statement(__name__, "learn")
_FORGET = sql.statement(__name__, "forget_hours")


def note_rejection(market: MarketId, place: PlaceId, lines: int, *, cause: UUID, at: datetime) -> None:
    """Note that a place refused `lines` lines of what `cause` (a consignment) asked of it. Twice is once.

    Joins the caller's transaction.
    """
    _NOTE.execute(market=market, place=place, outcome=Outcome.REJECTED.value, lines=lines, cause=cause, at=at)


def note_promise(market: MarketId, place: PlaceId, *, kept: bool, cause: UUID, at: datetime) -> None:
    """Note that a place kept (or broke) the promise of `cause` (a consignment). Joins the caller's transaction."""
    outcome = Outcome.KEPT if kept else Outcome.BROKEN
    _NOTE.execute(market=market, place=place, outcome=outcome.value, lines=1, cause=cause, at=at)


def learn() -> int:
    """Sum the outcomes of yesterday and today by place and day; return how many days of places there were."""
    since = datetime.combine(clock.now().date() - LEARNS_ANEW, time(), clock.now().tzinfo)
    return _LEARN.execute(since=since)


def forget_hours() -> int:
    """Forget hours of places that are long over; return how many."""
    return _FORGET.execute(before=clock.now() - KEPT_HOURS)
