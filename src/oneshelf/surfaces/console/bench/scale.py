"""The bench `scale`: orders in a shop of ten places, and in one of five hundred with a million variants."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from oneshelf.surfaces.console.bench import orders
from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.load import Result
from oneshelf.surfaces.console.bench.stage import Size

LARGE = Size(variants=1_000_000, places=500, spread=25)
"""Each variant lies at one place of 25: twenty million levels."""

TINY_LARGE = replace(stages.TINY, variants=500, places=10, spread=5)


def scale(size: Size) -> dict[str, Any]:
    """Measure `place` and `flow` over HTTP in both shops, one after the other; `growth` is what is left of the rate."""
    large = TINY_LARGE if size == stages.TINY else replace(LARGE, clients=size.clients, seconds=size.seconds)
    small_shop, large_shop = _measured(size), _measured(large)
    growth = {
        kind: round(large_shop[kind]["per_s"] / small_shop[kind]["per_s"], 3) if small_shop[kind]["per_s"] else 0.0
        for kind in ("place", "flow")
    }
    return {
        "bench": "scale",
        "growth": min(growth.values()),
        "growth_of_place": growth["place"],
        "growth_of_flow": growth["flow"],
        "small": small_shop,
        "large": large_shop,
        "errors": small_shop["errors"] + large_shop["errors"],
        "cores": os.cpu_count(),
    }


def _measured(size: Size) -> dict[str, Any]:
    with stages.shop(size) as stage, stages.web(stage) as web:
        orders.warm(stage, web)
        found = {kind: orders.loaded(stage, web, kind=kind, seconds=size.seconds) for kind in ("place", "flow")}
    results: list[Result] = [each.result for each in found.values()]
    return {
        **{kind: orders.figures(each) for kind, each in found.items()},
        "errors": sum(each.errors for each in results),
        "sold_out": sum(each.sold_out for each in results),
        "variants": size.variants,
        "places": size.places,
        "levels": size.variants * size.places // size.spread,
    }
