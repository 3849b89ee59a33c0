"""The audit of stock at millions of movements, beside the bare sum of the same rows."""

from __future__ import annotations

import os
import time
from typing import Any

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

MOVEMENTS, TINY_MOVEMENTS = 10_000_000, 20_000

PLACES, VARIANTS = 50, 20_000
"""Every pair has a level: a million of them, ten movements each, of which two take goods away."""

MONTHS = 6

_SPREAD = """
INSERT INTO inventory_movement (
    id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at
)
SELECT
    uuidv7(), %(market)s::uuid, lpad(to_hex(n %% %(variants)s), 32, '0')::uuid,
    CASE WHEN k %% 5 = 4 THEN place ELSE %(supplier)s::uuid END,
    CASE WHEN k %% 5 = 4 THEN %(customer)s::uuid ELSE place END,
    CASE WHEN k %% 5 = 4 THEN 1 ELSE 9 END, 'receipt', uuidv7(), 1,
    %(since)s::timestamptz + (n %% %(months)s) * interval '30 days' + n * interval '1 millisecond'
FROM generate_series(0, %(movements)s - 1) AS n
CROSS JOIN LATERAL (SELECT n / %(variants)s AS k) AS round
CROSS JOIN LATERAL (SELECT (%(places)s::uuid[])[1 + (k / 5 + n) %% %(count)s] AS place) AS shelf
"""

_LEVELS = """
INSERT INTO inventory_level (market_id, variant_id, place_id, on_hand)
SELECT %(market)s::uuid, variant_id, place_id, sum(quantity)
FROM (
    SELECT variant_id, to_place_id AS place_id, quantity FROM inventory_movement
    UNION ALL
    SELECT variant_id, from_place_id, -quantity FROM inventory_movement
) AS change
WHERE place_id = ANY (%(places)s)
GROUP BY variant_id, place_id
"""

_BARE = """
SELECT count(*)
FROM (
    SELECT sum(quantity) FROM inventory_movement GROUP BY market_id, variant_id, to_place_id
) AS sums
"""


def audit(size: Size) -> dict[str, Any]:
    """Measure how long the proof of every level takes, and the bare sum of the same movements."""
    movements = TINY_MOVEMENTS if size == stages.TINY else MOVEMENTS
    with stages.database():
        import django

        django.setup()
        from oneshelf.kernel.audits import one_moment
        from oneshelf.modules.inventory import public as inventory

        places, levels = _fill(movements)
        with one_moment():
            bare = min(_seconds(_bare) for _ in range(2))
            wrong: list[Any] = []
            spent = _seconds(lambda: wrong.extend(inventory.audit(places)))
        damaged = _damage()
        with one_moment():
            found = inventory.audit(places)
        assert len(found) == damaged, f"{damaged} rows were damaged, {len(found)} are named"
        return {
            "bench": "audit",
            "seconds": round(spent, 2),
            "seconds_per_million": round(spent / movements * 1_000_000, 3),
            "limit_seconds": round(bare, 2),
            "limit_ratio": round(spent / bare, 2),
            "wrong": len(wrong),
            "movements": movements,
            "levels": levels,
            "cores": os.cpu_count(),
        }


def _fill(movements: int) -> tuple[list[Any], int]:
    from datetime import timedelta

    from django.db import connection

    from oneshelf.kernel import clock, months
    from oneshelf.kernel.ids import new_id

    market, supplier, customer = new_id(), new_id(), new_id()
    places = [new_id() for _ in range(PLACES)]
    since = clock.now() - timedelta(days=30 * MONTHS)
    given: dict[str, Any] = {
        "market": market,
        "supplier": supplier,
        "customer": customer,
        "places": places,
        "count": PLACES,
        "variants": VARIANTS,
        "months": MONTHS,
        "movements": movements,
        "since": since,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET transaction_timeout = 0")
        months.ensure("inventory_movement", since, clock.now() + timedelta(days=31))
        cursor.execute(_SPREAD, given)
        cursor.execute(_LEVELS, given)
        levels = int(cursor.rowcount)
        cursor.execute("VACUUM ANALYZE inventory_movement, inventory_level")
    return places, levels


def _bare() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BARE)


def _damage() -> int:
    """Make three levels wrong."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_level SET on_hand = on_hand + 1 "
            "WHERE (variant_id, place_id) IN (SELECT variant_id, place_id FROM inventory_level LIMIT 3)"
        )
        return int(cursor.rowcount)


def _seconds(work: Any) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
