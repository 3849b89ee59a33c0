"""The benches `orders` and `hot`: how fast the public doors place orders, beside the bare database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import Any

from oneshelf.surfaces.console.bench import limit as limits
from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.limit import Limit
from oneshelf.surfaces.console.bench.load import Plan, Result
from oneshelf.surfaces.console.bench.stage import CENTS, Size, Stage, cpu_seconds

RACE_UNITS, RACE_BUYERS = 100, 2_000
HOT_UNITS = 50_000

ROUND_SECONDS, MOST_ROUNDS = 2, 5
"""How long one load of a round takes at least, and into how many rounds the time is cut."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One load against the product: what came, and milliseconds of CPU an order, the load's own left out."""

    result: Result
    per_s: float
    web_cpu_ms_per_unit: float
    database_cpu_ms_per_unit: float

    @property
    def cpu_ms_per_unit(self) -> float:
        """What the web's processes and the database's take together."""
        return self.web_cpu_ms_per_unit + self.database_cpu_ms_per_unit


def orders(size: Size) -> dict[str, Any]:
    """Measure `place` and `flow` over HTTP and pgbench on the same tables, in turns: the machine is as busy for each.

    A figure is the median of the rounds'; a ratio compares what was measured within one round.
    """
    with stages.shop(size) as stage, stages.web(stage) as web:
        warm(stage, web)
        limits.prepare(stage)
        seconds = size.seconds / _rounds(size)
        rounds = [_round(stage, web, seconds) for _ in range(_rounds(size))]
    parts = {part: in_the_middle([each[part] for each in rounds]) for part in rounds[0]}
    return {
        "bench": "orders",
        **parts,
        "errors": parts["place"]["errors"] + parts["flow"]["errors"],
        "rounds": len(rounds),
        **_where(size),
    }


def _rounds(size: Size) -> int:
    return max(1, min(MOST_ROUNDS, int(size.seconds / ROUND_SECONDS)))


def _round(stage: Stage, web: int, seconds: float) -> dict[str, dict[str, Any]]:
    place = loaded(stage, web, kind="place", seconds=seconds)
    flow = loaded(stage, web, kind="flow", seconds=seconds)
    limit, as_function = limits.measure(stage, seconds)
    return {
        "place": figures(place) | _ratios(place, limit),
        "flow": figures(flow) | _ratios(flow, limit),
        "limit": _limit(limit),
        "limit_as_function": _limit(as_function),
    }


