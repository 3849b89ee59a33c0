"""The web process: Granian answers with threads, each with a database connection of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from oneshelf.app import environment, logs
from oneshelf.app.tether import tether_self

STOP_LIMIT_S = 10
"""How long requests under way may take when the process is asked to stop."""


def run(host: str) -> None:
    """Serve WSGI on `host` and ONESHELF_WEB_PORT until SIGTERM or SIGINT."""
    serve(
        "oneshelf.app.wsgi:application",
        host=host,
        port=environment.web_port(),
        interface=Interfaces.WSGI,
        workers=environment.web_workers(),
        blocking_threads=environment.web_threads(),
    )


def serve(target: str, **options: Any) -> None:
    """Run Granian with what all our processes share; a worker of its that dies is replaced, also by the system."""
    server = Granian(
        target,
        address=options.pop("host"),
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=STOP_LIMIT_S,
        log_level=LogLevels.error,  # it warns of more threads than cores; ours wait for the database
        log_dictconfig=logs.configuration("granian", environment.log_level()),
        **options,
    )
    server.serve(target_loader=partial(_load, os.getpid()), wrap_loader=True)


def _load(parent: int, target: str) -> Callable[..., Any]:
    """Load the application inside Granian's worker, tied to Granian's main process, lest it outlive a `kill -9`."""
    tether_self(signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit(1)
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    return application
