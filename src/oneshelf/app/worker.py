"""The worker process: jobs by procrastinate, beside loops such as the relay that delivers the outbox's events.

If one of them fails, the whole process ends: a half-working worker would look alive. The supervisor starts another.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Mapping

import structlog
from procrastinate import PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

JOBS_AT_ONCE = 4
"""How many jobs run beside each other."""

JOB_STOP_LIMIT_S = 15.0
"""How long jobs under way may take when the process is asked to stop; procrastinate aborts them then."""

LOOP_STOP_LIMIT_S = 10.0
"""How long a loop may take to finish what it has begun."""

_log = structlog.get_logger(__name__)

Loop = Callable[[threading.Event], None]
"""Something that runs in a thread of its own until the event is set."""


class Connector(PsycopgConnector):
    """How a worker reaches its jobs: by a pool of its own, but what work defers goes the way of the work's own rows.

    With procrastinate's own worker connector a job that is deferred within a job, or by a listener of the relay, would
    be there before the transaction around it commits, and also when that never does.
    """

    def __init__(self, ways_of_work: BaseConnector) -> None:
        super().__init__(kwargs=connector_params())
        self._ways_of_work = ways_of_work

    def get_sync_connector(self) -> BaseConnector:
        """Return what `defer` uses in the threads of jobs and loops: Django's connection of that thread."""
        return self._ways_of_work


def run(loops: Mapping[str, Loop]) -> None:
    """Run jobs and the named loops until SIGTERM or SIGINT; raise what one of them fails with."""
    asyncio.run(_run(loops))


async def _run(loops: Mapping[str, Loop]) -> None:
    stop, asked = threading.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    with app.replace_connector(Connector(app.connector)):
        async with app.open_async():
            looping = {asyncio.create_task(asyncio.to_thread(loop, stop), name=name) for name, loop in loops.items()}
            working = asyncio.create_task(_work(), name="jobs")
            waiting = asyncio.create_task(asked.wait(), name="signal")
            done, _ = await asyncio.wait({*looping, working, waiting}, return_when=asyncio.FIRST_COMPLETED)
            _log.info("worker stops", because=sorted(task.get_name() for task in done))
            stop.set()
            waiting.cancel()
            working.cancel()
            await asyncio.wait({*looping, working, waiting}, timeout=JOB_STOP_LIMIT_S + LOOP_STOP_LIMIT_S)
            for task in done - {waiting}:
                task.result()


async def _work() -> None:
    await app.run_worker_async(
        concurrency=JOBS_AT_ONCE, install_signal_handlers=False, shutdown_graceful_timeout=JOB_STOP_LIMIT_S
    )
