"""Did anything change? Every table of the house, by what its rows say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection

_OF_VISITS = {"django_session", "kernel_attempt", "accounts_account"}
"""Who looks in is noted, whatever comes of it."""

_TABLES = """
SELECT relname FROM pg_class
 WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""


def contents() -> dict[str, tuple[int, int]]:
    """Return for each table how many rows it has, and a sum over all that they say."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall() if name not in _OF_VISITS]
        each = (
            f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(row::text, 0)), 0) FROM {name} AS row"
            for name in tables
        )
        cursor.execute(" UNION ALL ".join(each))
        return {name: (count, int(sum_)) for name, count, sum_ in cursor.fetchall()}


@contextmanager
def nothing_changes(*, but: Collection[str] = ()) -> Iterator[None]:
    """Fail when what happens within changes a table, other than those named."""
    before = contents()
    yield
    after = contents()
    changed = {name for name in before if before[name] != after[name]} - set(but)
    assert not changed, f"these tables have changed: {', '.join(sorted(changed))}"
