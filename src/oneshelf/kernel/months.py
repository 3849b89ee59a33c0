"""Monthly partitions of large append-only tables."""

from __future__ import annotations

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


def ensure(table: str, since: datetime, until: datetime) -> int:
    """Make the partitions of `table` for the UTC months that [since, until) touches; return how many are new.

    Runs in the caller's transaction. Rows that fell into the default partition move into their month.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT kernel_ensure_months(%s::text::regclass, %s, %s)", [table, since, until])
        (made,) = cursor.fetchone()
    return int(made)


def add_unique_index(table: str, name: str, columns: str) -> RunPython:
    """Return the migration operation that makes a unique index on every partition of `table` while it is in use.

    PostgreSQL makes no index of a partitioned table concurrently: each month gets its own first, then the table's
    takes them in. A migration with `atomic = False` may be repeated after it was cut off.
    """

    def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone() != (None,):  # a repetition: the months are taken in already
                return
            cursor.execute(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::text::regclass", [table]
            )
            months = [month for (month,) in cursor.fetchall()]
            for month in months:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {month}_{name}")  # a cut-off one is invalid
                cursor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {month}_{name} ON {month} ({columns})")
            cursor.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {table} ({columns})")

    return RunPython(make, RunPython.noop)
