"""Jobs are tried again a limited number of times, and those of a dead worker start again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import procrastinate
import pytest
from django.db import connection, transaction
from procrastinate import testing
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel import clock, jobs
from oneshelf.kernel.outbox import tasks as outbox_tasks

NAMES = {"oneshelf.kernel.outbox.tasks.make_months", "oneshelf.kernel.idempotency.tasks.sweep_answers"}


def test_the_kernel_schedules_its_own_chores() -> None:
    assert set(app.tasks) >= NAMES
    assert {name for name, _ in app.periodic_registry.periodic_tasks} >= NAMES


def test_retries_have_a_limit() -> None:
    memory = testing.InMemoryConnector()
    own = procrastinate.App(connector=memory)

    @own.task(retry=jobs.RETRIES)
    def fails() -> None:
        raise RuntimeError("always")

    def work() -> None:
        with own.open():
            fails.defer()
            for _ in range(jobs.MOST_RETRIES + 2):
                memory.jobs[1]["scheduled_at"] = None  # as if the pause were over
                own.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    with ThreadPoolExecutor(max_workers=1) as apart:  # a browser test may have left its own loop in this thread
        apart.submit(work).result()
    assert (memory.jobs[1]["status"], memory.jobs[1]["attempts"]) == ("failed", jobs.MOST_RETRIES + 1)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_job_is_there_only_if_its_transaction_commits() -> None:
    task = app.tasks["oneshelf.kernel.outbox.tasks.make_months"]
    jobs_of_it = ProcrastinateJob.objects.filter(task_name=task.name)  # other tests may have left others
    with transaction.atomic():
        task.defer(timestamp=1)
        transaction.set_rollback(True)
    assert not jobs_of_it.exists()
    with transaction.atomic():
        task.defer(timestamp=1)
    assert jobs_of_it.count() == 1


@pytest.mark.database
@pytest.mark.django_db
def test_months_are_made_ahead() -> None:
    outbox_tasks.make_months()
    month = (clock.now() + timedelta(days=60)).strftime("%Y_%m")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"outbox_event_{month}"])
        assert cursor.fetchone() == (True,)
