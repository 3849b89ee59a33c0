"""Loading recorded orders, in batches, so that a second run changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from oneshelf.kernel import sql
from oneshelf.modules.orders.types import OrderId

_STAGE = [sql.statement(__name__, f"stage_{table}") for table in ("orders", "lines", "adjustments")]
_KEEP = [sql.statement(__name__, f"keep_staged_{table}") for table in ("orders", "lines", "adjustments")]


@dataclass(frozen=True, slots=True)
class LoadedLine:
    """One line of a recorded order; amounts in minor units."""

    line: int
    variant: UUID
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: str
    quantity: int
    unit_price: int
    per: int
    amount: int
    tax_class: str


@dataclass(frozen=True, slots=True)
class LoadedAdjustment:
    """Why a recorded line cost more or less than its unit price says; `id` is derived from its source."""

    id: UUID
    line: int
    kind: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class LoadedOrder:
    """A completed order of an imported history. `id` and `number` are derived from its source."""

    id: OrderId
    market: UUID
    number: str
    channel: UUID
    place: UUID
    customer: UUID | None
    till: UUID | None
    campaign: str
    currency: str
    placed_at: datetime
    made_up: tuple[str, ...]
    lines: tuple[LoadedLine, ...]
    adjustments: tuple[LoadedAdjustment, ...] = ()

    @property
    def items(self) -> int:
        """The sum of its lines in minor units."""
        return sum(line.amount for line in self.lines)


def bulk_load_orders(batch: Sequence[LoadedOrder]) -> int:
    """Write one batch of recorded orders by COPY, in a transaction of its own; return how many were new.

    They are written as completed, origin `recorded`, and emit no events: nothing that happens now happened to them.
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
