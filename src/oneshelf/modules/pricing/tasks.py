"""Jobs of pricing."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import jobs
from oneshelf.modules.pricing.actions import announce_started, carry_on
from oneshelf.modules.pricing.types.changes import ChangeId


@jobs.scheduled("* * * * *")
def announce_started_prices() -> int:
    """Tell, each minute, of planned prices whose time has come; return how many."""
    return announce_started.announce_started()


@jobs.task
def go_on_with_change(change: str) -> None:
    """Work out, write or take back the rows of a change of many prices that are left. May be repeated."""
    carry_on.carry_on(ChangeId(UUID(change)))
