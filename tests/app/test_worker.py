"""The worker: chores that fail or die never block themselves or others, and what a job defers is its transaction's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import procrastinate
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.app.worker import Connector
from oneshelf.kernel import clock, jobs
from oneshelf.surfaces.console.simulate import life
from tests.orders.settling import forget_jobs

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NEVER_NOW = "0 0 29 2 *"
"""When the clock starts the chores of these tests: on a leap day, so that only the tests start them."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[procrastinate.App]:
    """A worker's app with no job in its tables and no chore but those that a test makes."""
    forget_jobs()
    it = procrastinate.App(connector=DjangoConnector())
    monkeypatch.setattr(jobs, "app", it)
    yield it
    forget_jobs()


def as_worker(app: procrastinate.App, does: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Let a worker do something, apart: a browser test may have left its own loop in this thread."""

    async def work() -> None:
        with app.replace_connector(Connector(app.connector)):
            async with app.open_async():
                await does()

    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, work()).result()


def do_all(app: procrastinate.App) -> None:
    """Do all jobs that are due."""
    as_worker(app, lambda: app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False))


def stands() -> list[tuple[str, dict[str, Any]]]:
    """Return the status and the arguments of each job, the oldest first."""
    return [(job.status, job.args) for job in ProcrastinateJob.objects.order_by("id")]


def make_due() -> None:
    """Let all pauses be over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def chore(app: procrastinate.App, work: Callable[[], object]) -> procrastinate.tasks.Task[Any, Any, Any]:
    """Make a chore of a function, and return what the clock defers."""

    def and_leave() -> None:
        try:
            work()
        finally:
            connection.close()  # this thread ends before the test's database does

    jobs.scheduled(NEVER_NOW)(and_leave)
    ((_, made),) = app.periodic_registry.periodic_tasks.items()
    return made.task


def fail() -> None:
    raise RuntimeError("always")


def test_a_chore_that_fails_is_tried_again_soon_and_not_for_ever(app: procrastinate.App) -> None:
    its = chore(app, fail)
    its.defer(timestamp=1)
    do_all(app)
    assert stands() == [("succeeded", {"timestamp": 1}), ("todo", {"timestamp": 1, "failures": 1})]
    (waits,) = ProcrastinateJob.objects.filter(status="todo")
    assert timedelta() < waits.scheduled_at - clock.now() <= timedelta(seconds=jobs.CHORE_PAUSE_S)

    for _ in range(jobs.MOST_RETRIES):
        make_due()
        do_all(app)
    assert [status for status, _ in stands()] == ["succeeded"] * jobs.MOST_RETRIES + ["failed"]


def test_a_chore_that_fails_while_its_next_run_waits_leaves_the_way_free(app: procrastinate.App) -> None:
    runs = []

    def fails_once() -> None:
        runs.append(stands())
        if len(runs) == 1:
            its.defer(timestamp=2)  # as the clock does meanwhile
            raise RuntimeError("once")

    its = chore(app, fails_once)
    its.defer(timestamp=1)
    do_all(app)
    assert runs[1] == [("succeeded", {"timestamp": 1}), ("doing", {"timestamp": 2})]
    assert stands() == [("succeeded", {"timestamp": 1}), ("succeeded", {"timestamp": 2})]


def test_jobs_of_a_dead_worker_start_again_though_the_next_run_of_a_chore_waits(app: procrastinate.App) -> None:
    its = chore(app, lambda: None)
    once = app.task(name="once")(lambda: connection.close())
    its.defer(timestamp=1)
    once.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")  # by a worker that is not there any more
    its.defer(timestamp=2)

    restart = app.task(name="restart", pass_context=True)(jobs.restart_stalled.func)
    restart.configure(priority=1).defer(timestamp=0)
    do_all(app)
    did = [("failed", {"timestamp": 1}), ("succeeded", {}), ("succeeded", {"timestamp": 2})]
    assert stands() == [*did, ("succeeded", {"timestamp": 0})]


def test_what_a_job_defers_is_there_only_if_its_transaction_commits(app: procrastinate.App) -> None:
    later = app.task(name="later")(lambda said: connection.close())

    @app.task(name="now")
    def now() -> None:
        try:
            with transaction.atomic():
                later.defer(said="never")
                transaction.set_rollback(True)
            with transaction.atomic():
                later.defer(said="once")
        finally:
            connection.close()

    now.defer()
    do_all(app)
    assert stands() == [("succeeded", {}), ("succeeded", {"said": "once"})]


def test_a_chore_whose_connection_is_cut_is_tried_again_on_another(app: procrastinate.App) -> None:
    def cut_off() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    jobs.scheduled(NEVER_NOW)(cut_off)
    ((_, made),) = app.periodic_registry.periodic_tasks.items()
    made.task.defer(timestamp=1)
    do_all(app)
    assert stands() == [("succeeded", {"timestamp": 1}), ("todo", {"timestamp": 1, "failures": 1})]


def test_a_simulated_life_sees_that_a_chore_fails(app: procrastinate.App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "app", app)
    chore(app, fail)
    (start,) = life.chores()
    with pytest.raises(RuntimeError, match="always"):
        start()
