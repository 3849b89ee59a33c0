"""Jobs of sourcing."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.sourcing.actions import note_outcome as verbs


@jobs.scheduled("7 * * * *")
def learn() -> None:
    """Learn how often places refuse, and which promises they keep."""
    verbs.learn()


@jobs.scheduled("31 4 * * *")
def forget_hours() -> None:
    """Forget hours of places that are long over."""
    verbs.forget_hours()
