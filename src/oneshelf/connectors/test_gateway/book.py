"""The gateway's book, on a connection of its own: what it did stands even if our transaction fails."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.conninfo import make_conninfo
from psycopg.rows import class_row
from psycopg_pool import ConnectionPool, PoolTimeout

from oneshelf.kernel import sql
from oneshelf.modules.payments.public import GatewayUnreachable

MOST_CONNECTIONS = 4
"""How many connections one process of ours opens to the gateway's book."""

PATIENCE_S = 10.0
"""How long a question waits for one of them, in seconds, before the gateway counts as unreachable."""

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Charge:
    """An entry of the book; amounts in minor units."""

    payment: UUID
    token: str
    amount: int
    currency: str
    state: str
    captured: int
    refunded: int
    created_at: datetime


_ALL = sql.statement(__name__, "all_charges", row=Charge)
_pools: dict[str, ConnectionPool[psycopg.Connection[Any]]] = {}
_opening = threading.Lock()


def ask(statement: sql.Statement[R], **params: Any) -> list[R]:
    """Run a statement that stands at once. Raises GatewayUnreachable when the book is shut.

    A connection that broke while it lay idle is found out by the question that meets it: asked again, it is answered.
    """
    try:
        with (
            _pool().connection(timeout=PATIENCE_S) as connection,
            connection.cursor(row_factory=class_row(statement.row)) as cursor,
        ):
            cursor.execute(statement.text, params)
            return cursor.fetchall()
    except (PoolTimeout, psycopg.OperationalError) as error:
        raise GatewayUnreachable(str(error)) from error


def charges() -> list[Charge]:
    """Return the whole book, to compare ours with."""
    return ask(_ALL)


def close() -> None:
    """Close the connections of this process; the next question opens them again."""
    with _opening:
        for pool in _pools.values():
            pool.close()
        _pools.clear()


def _pool() -> ConnectionPool[psycopg.Connection[Any]]:
    ours = connections[DEFAULT_DB_ALIAS].settings_dict
    conninfo = make_conninfo(
        dbname=ours["NAME"], user=ours["USER"], password=ours["PASSWORD"], host=ours["HOST"], port=ours["PORT"] or None
    )
    with _opening:
        if conninfo not in _pools:
            _pools[conninfo] = ConnectionPool(
                conninfo,
                min_size=0,
                max_size=MOST_CONNECTIONS,
                kwargs={"autocommit": True},  # each question is one statement, and stands at once
                name="test_gateway",
                open=True,
            )
        return _pools[conninfo]


atexit.register(close)
