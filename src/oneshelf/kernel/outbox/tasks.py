"""The outbox's jobs."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock, jobs, months

AHEAD = timedelta(days=62)
"""How far ahead partitions are made, so that a stopped worker has two months to be noticed."""


@jobs.scheduled("41 3 * * *")
def make_months() -> None:
    """Make the event table's coming partitions."""
    now = clock.now()
    months.ensure("outbox_event", now, now + AHEAD)