def in_the_middle(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return each figure's median over the rounds, of a ratio the lowest and highest too, and all errors together."""
    found: dict[str, Any] = {}
    for name in rounds[0]:
        values = [each[name] for each in rounds]
        if name == "errors":
            found[name] = sum(values)
        elif name == "first_error":
            found[name] = next(filter(None, values), "")
        else:
            found[name] = median(values)
        if name.endswith("_ratio"):
            found[f"{name}_from_to"] = [min(values), max(values)]
    return found


def hot(size: Size) -> dict[str, Any]:
    """Measure `flow` spread over the shop and with one variant in every order, then let buyers race for the last."""
    with stages.shop(replace(size, units=max(HOT_UNITS, size.units))) as stage, stages.web(stage) as web:
        warm(stage, web)
        seconds = size.seconds / _rounds(size)
        rounds = [_spread_and_hot(stage, web, seconds) for _ in range(_rounds(size))]
        units, buyers = (RACE_UNITS, RACE_BUYERS) if size.variants > stages.TINY.variants else (5, 20)
        _leave(stage, units)
        race = loaded(stage, web, kind="place", seconds=0, hot=True, most=buyers)
    flow, one = (in_the_middle([each[part] for each in rounds]) for part in (0, 1))
    return {
        "bench": "hot",
        "flow": flow,
        "hot": one,
        "hot_ratio": round(median([hot["per_s"] / spread["per_s"] for spread, hot in rounds]), 3),
        "oversold": max(0, race.result.placed - units),
        "unsold": max(0, units - race.result.placed),
        "race": {"units": units, "buyers": buyers, "placed": race.result.placed, "refused": race.result.sold_out},
        "errors": flow["errors"] + one["errors"] + race.result.errors,
        **_where(size),
    }


def _spread_and_hot(stage: Stage, web: int, seconds: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """Load the shop all over, then with one variant in every order."""
    spread = loaded(stage, web, kind="flow", seconds=seconds)
    return figures(spread), figures(loaded(stage, web, kind="flow", seconds=seconds, hot=True))


def warm(stage: Stage, web: int) -> None:
    """Let the web's processes remember the catalogue and prepare their statements."""
    loaded(stage, web, kind="warm", seconds=0)
    loaded(stage, web, kind="flow", seconds=min(1.0, stage.size.seconds))
    loaded(stage, web, kind="place", seconds=min(1.0, stage.size.seconds))


def loaded(
    stage: Stage, web: int, *, kind: str, seconds: float, hot: bool = False, most: int | None = None
) -> Measured:
    """Load the product with requests of one kind, see `load.Plan`, and return what came and what it used."""
    host, port = stage.address
    size = stage.size
    plan = Plan(
        host, port, stage.key, kind, size.clients, seconds, size.variants, size.places, CENTS, hot, most, size.spread
    )
    database = stage.server_processes()[:1]
    before = cpu_seconds([web]), cpu_seconds(database)
    command = [sys.executable, "-m", "oneshelf.surfaces.console.bench.load"]
    done = subprocess.run(command, input=json.dumps(asdict(plan)), check=True, stdout=subprocess.PIPE, text=True)
    used = cpu_seconds([web]) - before[0], cpu_seconds(database) - before[1]
    result = Result(**json.loads(done.stdout))
    of_web, of_database = (1000 * seconds / max(1, result.placed) for seconds in used)
    return Measured(result, result.placed / max(result.seconds, 0.001), of_web, of_database)


def _leave(stage: Stage, units: int) -> None:
    """Take all but `units` of the hot variant off the first store's shelf, through the ledger."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.modules.inventory import public as inventory
    from oneshelf.modules.places import public as places

    store = places.place_by_code(stage.market, "store-1").id
    variant = stages.variant_id(1)
    (level,) = inventory.levels(stage.market, [variant], [store])
    inventory.adjust(
        stage.market,
        store,
        variant,
        units - level.available,
        reason=inventory.AdjustmentReason.DAMAGED,
        actor=SYSTEM,
    )


def figures(measured: Measured) -> dict[str, Any]:
    """Return a measurement as a bench prints it."""
    result = measured.result
    return {
        "per_s": round(measured.per_s, 1),
        "cpu_ms_per_unit": round(measured.cpu_ms_per_unit, 3),
        "web_cpu_ms_per_unit": round(measured.web_cpu_ms_per_unit, 3),
        "database_cpu_ms_per_unit": round(measured.database_cpu_ms_per_unit, 3),
        "client_cpu_ms_per_unit": round(1000 * result.cpu_seconds / max(1, result.placed), 3),
        "p50_ms": result.p50_ms,
        "p95_ms": result.p95_ms,
        "p99_ms": result.p99_ms,
        "errors": result.errors,
        "first_error": result.first_error,
    }


def _limit(limit: Limit) -> dict[str, float]:
    return {"per_s": round(limit.per_s, 1), "cpu_ms_per_unit": round(limit.cpu_ms_per_unit, 3)}


def _ratios(measured: Measured, limit: Limit) -> dict[str, float]:
    return {
        "cpu_ratio": round(measured.cpu_ms_per_unit / limit.cpu_ms_per_unit, 2),
        "rate_ratio": round(measured.per_s / limit.per_s, 3),
    }


def _where(size: Size) -> dict[str, Any]:
    return {
        "clients": size.clients,
        "variants": size.variants,
        "places": size.places,
        "cores": os.cpu_count(),
        "client_pinned_to_core": max(os.sched_getaffinity(0)),
    }
