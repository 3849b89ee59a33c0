"""A live process for tests: streams what the tests' database notifies to pages of the tests' web server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from django.conf import settings
from django.db import connection
from django.test import override_settings

from oneshelf.kernel.outbox import live, relay

START_LIMIT_S = 30


@dataclass
class Live:
    """Where the shop is, and the worker's part: telling the live process what has happened."""

    shop_url: str

    def relay(self) -> None:
        """Deliver what the outbox holds for open pages."""
        relay.drain([live.NAME])


@contextmanager
def a_live_process(shop_url: str) -> Iterator[Live]:
    """Run `oneshelf live` for pages of `shop_url`, and let those pages know where it is."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    database = connection.settings_dict
    environment = os.environ | {
        "ONESHELF_DATABASE_URL": f"postgresql:///{database['NAME']}?host={database['HOST']}&user={database['USER']}"
        + (f"&port={database['PORT']}" if database["PORT"] else ""),
        "ONESHELF_LIVE_PORT": str(port),
        "ONESHELF_PUBLIC_URL": shop_url,
        "PYTHONPATH": "src",
    }
    child = subprocess.Popen([sys.executable, "-m", "oneshelf.app", "live"], env=environment)
    policy = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"] | {"connect-src": ["'self'", address]}
    try:
        _wait_until_ready(f"{address}/readyz", child)
        with override_settings(LIVE_URL=address, CONTENT_SECURITY_POLICY=policy | {"DIRECTIVES": directives}):
            running = Live(shop_url)
            running.relay()  # a subscription that is new begins at the present
            yield running
    finally:
        child.terminate()
        child.wait(START_LIMIT_S)


def _wait_until_ready(address: str, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        assert child.poll() is None, "the live process ended"
        try:
            with urlopen(address, timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not get ready within {START_LIMIT_S} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
