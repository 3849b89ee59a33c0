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
from contextlib import suppress
from typing import ParamSpec, TypeVar

import structlog
from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status
from procrastinate.tasks import Task

P = ParamSpec("P")
R = TypeVar("R")

MOST_RETRIES = 6
"""How often a failed job is tried again before it is left as failed, to be seen and restarted by people."""

RETRIES = RetryStrategy(max_attempts=MOST_RETRIES, exponential_wait=4)
"""Pauses of 4, 16, 64, 256, 1024 and 4096 seconds."""

CHORE_PAUSE_S = 20
"""The pause before a failed chore is tried again, in seconds: as long as it waits, the clock starts no other."""

_log = structlog.get_logger(__name__)


def task(work: Callable[P, R]) -> Task[P, R, P]:
    """Make a function a job; `defer(...)` it with arguments that JSON can hold."""
    return app.task(name=_name(work), retry=RETRIES)(work)


def scheduled(cron: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run a function by the clock (UTC), never beside itself; the function itself stays as it is.

    One run at most waits. A run that fails waits again for 20 seconds, six times at most, unless the clock's next waits
    already. The queue's own retry would put both there, which its index of waiting chores refuses: the failed one would
    stay "under way" for good and block all after it.
    """

    def bind(work: Callable[[], object]) -> Callable[[], object]:
        name = _name(work)

        def run(timestamp: int, failures: int = 0) -> None:
            try:
                work()
            except Exception:
                if failures == MOST_RETRIES:
                    raise
                _log.exception("chore failed", task=name, failures=failures + 1)
                close_old_connections()  # it may be the connection that failed
                again = chore.configure(schedule_in={"seconds": CHORE_PAUSE_S})
                with suppress(AlreadyEnqueued):
                    again.defer(timestamp=timestamp, failures=failures + 1)

        chore = app.task(name=name, lock=name, queueing_lock=name)(run)
        app.periodic(cron=cron)(chore)
        return work

    return bind


@app.periodic(cron="* * * * * */10")
@app.task(name="oneshelf.kernel.jobs.restart_stalled", queueing_lock="restart_stalled", pass_context=True)
async def restart_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that died (no heartbeat) to another, but for chores whose next run waits already."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        _log.warning("job stalled, starting it again", job=job.id, task=job.task_name)
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
        except ConnectorException:
            _log.exception("job could not be started again, it will be tried soon", job=job.id, task=job.task_name)


def _name(work: Callable[..., object]) -> str:
    return f"{work.__module__}.{getattr(work, '__qualname__', repr(work))}"
