"""The jobs of webhooks."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock, jobs, sql
from oneshelf.kernel.webhooks import past

KEPT_FOR = timedelta(days=30)
"""How long a delivery that has ended stays in the log, and one that waits for a stopped endpoint."""

BATCH = 5_000
"""Rows of one transaction."""

MOST_BATCHES = 1_000

_SWEEP = sql.statement(__name__, "sweep")
_EXPIRE = sql.statement(__name__, "expire")


@jobs.scheduled("* * * * * */10")
def send_the_past() -> None:
    """Hand on what is to be sent again."""
    past.go_on()


@jobs.scheduled("23 * * * *")
def sweep_deliveries() -> None:
    """Forget old deliveries, and give up those that nobody will start again."""
    before = clock.now() - KEPT_FOR
    for statement in (_EXPIRE, _SWEEP):
        for _ in range(MOST_BATCHES):
            if statement.execute(before=before, most=BATCH) < BATCH:
                break
