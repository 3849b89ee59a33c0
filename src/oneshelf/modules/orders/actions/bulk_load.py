"""Loading recorded orders, in batches, so that a second run changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from oneshelf.kernel import sql
from oneshelf.modules.orders.actions.fill_search import fill_anew
from oneshelf.modules.orders.types.loaded import LoadedLine, LoadedOrder

_STAGE = [sql.statement(__name__, f"stage_{table}") for table in ("orders", "lines", "adjustments")]
_KEEP = [sql.statement(__name__, f"keep_staged_{table}") for table in ("orders", "lines", "adjustments")]


def bulk_load_orders(batch: Sequence[LoadedOrder]) -> int:
    """Write one batch of recorded orders by COPY, in a transaction of its own; return how many were new.

    They are written as completed, origin `recorded`, and emit no events: nothing that happens now happened to them.
    Search learns of them as soon as a worker comes by.
    """
    if not batch:
        return 0
    with transaction.atomic():
        for stage in _STAGE:
            stage.execute()
        _copy("orders_stage_order", _ORDER_TYPES, (_order_row(order) for order in batch))
        _copy(
            "orders_stage_line",
            _LINE_TYPES,
            (_line_row(order, line) for order in batch for line in order.lines),
        )
        _copy(
            "orders_stage_adjustment",
            _ADJUSTMENT_TYPES,
            (
                (each.id, order.market, order.id, each.line, each.kind, each.label, each.amount)
                for order in batch
                for each in order.adjustments
            ),
        )
        kept = [keep.execute() for keep in _KEEP]
        if kept[0]:
            fill_anew({order.market for order in batch})
        return kept[0]


_ORDER_TYPES = ["uuid", "uuid", "text", "uuid", "uuid", "uuid", "uuid", "text", "text", "int8", "text[]", "timestamptz"]
_LINE_TYPES = [
    "uuid",
    "uuid",
    "int4",
    "uuid",
    "text",
    "text",
    "text",
    "text",
    "text",
    "int8",
    "int8",
    "int8",
    "int8",
    "text",
]
_ADJUSTMENT_TYPES = ["uuid", "uuid", "uuid", "int4", "text", "text", "int8"]


def _order_row(order: LoadedOrder) -> tuple[Any, ...]:
    return (
        order.id,
        order.market,
        order.number,
        order.channel,
        order.place,
        order.customer,
        order.till,
        order.campaign,
        order.currency,
        order.items,
        list(order.made_up),
        order.placed_at,
    )


def _line_row(order: LoadedOrder, line: LoadedLine) -> tuple[Any, ...]:
    return (
        order.market,
        order.id,
        line.line,
        line.variant,
        line.sku,
        line.title,
        line.gtin,
        line.picture,
        line.unit,
        line.quantity,
        line.unit_price,
        line.per,
        line.amount,
        line.tax_class,
    )


def _copy(table: str, types: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    statement = psycopg.sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(psycopg.sql.Identifier(table))
    with psycopg.Cursor(connection.connection) as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
