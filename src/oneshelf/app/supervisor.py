"""Keeps child processes running: starts them in order, restarts those that die, stops them in reverse order.

It knows nothing of what they do. One thread, no polling of children: the system wakes it by signal. Each child
leads a session of its own, so that Ctrl-C reaches only the supervisor, and what a dead one left ends with its group.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog

from oneshelf.app.problems import CannotStart

FIRST_PAUSE_S = 0.2
"""The pause before a dead child is started again; it doubles with each death that follows quickly."""

LONGEST_PAUSE_S = 30.0
"""The longest such pause."""

STEADY_AFTER_S = 60.0
"""A child that has lived so long starts again with the first pause."""

_log = structlog.get_logger(__name__)


class Stopped(Exception):
    """Somebody asked the supervisor to end while it was waiting for something."""


@dataclass(eq=False)
class Child:
    """One process to keep: how to `start` it and how to ask it to stop.

    `stop_limit_s` seconds after `stop_signal` it gets `last_signal`.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals = signal.SIGTERM
    last_signal: signal.Signals = signal.SIGKILL
    stop_limit_s: float = 20.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    due_at: float = 0.0

    def begin(self) -> None:
        """Start the process; a failure to do so counts as a death."""
        try:
            self.process = self.start()
            self.started_at = time.monotonic()
            _log.info("started", child=self.name, pid=self.process.pid)
        except (CannotStart, OSError) as error:
            self._note_death(str(error))

    def look(self) -> None:
        """Notice a death, and start again what is due."""
        if self.process is not None and self.process.poll() is not None:
            status, lived = self.process.returncode, time.monotonic() - self.started_at
            self.end_group()
            self.process = None
            self.deaths = 0 if lived > STEADY_AFTER_S else self.deaths
            self._note_death(f"status {status}")
        if self.process is None and time.monotonic() >= self.due_at:
            self.begin()

    def end(self) -> None:
        """Ask the process to stop, insist after `stop_limit_s`, and clear away what it left."""
        if self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(self.stop_limit_s)
        except subprocess.TimeoutExpired:
            _log.warning("did not stop in time", child=self.name, seconds=self.stop_limit_s)
            self.process.send_signal(self.last_signal)
            self.process.wait()
        self.end_group()
        _log.info("stopped", child=self.name, status=self.process.returncode)
        self.process = None

    def end_group(self) -> None:
        """Kill what is left of the group that the dead process led."""
        assert self.process is not None, "there is a group only after a start"
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _note_death(self, reason: str) -> None:
        pause = min(FIRST_PAUSE_S * 2**self.deaths, LONGEST_PAUSE_S)
        self.deaths = min(self.deaths + 1, 30)
        self.due_at = time.monotonic() + pause
        _log.error("ended", child=self.name, reason=reason, again_in_s=round(pause, 1))


@dataclass(eq=False)
class Supervisor:
    """The children in the order of their start."""

    children: list[Child] = field(default_factory=list)
    _wake: int = -1
    _stopping: bool = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Listen to the system's signals while the block runs; whatever happens in it, end every child after it."""
        reader, writer = os.pipe()
        for end in (reader, writer):
            os.set_blocking(end, False)
        self._wake = reader
        before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            yield
        except Stopped:
            _log.info("stopping")
        finally:
            for child in reversed(self.children):
                child.end()
            signal.set_wakeup_fd(before)
            os.close(reader)
            os.close(writer)

    def add(self, child: Child) -> Child:
        """Start `child` and keep it from now on."""
        self.children.append(child)
        child.begin()
        return child

    def run_once(self, child: Child) -> int:
        """Run `child` to its end while keeping the others; return its status."""
        process = child.start()
        child.process = process
        try:
            self.wait_for(lambda: process.poll() is not None)
        except Stopped:
            child.end()
            raise
        return process.returncode

    def wait_for(self, condition: Callable[[], bool], *, limit_s: float = float("inf"), every_s: float = 0.05) -> bool:
        """Keep the children until `condition` holds, looked at every `every_s`; False when it took over `limit_s`.

        Raises Stopped when somebody asks the supervisor to end.
        """
        deadline = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._turn(every_s)
        return True

    def keep(self) -> None:
        """Keep the children until somebody asks the supervisor to end (raises Stopped)."""
        while True:
            pauses = [child.due_at - time.monotonic() for child in self.children if child.process is None]
            self._turn(max(min(pauses, default=3600.0), 0.0))

    def _turn(self, longest_s: float) -> None:
        if not self._stopping and select.select([self._wake], [], [], longest_s)[0]:
            os.read(self._wake, 4096)
        if self._stopping:
            raise Stopped
        for child in self.children:
            child.look()

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self._stopping = True
