"""Runs `oneshelf serve` for tests as a person would: a real process, a data folder and ports of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import psutil

LIMIT_S = 90.0
"""The longest that a test waits for anything; everything is polled, so that waiting ends as early as it can."""


def until(condition: Callable[[], object], what: str, limit_s: float = LIMIT_S) -> None:
    """Wait until `condition` gives something true; fail after `limit_s` with `what` did not come about."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, f"not within {limit_s} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that is free on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> list[str]:
    """Return the command line of `oneshelf <arguments>`."""
    return [sys.executable, "-m", "oneshelf.app", *arguments]


@dataclass
class House:
    """One data folder with two ports, and the `oneshelf serve` that runs on it (if any)."""

    folder: Path
    web_port: int = field(default_factory=free_port)
    live_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    known: dict[int, float] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that a process of this house needs."""
        own = {
            "ONESHELF_DATA": str(self.folder),
            "ONESHELF_SECRET_KEY": "tests only: not a secret",
            "ONESHELF_WEB_PORT": str(self.web_port),
            "ONESHELF_LIVE_PORT": str(self.live_port),
            "ONESHELF_WEB_WORKERS": "1",
            "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        }
        rest = {name: value for name, value in os.environ.items() if not name.startswith(("ONESHELF_", "DJANGO_"))}
        return rest | own

    @property
    def log(self) -> Path:
        """What the processes say."""
        return self.folder.with_name(f"{self.folder.name}.log")

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `oneshelf <arguments>` to its end."""
        return subprocess.run(
            command(*arguments),
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )

    def start(self) -> None:
        """Start `oneshelf serve` without waiting."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command("serve"), env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def serve(self) -> None:
        """Start `oneshelf serve` and wait until it answers."""
        self.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until web and live can work."""
        until(self.is_ready, f"the house answers; its log is {self.log}")
        self.processes()

    def is_ready(self) -> bool:
        """Tell whether web and live can work; fails at once when `serve` has ended."""
        assert self.process is not None, "start it first"
        assert self.process.poll() is None, f"serve ended with {self.process.returncode}:\n{self.tail()}"
        return all(self.answer(port) == 200 for port in (self.web_port, self.live_port))

    def answer(self, port: int, path: str = "/readyz") -> int:
        """Return the status of one request, 0 when nothing answers."""
        with suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code
        return 0

    def tail(self) -> str:
        """Return the end of the log."""
        return self.log.read_text()[-4000:] if self.log.exists() else ""

    def processes(self) -> list[psutil.Process]:
        """Return every live process of this house, also of a `serve` that is gone."""
        if self.process is not None:
            with suppress(psutil.NoSuchProcess):
                parent = psutil.Process(self.process.pid)
                for each in [parent, *parent.children(recursive=True)]:
                    self.known[each.pid] = each.create_time()
        alive = []
        for pid, born in self.known.items():
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(pid)
                if process.create_time() == born and process.status() != psutil.STATUS_ZOMBIE:
                    alive.append(process)
        return alive

    def child(self, name: str) -> psutil.Process:
        """Return the process that `serve` keeps under that name (web, live, worker, database)."""
        assert self.process is not None, "start it first"
        for each in psutil.Process(self.process.pid).children():
            line = each.cmdline()
            is_database = bool(line) and line[0].endswith("/postgres")
            if is_database if name == "database" else "oneshelf.app" in line and name in line:
                return each
        raise LookupError(name)

    def stop(self) -> int:
        """Ask `serve` to end, wait, and return its status."""
        assert self.process is not None, "start it first"
        self.processes()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LIMIT_S)


@cache
def prepared() -> Path:
    """Return a data folder with all tables and static files, made once: to be copied, never to be served."""
    root = Path(tempfile.mkdtemp(prefix="shop-"))
    root.chmod(0o755)
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    done = House(root / "d").run("prepare")
    assert done.returncode == 0, done.stderr
    return root / "d"


@contextmanager
def house(*, prepared_before: bool = True) -> Iterator[House]:
    """Have a house in which nobody has sold yet; whatever the test did, nothing of it is left behind.

    Making its tables takes most of a first start; `prepared_before` copies them from `prepared`.

    Its folder lies directly below the system's temporary folder, since a socket's path must be short.
    """
    with tempfile.TemporaryDirectory(prefix="shop-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        it = House(Path(folder) / "d")
        if prepared_before:
            subprocess.run(["cp", "-a", prepared(), it.folder], check=True)  # a tree's copy by Python has other owners
        try:
            yield it
        finally:
            for each in it.processes():
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            if it.process is not None:
                it.process.wait(LIMIT_S)
            until(lambda: not it.processes(), "every process of the house is gone")
