"""Pricing a full basket against many live promotions, beside one line without any."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

if TYPE_CHECKING:
    from oneshelf.modules.pricing.public import compiled

LINES = 200
"""The lines of a basket: as many as an order may have."""

FEW, MANY = 1_000, 10_000
"""How many promotions are live."""

TINY_FEW, TINY_MANY = 20, 200

BASKETS = 50
"""How many different baskets are priced, again and again."""

SEED = 4


def pricing(size: Size) -> dict[str, Any]:
    """Price baskets of 200 lines against 1,000 and 10,000 live promotions, in turns with one line and none.

    `growth` is how much more CPU ten times the promotions take. Promotions that are not in force are in no rulebook.
    """
    few, many = (TINY_FEW, TINY_MANY) if size == stages.TINY else (FEW, MANY)
    with stages.database():
        import django

        django.setup()
        from oneshelf.kernel.memory import keep_what_is_loaded
        from oneshelf.modules.pricing import public as pricing
        from oneshelf.surfaces.console.bench.promotions import GROUPS, Assortment

        shop = Assortment(SEED)
        rules = [shop.rule(number) for number in range(many)]
        books = {count: pricing.Rulebook(rules[:count], GROUPS) for count in (few, many)}
        none = pricing.Rulebook((), ())
        baskets, line = [shop.basket(LINES) for _ in range(BASKETS)], shop.basket(1)
        keep_what_is_loaded()
        told = _timed(
            {
                "few": lambda basket: pricing.price(basket, books[few]),
                "many": lambda basket: pricing.price(basket, books[many]),
                "limit": lambda _: pricing.price(line, none),
            },
            baskets,
            size.seconds,
        )
        found = [pricing.price(basket, books[many]) for basket in baskets]
    return {
        "bench": "pricing",
        f"live_{few}": told["few"],
        f"live_{many}": told["many"],
        "limit": told["limit"],
        "p99_ms": max(told["few"]["p99_ms"], told["many"]["p99_ms"]),
        "growth": round(told["many"]["cpu_ms"] / told["few"]["cpu_ms"], 3),
        "lines_reduced": statistics.mean(sum(bool(line.off) for line in one.lines) for one in found),
        "exact_percent": 100 * statistics.mean(one.exact for one in found),
        "lines": LINES,
        "seconds": size.seconds,
        "cores": os.cpu_count(),
    }


def _timed(
    tasks: dict[str, Callable[[compiled.Basket], object]], baskets: Sequence[compiled.Basket], seconds: float
) -> dict[str, dict[str, float]]:
    """Do all tasks in turns, so that a busy machine is equally busy for each."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in tasks}
    deadline = time.monotonic() + len(tasks) * seconds
    while not times["limit"] or time.monotonic() < deadline:
        for basket in baskets:
            for name, task in tasks.items():
                started, cpu = time.perf_counter(), time.thread_time()
                task(basket)
                times[name].append((1000 * (time.perf_counter() - started), 1000 * (time.thread_time() - cpu)))
    return {name: _told(found) for name, found in times.items()}


def _told(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    walls = sorted(wall for wall, _ in times)

    def at(share: float) -> float:
        return round(walls[min(len(walls) - 1, int(share * len(walls)))], 3)

    cpu = round(statistics.median(cpu for _, cpu in times), 3)
    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "cpu_ms": cpu}
