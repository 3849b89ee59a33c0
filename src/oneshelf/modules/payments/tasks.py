"""Jobs of payments."""

from __future__ import annotations

from oneshelf.kernel import clock, jobs
from oneshelf.modules.payments.actions import inbox, settle, take_in_time
from oneshelf.modules.payments.rules import SETTLE_AFTER


@jobs.scheduled("* * * * *")
def settle_pending() -> None:
    """Ask gateways for the answers that they still owe."""
    settle.settle_pending(clock.now() - SETTLE_AFTER)


@jobs.scheduled("* * * * *")
def replay_parked() -> None:
    """Work providers' messages that came too early."""
    inbox.replay_parked()


@jobs.scheduled("41 * * * *")
def take_held_money() -> None:
    """Take what banks hold for orders before they let go of it."""
    take_in_time.take_in_time(clock.now())
