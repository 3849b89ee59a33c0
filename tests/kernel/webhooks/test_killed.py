"""A worker that is killed in the middle of deliveries loses none of them, and what comes twice has the same id."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.webhooks import public as webhooks
from tests.kernel.lamps import lit
from tests.kernel.webhooks.builders import endpoint_for, sending, states
from tests.kernel.webhooks.receivers import Receiver, wait_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_worker_killed_in_mid_delivery_loses_nothing(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    outbox.emit([lit() for _ in range(30)])
    relay.drain(["webhooks"])
    receiver.pause_s = 60
    receiver.answer = lambda number: 200
    with _a_sender_process() as process:
        wait_until(lambda: len(receiver.ids) >= 5)
        process.kill()
    under_way = set(receiver.ids)
    receiver.pause_s = 0
    receiver.let_go.set()
    with sending(lease_s=1):
        wait_until(lambda: states(endpoint) == ["taken"] * 30)
    deliveries = {str(each.event) for each in webhooks.list_deliveries(endpoint.id)}
    assert set(receiver.ids) == deliveries
    twice = {each for each in receiver.ids if receiver.ids.count(each) > 1}
    assert twice <= under_way
    assert receiver.forged == 0


def test_two_senders_send_each_delivery_once(receiver: Receiver) -> None:
    endpoint = endpoint_for(receiver)
    outbox.emit([lit() for _ in range(60)])
    relay.drain(["webhooks"])
    with sending(), sending(), sending():
        wait_until(lambda: webhooks.counts([endpoint.id])[endpoint.id].waiting == 0)
    assert len(receiver.ids) == len(set(receiver.ids)) == 60


def _a_sender_process() -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    root = Path(__file__).parents[3]
    environment = os.environ | {"ONESHELF_DATABASE_URL": address, "PYTHONPATH": f"{root / 'src'}:{root}"}
    return subprocess.Popen([sys.executable, str(Path(__file__).with_name("sender_process.py"))], env=environment)
