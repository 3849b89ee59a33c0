"""Jobs of payments."""

from __future__ import annotations

from oneshelf.kernel import clock, jobs
from oneshelf.modules.payments.actions import inbox, settle
from oneshelf.modules.payments.rules import SETTLE_AFTER


@jobs.scheduled("* * * * *")
def settle_pending() -> None:
    """Ask gateways for the answers that they still owe."""
    settle.settle_pending(clock.now() - SETTLE_AFTER)


@jobs.scheduled("* * * * *")
def replay_parked() -> None:
    """Work providers' messages that came too early."""
    inbox.replay_parked()
