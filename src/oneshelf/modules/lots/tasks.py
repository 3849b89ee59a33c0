"""Jobs of lots."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock, jobs, months

AHEAD = timedelta(days=62)
"""How far ahead the months of the entries are made."""


@jobs.scheduled("44 3 * * *")
def make_months_of_entries() -> None:
    """Make the coming partitions of what happened to lots."""
    now = clock.now()
    months.ensure("lots_entry", now, now + AHEAD)
