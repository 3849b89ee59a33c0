"""Jobs: work that runs later, in a worker process, kept in PostgreSQL by procrastinate.

    @jobs.task
    def send_receipt(order: str) -> None: ...

    send_receipt.defer(order=str(order))     # in the caller's transaction: it runs only if that commits

    @jobs.scheduled("17 * * * *")            # minute hour day month weekday, in UTC
    def sweep_answers() -> None: ...

They live in an app's `tasks.py`. A job calls a verb and is safe to run twice. A transaction that places an order
defers no job: a subscription of the outbox does, afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.tasks import Task

P = ParamSpec("P")
R = TypeVar("R")

MOST_RETRIES = 6
"""How often a failed job is tried again before it is left as failed, to be seen and restarted by people."""

RETRIES = RetryStrategy(max_attempts=MOST_RETRIES, exponential_wait=4)
"""Pauses of 4, 16, 64, 256, 1024 and 4096 seconds."""

CHORE_PAUSE_S = 20
"""The pause before a failed chore is tried again, in seconds: as long as it waits, the clock starts no other."""

CHORE_RETRIES = RetryStrategy(max_attempts=MOST_RETRIES, wait=CHORE_PAUSE_S)

_log = structlog.get_logger(__name__)


def task(work: Callable[P, R]) -> Task[P, R, P]:
    """Make a function a job; `defer(...)` it with arguments that JSON can hold."""
    return app.task(name=_name(work), retry=RETRIES)(work)


def scheduled(cron: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function by the clock (UTC), never beside itself; the function itself stays as it is."""

    def bind(work: Callable[[], object]) -> Callable[[], object]:
        def run(timestamp: int) -> None:
            work()

        name = _name(work)
        app.periodic(cron=cron)(app.task(name=name, retry=CHORE_RETRIES, lock=name, queueing_lock=name)(run))
        return work

    return bind


@app.periodic(cron="* * * * *")
@app.task(name="oneshelf.kernel.jobs.restart_stalled", queueing_lock="restart_stalled", pass_context=True)
async def restart_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that died (no heartbeat) to another."""
    for job in await context.app.job_manager.get_stalled_jobs():
        _log.warning("job stalled, starting it again", job=job.id, task=job.task_name)
        await context.app.job_manager.retry_job(job)


def _name(work: Callable[..., object]) -> str:
    return f"{work.__module__}.{getattr(work, '__qualname__', repr(work))}"
