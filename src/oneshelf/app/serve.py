"""`oneshelf serve`: the database, then the migrations, then web, live and worker, kept running until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack

import structlog
import typer

from oneshelf.app import database, environment, health, logs, preflight
from oneshelf.app.postgres import START_LIMIT_S, EmbeddedServer
from oneshelf.app.problems import CannotStart
from oneshelf.app.problems import marked as _
from oneshelf.app.supervisor import Child, Supervisor
from oneshelf.app.tether import tethered

READY_LIMIT_S = 90.0
"""The longest wait for web and live to answer after their start."""

_log = structlog.get_logger(__name__)


def serve(host: str, when_ready: Callable[[Supervisor], None]) -> None:
    """Run everything until SIGTERM or SIGINT; call `when_ready` once, when all of it answers.

    `when_ready` may raise Stopped to end everything. CannotStart when a part does not come up.
    """
    for port, variable in (
        (environment.web_port(), "ONESHELF_WEB_PORT"),
        (environment.live_port(), "ONESHELF_LIVE_PORT"),
    ):
        _check_port(host, port, variable)
    logs.spare_the_terminal()
    supervisor = Supervisor()
    with ExitStack() as stack:
        server = None if database.is_outside() else stack.enter_context(database.owned())
        stack.enter_context(supervisor.watching())
        stack.callback(_say_that_it_stops)
        if server is not None:
            _start_database(supervisor, server)
        preflight.check()
        run_to_end(supervisor, "prepare")
        for name in ("worker", "live", "web"):  # stopped the other way round: nothing new comes in first
            arguments = [name] if name == "worker" else [name, "--host", host]
            supervisor.add(Child(name, _program(*arguments)))
        if not supervisor.wait_for(lambda: _answers(host), limit_s=READY_LIMIT_S, every_s=0.1):
            raise CannotStart(
                _("Web or live did not answer within %(limit)s seconds."),
                _("%(log)s says why.") if environment.log_file() else _("The log above says why."),
                limit=round(READY_LIMIT_S),
                log=environment.log_file(),
            )
        when_ready(supervisor)
        supervisor.keep()


def _say_that_it_stops() -> None:
    """Tell a person at the terminal why it does not come back at once; elsewhere the log tells."""
    if sys.stderr.isatty():
        typer.echo("\nStopping ...", err=True)


def _start_database(supervisor: Supervisor, server: EmbeddedServer) -> None:
    def start() -> subprocess.Popen[bytes]:
        server.prepare()
        return server.spawn(tethered(os.getpid(), signal.SIGINT))

    server.prepare()  # what a person must put right is said at once, not retried
    child = supervisor.add(
        Child("database", start, stop_signal=signal.SIGINT, last_signal=signal.SIGQUIT, stop_limit_s=60.0)
    )

    def is_ready() -> bool:
        if child.deaths >= 3:
            raise server.failure(None)
        return child.process is not None and server.is_ready(child.process.pid)

    if not supervisor.wait_for(is_ready, limit_s=START_LIMIT_S):
        raise server.failure(None)
    server.make_database()


def run_to_end(supervisor: Supervisor, *arguments: str) -> None:
    """Run `oneshelf <arguments>` while keeping the rest; CannotStart when it fails."""
    command = " ".join(arguments)
    status = supervisor.run_once(Child(command, _program(*arguments)))
    if status != 0:
        raise CannotStart(
            _("“oneshelf %(command)s” failed with status %(status)s."),
            _("What it said stands above."),
            command=command,
            status=status,
        )


def _program(*arguments: str) -> Callable[[], subprocess.Popen[bytes]]:
    """Return what starts `oneshelf <arguments>` in a session of its own, tied to this process."""

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "oneshelf.app", *arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tethered(os.getpid(), signal.SIGTERM),
        )

    return start


def _answers(host: str) -> bool:
    return all(
        _is_ready(f"http://{_reachable(host)}:{port}{health.READINESS}")
        for port in (environment.web_port(), environment.live_port())
    )


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  # our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _reachable(host: str) -> str:
    """Return the address at which this machine reaches a server bound to `host`."""
    known = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # compared with, not bound to
    return known.get(host, f"[{host}]" if ":" in host else host)


def _check_port(host: str, port: int, variable: str) -> None:
    """Raise CannotStart when `port` is taken. One left by a killed supervisor's children frees itself in a moment."""
    deadline = time.monotonic() + 15
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if time.monotonic() > deadline or not isinstance(error, OSError):
                    raise CannotStart(
                        _("Port %(port)s on %(host)s cannot be used: %(said)s."),
                        _("Choose another with %(variable)s, or stop what uses it."),
                        port=port,
                        host=host,
                        said=error.strerror,
                        variable=variable,
                    ) from error
            else:
                return
        time.sleep(0.2)
