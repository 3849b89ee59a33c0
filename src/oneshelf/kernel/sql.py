"""SQL files as functions: one statement a file, its columns bound to a frozen dataclass.

    _LEVELS = sql.statement(__name__, "levels", row=Level)
    rows = _LEVELS.all(places=[...], variants=[...])

A statement is read from `sql/<name>.sql` beside the module (or its parent package), is sent with server-side
parameters (`%(name)s`) and stays prepared on its connection. Its columns must be the dataclass's fields, in
order: a difference is an error at its first run and in the tests of the architecture.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import NoneType
from typing import Any, Generic, TypeVar, cast, overload
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunSQL
from psycopg.rows import BaseRowFactory, args_row

from oneshelf.kernel.transactions import refusals

R = TypeVar("R")


class ColumnMismatch(TypeError):
    """A statement's columns are not its dataclass's fields."""


class Statement(Generic[R]):
    """One SQL statement of a file. Runs in the caller's transaction; raises the refusal that it stands for."""

    known: list[Statement[Any]] = []

    def __init__(self, path: Path, row: type[R], *, planned_anew: bool = False) -> None:
        self.path = path
        self.row = row
        self._columns_fit = False
        self.planned_anew = planned_anew
        Statement.known.append(self)

    @cached_property
    def text(self) -> str:
        """The statement as it stands in its file."""
        return self.path.read_text(encoding="utf-8")

    def all(self, **params: Any) -> list[R]:
        """Run it and return every row."""
        with self._run(params) as cursor:
            return cursor.fetchall()

    def find(self, **params: Any) -> R | None:
        """Run it and return its first row, or None."""
        with self._run(params) as cursor:
            return cursor.fetchone()

    def one(self, **params: Any) -> R:
        """Run it and return its only row; LookupError when it gave none."""
        row = self.find(**params)
        if row is None:
            raise LookupError(f"{self.path.name} gave no row for {sorted(params)}")
        return row

    def execute(self, **params: Any) -> int:
        """Run it and return how many rows it touched."""
        with self._run(params) as cursor:
            return cursor.rowcount

    def execute_many(self, rows: Sequence[dict[str, Any]]) -> None:
        """Run it once for each of `rows`, in as few round trips as the driver can."""
        connection = _open_connection()
        with refusals(), psycopg.Cursor(connection.connection) as cursor:
            cursor.executemany(self.text, rows)

    def _run(self, params: dict[str, Any]) -> psycopg.Cursor[R]:
        connection = _open_connection()
        cursor: psycopg.Cursor[R] = psycopg.Cursor(connection.connection, row_factory=self._row_factory)
        started = time.monotonic()
        try:
            with refusals():
                cursor.execute(self.text, _with_literals(params), prepare=not self.planned_anew)
        except BaseException:
            cursor.close()
            raise
        if connection.queries_logged:
            spent = time.monotonic() - started
            connection.queries_log.append({"sql": f"-- {self.path.name}", "time": f"{spent:.3f}"})
        if not self._columns_fit:
            self._check_columns([column.name for column in cursor.description or ()])
        return cursor

    @cached_property
    def _row_factory(self) -> BaseRowFactory[R]:
        if is_dataclass(self.row):
            return cast("BaseRowFactory[R]", args_row(self.row))
        return cast("BaseRowFactory[R]", args_row(lambda value: value))

    @cached_property
    def _expected(self) -> list[str] | None:
        return [field.name for field in fields(self.row)] if is_dataclass(self.row) else None

    def _check_columns(self, columns: list[str]) -> None:
        if columns and self._expected is not None and columns != self._expected:
            raise ColumnMismatch(f"{self.path}: columns {columns} are not the fields {self._expected} of {self.row}")
        self._columns_fit = True  # a statement does not change while the process runs


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WRITERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _none: "NULL",
    bool: lambda yes: "t" if yes else "f",
    int: str,
    str: _quoted,
    UUID: str,
    datetime: lambda instant: f'"{instant.isoformat()}"',
    date: date.isoformat,
}


def array_literal(values: list[Any]) -> str | list[Any]:
    """Return the array literal of plain values, or the list as it is when it holds anything else.

    The server then takes the type from where the array is used: a statement has one plan whatever the size of its
    numbers, and an order's thirty arrays cost a fifth of what the driver takes to look at every element.
    """
    try:
        return "{" + ",".join([_WRITERS[type(value)](value) for value in values]) + "}"
    except KeyError:
        return values


def _with_literals(params: dict[str, Any]) -> dict[str, Any]:
    return {name: array_literal(given) if type(given) is list else given for name, given in params.items()}


@overload
def statement(module: str, name: str) -> Statement[None]: ...
@overload
def statement(module: str, name: str, *, row: type[R], planned_anew: bool = False) -> Statement[R]: ...
def statement(module: str, name: str, *, row: type[Any] = type(None), planned_anew: bool = False) -> Statement[Any]:
    """Bind `sql/<name>.sql` of the package that `module` (pass `__name__`) belongs to.

    `row` is a frozen dataclass whose fields are the columns, or a plain type (int, UUID) for one column. A
    statement whose best plan depends on what is asked (a rare word or a common one, a category or all of them)
    is `planned_anew` each time, for half a millisecond, instead of staying prepared with one plan for all.
    """
    return Statement(sql_folder(module) / f"{name}.sql", row, planned_anew=planned_anew)


def sql_folder(module: str) -> Path:
    """Return the nearest `sql/` folder at or above `module`."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise LookupError(f"there is no module {module!r}")
    for folder in Path(spec.origin).parents:
        if (folder / "sql").is_dir():
            return folder / "sql"
        if folder.name == "oneshelf":
            break
    raise LookupError(f"no sql/ folder beside {module!r} or above it")


def function(module: str, name: str) -> RunSQL:
    """Return the migration operation that installs `sql/functions/<name>.sql`, replacing an older version.

    The file holds `CREATE OR REPLACE FUNCTION`. A changed signature is a new name, so that two releases of the
    code can run beside each other while they are exchanged.
    """
    text = (sql_folder(module) / "functions" / f"{name}.sql").read_text(encoding="utf-8")
    return RunSQL(text, reverse_sql=RunSQL.noop)


def table(module: str, name: str) -> RunSQL:
    """Return the migration operation that makes a table by `sql/tables/<name>.sql`, where Django cannot say it.

    Its reverse drops `<app label>_<name>`. Give it Django's `CreateModel` as `state_operations`.
    """
    folder = sql_folder(module)
    text = (folder / "tables" / f"{name}.sql").read_text(encoding="utf-8")
    return RunSQL(text, reverse_sql=f"DROP TABLE {folder.parent.name}_{name}")


def _open_connection() -> BaseDatabaseWrapper:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.connection is not None and connection.connection.closed:
        connection.close()  # the server went, which Django sees only through cursors of its own
    connection.ensure_connection()
    return connection
