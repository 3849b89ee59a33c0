"""Monthly partitions of large append-only tables."""

from __future__ import annotations

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections


def ensure(table: str, since: datetime, until: datetime) -> int:
    """Make the partitions of `table` for the UTC months that [since, until) touches; return how many are new.

    Runs in the caller's transaction. Rows that fell into the default partition move into their month.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT kernel_ensure_months(%s::text::regclass, %s, %s)", [table, since, until])
        (made,) = cursor.fetchone()
    return int(made)
