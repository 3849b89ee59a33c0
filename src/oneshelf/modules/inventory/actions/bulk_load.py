"""Loading a history of movements, in batches, so that a second run changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from oneshelf.kernel import months, sql
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId

_STAGE = sql.statement(__name__, "stage_movements")
_KEEP_STAGED = sql.statement(__name__, "keep_staged_movements")
_REBUILD = sql.statement(__name__, "rebuild_levels")


@dataclass(frozen=True, slots=True)
class LoadedMovement:
    """A movement of an imported history; its id is derived from its source."""

    id: UUID
    market: MarketId
    variant: VariantId
    from_place: PlaceId
    to_place: PlaceId
    quantity: int
    cause_kind: str
    cause: UUID
    cause_line: int
    occurred_at: datetime


def bulk_load_movements(batch: Sequence[LoadedMovement]) -> int:
    """Write one batch of movements by COPY, in a transaction of its own; return how many were new.

    Levels are left alone: call `rebuild_levels` when all batches are in. Makes the months that the batch needs.
    """
    if not batch:
        return 0
    times = [movement.occurred_at for movement in batch]
    with transaction.atomic():
        months.ensure("inventory_movement", min(times), max(times).replace(microsecond=999_999))
        _STAGE.execute()
        with _cursor() as cursor, cursor.copy("COPY inventory_stage FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["uuid"] * 5 + ["int8", "text", "uuid", "int4", "timestamptz"])
            for each in batch:
                copy.write_row(
                    (
                        each.id,
                        each.market,
                        each.variant,
                        each.from_place,
                        each.to_place,
                        each.quantity,
                        each.cause_kind,
                        each.cause,
                        each.cause_line,
                        each.occurred_at,
                    )
                )
        return _KEEP_STAGED.execute()


def rebuild_levels(market: MarketId, places: Iterable[PlaceId]) -> int:
    """Derive what counted `places` have on hand from their movements; return how many levels changed.

    For loaders, before the shop opens: it overwrites levels, so nothing else may be moving stock there.
    """
    return _REBUILD.execute(market=market, places=list(places))


def _cursor() -> psycopg.Cursor[tuple[object, ...]]:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)
