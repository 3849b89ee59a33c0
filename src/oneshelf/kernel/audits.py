"""What an audit finds, and the one moment that it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

WORK_MEMORY = "256MB"
"""What each step of a statement may keep in memory: sums over millions of groups are made there, not on disk."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A row that is wrong: by which rule (`check`), which row (`subject`), what stands there and what ought to."""

    check: str
    subject: str
    found: str
    expected: str


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every statement of the block see the same moment, as long as it takes, while the shop goes on trading.

    Inside an open transaction it is that one's; only the memory is set then.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL transaction_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
        yield
