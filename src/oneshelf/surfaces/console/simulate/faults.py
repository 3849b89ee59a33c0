"""What goes wrong with machines: a process dies between or inside its statements, or its line is cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from django.db import Error, connection

from oneshelf.kernel import caches

R = TypeVar("R")

MOST_REPETITIONS = 4
"""How often somebody repeats what nobody answered, before the machines behave."""

LATEST_STATEMENT = 14
"""The last statement of an act at which a machine may die: most acts have fewer."""


class PowerCut(BaseException):
    """The process is gone: nothing of ours may catch this."""


class Fuse:
    """Blows at one statement of the driver, or at a commit, when it is lit."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.how = ""
        self.blown = False
        self.count = 0
        """How many machines have died so far."""

    def light(self, statements: int, how: str) -> None:
        """Let the machine die at so many statements from here: 'before' it, 'after' it, or by a 'cut' line."""
        self.left, self.how, self.blown = statements, how, False

    def put_out(self) -> None:
        """Let machines live."""
        self.left, self.blown = None, False

    @contextmanager
    def fitted(self) -> Iterator[None]:
        """Watch the driver, as long as the block runs."""
        execute, commit = psycopg.Cursor.execute, psycopg.Connection.commit

        def watched_execute(cursor: Any, *args: Any, **kwargs: Any) -> Any:
            return self._watch(cursor.connection, lambda: execute(cursor, *args, **kwargs))

        def watched_commit(line: Any) -> None:
            self._watch(line, lambda: commit(line))

        psycopg.Cursor.execute = watched_execute  # type: ignore[assignment, method-assign]  # watched as long as it is there
        psycopg.Connection.commit = watched_commit  # type: ignore[assignment, method-assign]  # watched as long as it is there
        try:
            yield
        finally:
            psycopg.Cursor.execute = execute  # type: ignore[method-assign]  # as before
            psycopg.Connection.commit = commit  # type: ignore[method-assign]  # as before

    def _watch(self, line: psycopg.Connection[Any], work: Callable[[], R]) -> R:
        if self.blown:
            raise PowerCut  # the dead run no statement
        if self.left is None:
            return work()
        self.left -= 1
        if self.left > 0:
            return work()
        self.left = None
        self.count += 1
        if self.how == "cut":
            line.close()
            return work()  # the driver says that there is no line
        if self.how == "after":
            work()
        self.blown = True
        raise PowerCut


def surely(fuse: Fuse, chance: random.Random, percent: int, work: Callable[[], R]) -> R:
    """Do `work`, and again for as long as machines die of it, as somebody does who was given no answer."""
    for _ in range(MOST_REPETITIONS):
        if chance.random() * 100 < percent:
            fuse.light(chance.randint(1, LATEST_STATEMENT), chance.choice(("before", "after", "cut")))
        died = fuse.count
        try:
            return work()
        except (PowerCut, Error, psycopg.Error):
            if fuse.count == died:
                raise  # nobody cut anything: it is a fault of ours
        finally:
            fuse.put_out()
        connection.close()
        caches.forget_all()  # what the dead remembered is gone with them
    return work()
