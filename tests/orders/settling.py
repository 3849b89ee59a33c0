"""What workers do in a running shop, done here and now."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.kernel.outbox import relay


def settle(done: set[int] | None = None) -> None:
    """Deliver all events and do all jobs but those in `done`, until nothing is left to do."""
    done = set() if done is None else done
    while True:
        relay.drain()
        waiting = [job for job in ProcrastinateJob.objects.all() if job.id not in done]
        if not waiting:
            return
        for job in waiting:
            app.tasks[job.task_name](**job.args)
            done.add(job.id)


def mailed() -> list[EmailMessage]:
    """What was mailed, without confirmations of orders.

    Those begin with the first delivery of events, and whether that sees an order placed just before it depends on what
    other transactions of the database's server are under way.
    """
    confirmation = f"{settings.SHOP_NAME}: your order "
    return [sent for sent in mail.outbox if not sent.subject.startswith(confirmation)]


def forget_jobs() -> None:
    """Empty the tables of jobs: no model manages them, so that Django leaves them alone between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")


def first_claim_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let PostgreSQL refuse the next transaction that claims a key, as it does on a deadlock; return what is tried."""
    claim, tries = idempotency._CLAIM.one, list[object]()

    def claimed(**asked: object) -> object:
        tries.append(asked["key"])
        if len(tries) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$")
        return claim(**asked)

    monkeypatch.setattr(idempotency, "_CLAIM", SimpleNamespace(one=claimed))
    return tries
