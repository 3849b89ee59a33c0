"""Endpoints and a sender for tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.outbox import relay
from oneshelf.kernel.webhooks import public as webhooks
from oneshelf.kernel.webhooks.sender import Sender
from tests.kernel.webhooks.receivers import Receiver


def endpoint_for(receiver: Receiver, *types: str, **more: Any) -> webhooks.Endpoint:
    """Make an endpoint of `receiver` that gets these types (lamps' events, when none is named)."""
    relay.drain(["webhooks"])  # the subscription begins at the present
    made, receiver.secret = webhooks.create_endpoint(receiver.url, types or ("lamps.*",), actor=SYSTEM, **more)
    return made


@contextmanager
def sending(lease_s: float = 30) -> Iterator[Sender]:
    """Run a sender while the block runs."""
    stop = threading.Event()
    sender = Sender(lease=timedelta(seconds=lease_s))
    thread = threading.Thread(target=lambda: asyncio.run(sender.run(stop)))
    thread.start()
    try:
        yield sender
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive(), "the sender ended"


def due_now() -> None:
    """Let every pause be over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE webhooks_delivery SET next_at = now() WHERE state = 'waiting'")
        cursor.execute("UPDATE webhooks_endpoint SET not_before = NULL")


def states(endpoint: webhooks.Endpoint) -> list[str]:
    """Return the states of an endpoint's deliveries, the oldest first."""
    return [each.state for each in reversed(webhooks.list_deliveries(endpoint.id))]
