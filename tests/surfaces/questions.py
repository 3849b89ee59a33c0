"""How often each door asks the database: every request of a test counts, and none may ask more often than is kept.

What is kept stands in `questions.json`: for each method and route the most statements that any test made it ask, with
no cache remembering anything. A door that asks more often than before fails the test that opened it. When that is
right, keep it: `ONESHELF_KEEP_QUESTIONS=1 python -m pytest tests/surfaces`, and let the change of the file be read.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest

KEPT = Path(__file__).with_name("questions.json")
KEEPS = bool(os.environ.get("ONESHELF_KEEP_QUESTIONS"))
CURE = "Ask less often; or, when it is right, keep it: see tests/surfaces/questions.py."

_OF_TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Questions:
    """What is kept of each door, and what this process has seen beyond it."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = json.loads(KEPT.read_text(encoding="utf-8"))
        self.more: dict[str, int] = {}

    @contextmanager
    def counted(self, request: HttpRequest) -> Iterator[None]:
        """Count what a request asks. AssertionError when that is more than is kept of its door."""
        before, logs = len(connection.queries_log), connection.force_debug_cursor
        connection.force_debug_cursor = True
        try:
            yield
        finally:
            connection.force_debug_cursor = logs
            asked = [each["sql"] for each in list(connection.queries_log)[before:]]
        match = request.resolver_match
        if match is None or threading.current_thread() is not threading.main_thread():
            return  # nobody's door; or a race, where work is done again
        self._compare(
            f"{request.method} {match.view_name}", [one for one in asked if not one.startswith(_OF_TRANSACTIONS)]
        )

    def _compare(self, door: str, asked: list[str]) -> None:
        if len(asked) <= self.kept.get(door, -1):
            return
        if KEEPS:
            self.more[door] = self.kept[door] = len(asked)
            return
        listed = "\n".join(one[:160] for one in asked)
        known = f"{self.kept[door]} are kept" if door in self.kept else "none are kept"
        raise AssertionError(f"{door} asks {len(asked)} times, {known}. {CURE}\n{listed}")

    def keep(self) -> None:
        """Write down what was seen; other processes may be doing so too."""
        with KEPT.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            kept: dict[str, int] = json.load(file)
            kept |= {door: max(most, kept.get(door, 0)) for door, most in self.more.items()}
            file.seek(0)
            file.write(json.dumps(kept, indent=1, sort_keys=True) + "\n")
            file.truncate()


QUESTIONS = Questions()


def counting(answer: Any) -> Any:
    """Wrap the method of Django's test handler that answers a request."""

    def answered(handler: Any, request: HttpRequest) -> Any:
        with QUESTIONS.counted(request):
            return answer(handler, request)

    return answered
