"""The web process: Granian answers with threads, each with a database connection of its own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from oneshelf.app import environment, logs
from oneshelf.app.tether import tether_self
from oneshelf.kernel.memory import keep_what_is_loaded

STOP_LIMIT_S = 10
"""How long requests under way may take when the process is asked to stop."""

Application = Callable[..., Any]


def run(host: str) -> None:
    """Serve WSGI on `host` and ONESHELF_WEB_PORT until SIGTERM or SIGINT."""
    serve(
        "web",
        _application,
        address=host,
        port=environment.web_port(),
        interface=Interfaces.WSGI,
        workers=environment.web_workers(),
        blocking_threads=environment.web_threads(),
    )


def serve(name: str, load: Callable[[], Application], **options: Any) -> None:
    """Run Granian with what all our processes share: a worker of its that dies is replaced, and none outlives it."""
    server = Granian(
        name,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=STOP_LIMIT_S,
        log_level=LogLevels.warning,
        log_dictconfig=logs.configuration(name, environment.log_level()),
        **options,
    )
    server.serve(target_loader=partial(_tied, os.getpid(), load), wrap_loader=False)


def _application() -> Application:
    from django.urls import get_resolver

    from oneshelf.app.wsgi import application
    from oneshelf.kernel import caches
    from oneshelf.kernel.outbox.live import CHANNEL

    assert get_resolver().url_patterns, "the doors are loaded with the process, not by its first visitor"
    hears = (environment.database_parameters(), CHANNEL, threading.Event())
    threading.Thread(target=caches.listen, args=hears, name="cache-listener", daemon=True).start()
    return application


def _tied(parent: int, load: Callable[[], Application]) -> Application:
    """Load the application inside Granian's worker, tied to Granian's main process, lest it outlive a `kill -9`."""
    tether_self(signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
    application = load()
    keep_what_is_loaded()
    return application
