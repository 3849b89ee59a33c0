"""Locks on files of the data folder. The system lets go of them when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POLL_S = 0.05


class Held(Exception):
    """Another process, `holder` when it is known, holds the lock."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def alone(path: Path, *, wait_s: float = 0) -> Iterator[None]:
    """Hold `path` alone, waiting for others up to `wait_s` seconds; Held when they keep it."""
    with _opened(path) as file:
        _take(file, fcntl.LOCK_EX, wait_s)
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        yield


@contextmanager
def together(path: Path, *, wait_s: float = 0) -> Iterator[None]:
    """Hold `path` with others that hold it together, waiting up to `wait_s` seconds for one that is alone."""
    with _opened(path) as file:
        _take(file, fcntl.LOCK_SH, wait_s)
        yield


def is_free(path: Path) -> bool:
    """Tell whether nobody holds `path` now."""
    try:
        with alone(path):
            return True
    except Held:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _take(file: int, kind: int, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Held(os.pread(file, 20, 0).decode(errors="replace")) from None
            time.sleep(_POLL_S)
        else:
            return
