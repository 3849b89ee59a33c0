"""Availability of whole baskets at every place, beside the bare indexed SELECT of the same shape."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size, cpu_seconds

if TYPE_CHECKING:
    from oneshelf.modules.catalogue.public import VariantId
    from oneshelf.modules.markets.public import ChannelId, MarketId
    from oneshelf.modules.places.public import PlaceId

PLACES, VARIANTS, LINES = 500, 2_000, 20
"""A million levels: every variant at every place, and the lines of a basket."""

TINY_PLACES, TINY_VARIANTS = 10, 50

WARM = 20
"""How many baskets are asked for before the clock runs."""

_LEVELS = """
INSERT INTO inventory_level (market_id, variant_id, place_id, on_hand, reserved)
SELECT %s, variant, place, 5 + (v * 7 + p * 13) %% 40, (v + p) %% 5
  FROM unnest(%s::uuid[]) WITH ORDINALITY AS places (place, p)
 CROSS JOIN unnest(%s::uuid[]) WITH ORDINALITY AS variants (variant, v)
 ORDER BY p, v
"""

_BARE = """
SELECT place_id, array_agg(on_hand), array_agg(reserved) FROM inventory_level
 WHERE market_id = %s AND variant_id = ANY (%s) AND place_id = ANY (%s) GROUP BY place_id
"""

Ask = Callable[[Sequence["VariantId"]], object]


def availability(size: Size) -> dict[str, Any]:
    """Measure baskets of twenty lines for one channel, with fences, buffers and incoming goods in force."""
    tiny = size == stages.TINY
    counts = (TINY_PLACES, TINY_VARIANTS) if tiny else (PLACES, VARIANTS)
    with stages.database() as (folder, _):
        import django

        django.setup()
        from oneshelf.kernel import caches
        from oneshelf.kernel.ids import new_id
        from oneshelf.kernel.memory import keep_what_is_loaded
        from oneshelf.modules.inventory import public as inventory

        market, web = new_id(), new_id()
        places = [UUID(f"00000000-0000-7001-8000-{number:012d}") for number in range(1, counts[0] + 1)]
        variants = [stages.variant_id(number) for number in range(1, counts[1] + 1)]
        by = _furnish(market, web, places, variants)  # type: ignore[arg-type]  # made-up ids
        caches.Cache.hearing = True  # as a web process, which remembers rules while it listens
        keep_what_is_loaded()

        def ours(basket: Sequence[VariantId]) -> object:
            return inventory.availability(market, web, basket, places, by=by)  # type: ignore[arg-type]  # made-up ids

        def bare(basket: Sequence[VariantId]) -> object:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(_BARE, [market, list(basket), places])
                return cursor.fetchall()

        return {
            "bench": "availability",
            **_figures(folder, variants, ours, bare, size.seconds),
            "levels": counts[0] * counts[1],
        }


def _furnish(market: MarketId, web: ChannelId, places: Sequence[PlaceId], variants: Sequence[VariantId]) -> Any:
    """Fill the shelves, and put fences, buffers and expected goods upon them; return a day by which goods have come."""
    from django.db import connection

    from oneshelf.kernel import clock
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.kernel.ids import new_id
    from oneshelf.modules.inventory import public as inventory
    from oneshelf.modules.markets.public import ChannelId

    draw = random.Random(1)
    by = (clock.now() + timedelta(days=7)).date()
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS, [market, list(places), list(variants)])
    for number in range(len(variants) // 10):
        channel = web if number % 2 else ChannelId(new_id())
        inventory.set_fence(market, draw.choice(places), draw.choice(variants), channel, 3, actor=SYSTEM)
    inventory.set_rule(market, inventory.Scope(), inventory.Amount(1, hard=True), actor=SYSTEM)
    for place in places[:: max(1, len(places) // 20)]:
        inventory.set_rule(market, inventory.Scope(place=place), inventory.Amount(percent=500), actor=SYSTEM)
    rows = [
        inventory.Expected(line, draw.choice(places), draw.choice(variants), by, 4)
        for line in range(1, len(variants) + 1)
    ]
    inventory.expect(market, "purchase_order", new_id(), rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return by


def _figures(folder: Path, variants: Sequence[VariantId], ours: Ask, bare: Ask, seconds: float) -> dict[str, Any]:
    """Ask both in turns, so that a busy machine is equally busy for each."""
    draw = random.Random(2)
    processes = [os.getpid(), *stages.server_processes(folder)[:1]]
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    used = {"ours": 0.0, "bare": 0.0}
    deadline = time.monotonic() + 2 * seconds
    asked = 0
    while asked < WARM or time.monotonic() < deadline:
        for name, ask in (("ours", ours), ("bare", bare)):
            baskets = [draw.sample(variants, LINES) for _ in range(5)]
            before = cpu_seconds(processes)
            for basket in baskets:
                started = time.perf_counter()
                ask(basket)
                if asked >= WARM:
                    times[name].append(1000 * (time.perf_counter() - started))
            used[name] += cpu_seconds(processes) - before if asked >= WARM else 0.0
        asked += 5
    answers = {name: _told(times[name], used[name]) for name in times}
    return {
        **answers["ours"],
        "limit": answers["bare"],
        "ratio": round(answers["bare"]["p50_ms"] / answers["ours"]["p50_ms"], 3),
        "cpu_ratio": round(used["bare"] / max(0.001, used["ours"]), 3),
        "lines": LINES,
        "seconds": seconds,
        "cores": os.cpu_count(),
    }


def _told(times: list[float], used: float) -> dict[str, Any]:
    times = sorted(times)

    def at(share: float) -> float:
        return round(times[min(len(times) - 1, int(share * len(times)))], 2)

    return {
        "per_s": round(1000 * len(times) / sum(times), 1),
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "cpu_ms_per_unit": round(1000 * used / len(times), 3),
    }
