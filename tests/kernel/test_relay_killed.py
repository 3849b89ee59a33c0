"""What becomes of a worker's subscriptions when it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.relay import Relay
from oneshelf.kernel.outbox.subscriptions import Handler, Subscription
from tests.kernel.lamps import effects, leave_effects, lit, wait_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def _relay(handler: Handler, lease_s: float = 15) -> Relay:
    subscription = Subscription("lamps", ("lamps.*",), handler, batch=7)
    subscriptions.prepare([subscription])
    return Relay(wanted={"lamps": subscription}, lease=timedelta(seconds=lease_s))


def test_a_killed_worker_leaves_each_effect_once() -> None:
    with effects() as seen:
        outbox.emit([lit() for _ in range(60)])
        for _ in range(2):
            _kill_a_worker_in_the_middle_of_a_page()
        assert len(seen()) < 60
        stop = threading.Event()
        survivor = _relay(leave_effects, lease_s=1)
        running = threading.Thread(target=_run, args=(survivor, stop))
        running.start()
        wait_until(lambda: len(seen()) >= 60)
        stop.set()
        running.join()
        assert len(seen()) == len(set(seen())) == 60


def test_a_killed_workers_subscriptions_go_on_at_once_however_long_its_lease() -> None:
    with effects():
        outbox.emit([lit() for _ in range(20)])
        survivor = _relay(leave_effects)
        _kill_a_worker_in_the_middle_of_a_page(lease_s=600)
        wait_until(lambda: survivor.acquire() == ["lamps"], most_s=10)


def test_a_living_workers_lease_is_its_own_until_it_lapses() -> None:
    holder, rival = _relay(leave_effects), _relay(leave_effects)
    taken = threading.Event()
    ending = threading.Event()

    def hold() -> None:
        assert holder.acquire() == ["lamps"]
        taken.set()
        ending.wait(20)
        connection.close()  # as when the process ends: nothing is given back

    holding = threading.Thread(target=hold)
    holding.start()
    assert taken.wait(20)
    assert rival.acquire() == []
    ending.set()
    holding.join()
    wait_until(lambda: rival.acquire() == ["lamps"], most_s=10)


def _kill_a_worker_in_the_middle_of_a_page(lease_s: int = 1) -> None:
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    root = Path(__file__).parents[2]
    environment = os.environ | {"ONESHELF_DATABASE_URL": address, "PYTHONPATH": f"{root / 'src'}:{root}"}
    program = [sys.executable, str(Path(__file__).with_name("relay_worker.py")), str(lease_s)]
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            if line.startswith("in a page of"):
                break
        else:
            pytest.fail("the worker ended by itself")
        worker.kill()


def _run(one: Relay, stop: threading.Event) -> None:
    try:
        one.run(stop)
    finally:
        connection.close()
