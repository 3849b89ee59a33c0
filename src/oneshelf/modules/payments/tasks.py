"""Jobs of payments."""

from __future__ import annotations

from procrastinate.contrib.django import app

from oneshelf.kernel import clock
from oneshelf.modules.payments.actions import inbox, settle
from oneshelf.modules.payments.rules import SETTLE_AFTER


@app.periodic(cron="* * * * *")
@app.task(name="payments.settle_pending", queueing_lock="payments.settle_pending", lock="payments.settle_pending")
def settle_pending(timestamp: int) -> int:
    """Ask gateways, each minute, for the answers that they still owe; return how many came."""
    return settle.settle_pending(clock.now() - SETTLE_AFTER)


@app.periodic(cron="* * * * *")
@app.task(name="payments.replay_parked", queueing_lock="payments.replay_parked", lock="payments.replay_parked")
def replay_parked(timestamp: int) -> int:
    """Work, each minute, providers' messages that came too early; return how many made sense now."""
    return inbox.replay_parked()
