"""Jobs of promotions."""

from __future__ import annotations

from oneshelf.kernel import clock, jobs
from oneshelf.modules.promotions.actions import go_live, take


@jobs.scheduled("17 * * * *")
def end_what_is_over() -> int:
    """End, each hour, promotions whose time is over; return how many."""
    return go_live.end_what_is_over(clock.now())


@jobs.scheduled("* * * * *")
def release_expired_uses() -> int:
    """Give back, each minute, what checkouts held of promotions and let go; return how many uses."""
    return take.release_expired(clock.now())
