"""Bringing in many rows at once, by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from oneshelf.kernel.transactions import refusals


def add_missing(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Add those `rows` of `table` whose unique keys are not there yet; return how many that were: again it is none.

    Values stand in the order of `columns`; other columns take their defaults. Runs in the caller's transaction,
    which must be open: the rows pass through a temporary table that ends with it. A batch should take less than
    a second.
    """
    with _cursor() as cursor:
        return _add(cursor, table, columns, rows, told=())


def add_missing_and_tell(
    table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, tell: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Do what `add_missing` does, and return the columns `tell` of the rows that were new, in no certain order."""
    with _cursor() as cursor:
        _add(cursor, table, columns, rows, told=tell)
        return cursor.fetchall()


def add_all(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add `rows` of `table`, all of which must be new, in the caller's transaction.

    Values stand in the order of `columns`; other columns take their defaults. It is half the work of `add_missing`.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {table} ({names}) FROM STDIN").format(table=sql.Identifier(table), names=names)
    with refusals(), _cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _add(
    cursor: psycopg.Cursor[tuple[Any, ...]],
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    told: Sequence[str],
) -> int:
    names, returned = (sql.SQL(", ").join(map(sql.Identifier, each)) for each in (columns, told))
    parts = {"target": sql.Identifier(table), "stage": sql.Identifier(f"stage_of_{table}"), "names": names}
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {stage} ON COMMIT DROP AS SELECT {names} FROM {target} LIMIT 0").format(**parts)
    )
    with cursor.copy(sql.SQL("COPY {stage} ({names}) FROM STDIN").format(**parts)) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(
        sql.SQL("INSERT INTO {target} ({names}) SELECT {names} FROM {stage} ON CONFLICT DO NOTHING").format(**parts)
        + (sql.SQL(" RETURNING ") + returned if told else sql.SQL(""))
    )
    added = cursor.rowcount
    with _cursor() as dropping:
        dropping.execute(sql.SQL("DROP TABLE {stage}").format(**parts))
    return int(added)


def _cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    connection = connections[DEFAULT_DB_ALIAS]
    assert connection.in_atomic_block, "open a transaction first: the temporary table lives as long as it"
    cursor: psycopg.Cursor[tuple[Any, ...]] = connection.connection.cursor()
    return cursor
