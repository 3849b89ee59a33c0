"""Jobs of companies."""

from __future__ import annotations

from oneshelf.kernel import clock, jobs
from oneshelf.modules.companies.actions import remind


@jobs.scheduled("23 * * * *")
def remind_of_invoices() -> None:
    """Remind companies of invoices as soon as their market's day has come."""
    remind.remind(clock.now())
