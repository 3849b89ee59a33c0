"""Jobs of fulfilment."""

from __future__ import annotations

from oneshelf.kernel import clock, jobs
from oneshelf.modules.fulfilment.actions import cancel


@jobs.scheduled("*/10 * * * *")
def expire_no_shows() -> None:
    """Give up what nobody has collected in time."""
    cancel.expire_no_shows(clock.now())
