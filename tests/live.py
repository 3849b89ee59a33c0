"""The live process for tests in a browser: `live_stream` listens to the test's own database and serves its pages.

An event is told as soon as `relay.drain()` has delivered it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from granian.constants import Interfaces
from granian.server.embed import Server
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.app.processes import free_port, until


@pytest.fixture
def live_stream(live_server: LiveServer, settings: Settings) -> Iterator[str]:
    """Serve streams to the pages of `live_server`; gives the origin at which it does."""
    # Imported here: plugins are loaded before the settings know where the database is.
    from oneshelf.kernel.outbox import live, relay
    from oneshelf.surfaces.live.application import Live
    from oneshelf.surfaces.live.hub import Hub
    from oneshelf.surfaces.live.listener import Listener

    hub, port = Hub(most=20), free_port()
    named = connection.settings_dict
    listener = Listener(
        hub,
        {
            "dbname": named["NAME"],
            "user": named["USER"],
            "password": named["PASSWORD"],
            "host": named["HOST"],
            "port": named["PORT"],
        },
    )
    application = Live(hub=hub, listener=listener, origin=live_server.url, readiness=lambda: (200, {}))
    server = Server(application, address="127.0.0.1", port=port, interface=Interfaces.ASGI)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(_serve(server),), name="live")
    thread.start()
    origin = f"http://127.0.0.1:{port}"
    settings.LIVE_URL = origin
    policy = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"] | {"connect-src": ["'self'", origin]}
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": directives}
    until(lambda: listener.connected, "the live process listens", limit_s=20)
    relay.drain([live.NAME])  # it begins at the present: from here on it tells
    yield origin
    loop.call_soon_threadsafe(hub.end)
    loop.call_soon_threadsafe(server.stop)
    thread.join(20)
    assert not thread.is_alive(), "the live process ended"
    loop.close()


async def _serve(server: Server) -> None:
    """Serve until stopped, then end what is still listening."""
    await server.serve()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
