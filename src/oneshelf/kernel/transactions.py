"""Transactions that are tried again when PostgreSQL asks for it, and refusals read out of its errors."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

from oneshelf.kernel.errors import REFUSAL_SQLSTATE, Refusal

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 5
"""How often a transaction is tried when it deadlocks or cannot be serialised."""

FIRST_PAUSE_S = 0.01
"""The longest pause before the second try, in seconds; it doubles with each further one."""

DATABASE_ERRORS = (Error, psycopg.Error)
"""What a statement may raise: through Django's cursor, or through one of `kernel.sql`."""

_PARTITION = re.compile(r"_(\d{4}_\d{2}|default)$")
"""What `kernel_ensure_months` adds to the name of a table's constraint on one of its partitions."""

_RETRIED = {"40001", "40P01"}  # serialization_failure, deadlock_detected


def retried(work: Callable[P, R]) -> Callable[P, R]:
    """Run `work` in a transaction of its own; on deadlock or serialization failure run it again, from the start.

    Inside an open transaction `work` simply joins it: only the outermost may try again, since PostgreSQL
    has thrown away everything before the failure too. `work` must have no effect but on the database.
    """
    return _retried(work, transaction.atomic)


def retried_statement(work: Callable[P, R]) -> Callable[P, R]:
    """Do as `retried` for work that is one statement: PostgreSQL makes a transaction of it by itself.

    That spares the round trips of BEGIN and COMMIT, where an order's every tenth of a millisecond counts.
    """
    return _retried(work, nullcontext)


def durable_statement(work: Callable[P, R]) -> Callable[P, R]:
    """Do as `retried_statement` for what must stand as soon as it returns. RuntimeError inside a transaction."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            raise RuntimeError(f"{work.__qualname__} must stand when it returns: call it outside of any transaction")
        return once(*args, **kwargs)

    once = retried_statement(work)
    return run


def _retried(work: Callable[P, R], block: Callable[[], AbstractContextManager[None]]) -> Callable[P, R]:
    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return work(*args, **kwargs)
        for attempt in range(1, MOST_TRIES + 1):
            try:
                with refusals(), block():
                    return work(*args, **kwargs)
            except DATABASE_ERRORS as error:
                if not _may_pass(error) or attempt == MOST_TRIES:
                    raise
                time.sleep(random.uniform(0, FIRST_PAUSE_S * 2**attempt))
        raise AssertionError("unreachable: the last try returns or raises")

    return run


_drawn: set[str] = set()


def drawn_at_random(constraint: str) -> None:
    """Say that what breaks `constraint` was drawn at random: the work that met one already taken is run again."""
    _drawn.add(constraint)


def _may_pass(error: BaseException) -> bool:
    diagnostics = _diagnostics(error)
    return diagnostics is not None and (diagnostics.sqlstate in _RETRIED or diagnostics.constraint_name in _drawn)


@contextmanager
def refusals(broken: Mapping[str, Refusal] | None = None) -> Iterator[None]:
    """Turn a database error that carries a refusal (see `kernel.errors`) into that refusal.

    `broken` says what the constraints that it names stand for here, where the verb can say it exactly.
    """
    try:
        yield
    except DATABASE_ERRORS as error:
        diagnostics = _diagnostics(error)
        name = diagnostics.constraint_name if diagnostics else None
        refusal = (broken or {}).get(name or "") or refusal_in(error)
        if refusal is None:
            raise
        raise refusal from error


_constraints: dict[str, Callable[[], Refusal]] = {}


def constraint_means(name: str, refusal: Callable[[], Refusal]) -> None:
    """Say which refusal a broken constraint stands for, where a verb has nothing more exact to say."""
    _constraints[name] = refusal


def refusal_in(error: BaseException) -> Refusal | None:
    """Return the refusal inside a database error, or None when it is a fault of ours."""
    diagnostics = _diagnostics(error)
    if diagnostics is None:
        return None
    if diagnostics.sqlstate == REFUSAL_SQLSTATE:
        return Refusal.from_sql(diagnostics.message_primary or "", diagnostics.message_detail)
    make = _constraints.get(_PARTITION.sub("", diagnostics.constraint_name or ""))
    return make() if make else None


def sqlstate(error: BaseException) -> str | None:
    """Return the five-character SQLSTATE of a database error, raw or wrapped by Django."""
    diagnostics = _diagnostics(error)
    return diagnostics.sqlstate if diagnostics else None


def _diagnostics(error: BaseException) -> psycopg.errors.Diagnostic | None:
    inner = error if isinstance(error, psycopg.Error) else error.__cause__
    return inner.diag if isinstance(inner, psycopg.Error) else None
