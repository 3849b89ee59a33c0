"""Bringing in many rows at once, by COPY. A second run of the same rows adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql


def add_missing(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add those `rows` of `table` whose unique keys are not there yet; return how many that were.

    Values stand in the order of `columns`; other columns take their defaults. Runs in the caller's transaction,
    which must be open: the rows pass through a temporary table that ends with it. A batch should take less than
    a second.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    assert connection.in_atomic_block, "open a transaction first: the temporary table lives as long as it"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    target, stage = sql.Identifier(table), sql.Identifier(f"stage_of_{table}")
    with connection.connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {names} FROM {target} LIMIT 0").format(
                stage=stage, names=names, target=target
            )
        )
        with cursor.copy(sql.SQL("COPY {stage} ({names}) FROM STDIN").format(stage=stage, names=names)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            sql.SQL("INSERT INTO {target} ({names}) SELECT {names} FROM {stage} ON CONFLICT DO NOTHING").format(
                target=target, names=names, stage=stage
            )
        )
        added = cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {stage}").format(stage=stage))
    return int(added)
