"""The command line of the benches."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from oneshelf.surfaces.console.bench import record as recording
from oneshelf.surfaces.console.bench.stage import TINY, Size

AIMS = {
    "place.cpu_ratio": "at most 3.0",
    "place.rate_ratio": "0.25, aim 0.35",
    "flow.rate_ratio": "0.10, aim 0.15",
    "hot_ratio": "at least 0.5",
    "oversold": "0",
    "unsold": "0",
    "errors": "0",
}
"""What each figure ought to reach."""

OF_BENCH = {
    "events": {"per_s": "500", "p99_ms": "under 200", "lost": "0", "doubled": "0", "disordered": "0"},
    "audit": {"seconds": "under 60 at 10 million", "seconds_per_million": "under 6", "wrong": "0"},
    "availability": {"p99_ms": "under 25", "ratio": "at least 0.5"},
    "pricing": {"p99_ms": "under 30", "growth": "under 2"},
    "promise": {"p99_ms": "under 50", "per_s_16_cores_extrapolated": "1400"},
    "story": {"wrong": "0"},
    "scale": {"growth": "at least 0.8"},
    "search": {"p50_ms": "under 5", "p99_ms": "under 25", "wrong": "0"},
    "sourcing": {"online.mean_ms": "under 5", "sample.gap_percent": "under 1"},
}
"""What some figures ought to reach in one bench only."""

Name = Annotated[
    str,
    typer.Argument(
        help="orders, hot, events, audit, availability, promise, pricing, search, sourcing, scale or story."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one line of JSON instead of a table.")]
Tiny = Annotated[bool, typer.Option("--tiny", help="A shop of 50 products and half a second: only to see it work.")]
Seconds = Annotated[float, typer.Option(help="How long each measurement takes.", min=0.5, max=600)]


Record = Annotated[bool, typer.Option("--record", help="Write the figures into docs/reference/benchmarks.md too.")]


def bench(
    name: Name, as_json: Json = False, tiny: Tiny = False, seconds: Seconds = 10.0, record: Record = False
) -> None:
    """Measure the product beside its limit, in the same run: an embedded server, data and load of its own."""
    from oneshelf.surfaces.console.bench import (
        audit,
        availability,
        events,
        orders,
        pricing,
        promise,
        scale,
        search,
        sourcing,
        story,
    )

    benches: dict[str, Callable[[Size], dict[str, Any]]] = {
        "orders": orders.orders,
        "hot": orders.hot,
        "events": events.events,
        "audit": audit.audit,
        "availability": availability.availability,
        "pricing": pricing.pricing,
        "promise": promise.promise,
        "search": search.search,
        "sourcing": sourcing.sourcing,
        "scale": scale.scale,
        "story": story.story,
    }
    if name not in benches:
        raise typer.BadParameter(f"there is no bench '{name}'; choose one of {', '.join(benches)}", param_hint="NAME")
    answer = benches[name](TINY if tiny else Size(seconds=seconds))
    if as_json:
        typer.echo(json.dumps(answer))
    else:
        Console().print(_table(answer))
    if record:
        options = " --tiny" if tiny else f" --seconds {seconds:g}"
        recording.record(name, f"oneshelf bench {name}{options}", _rows(answer))


def _table(answer: dict[str, Any]) -> Table:
    table = Table("figure", "reached", "wanted", title=f"bench {answer['bench']}")
    for row in _rows(answer):
        table.add_row(*row)
    return table


def _rows(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    aims = AIMS | OF_BENCH.get(answer["bench"], {})
    return [(name, str(value), aims.get(name, "")) for name, value in _flat(answer) if name != "bench"]


def _flat(answer: dict[str, Any], before: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in answer.items():
        rows += _flat(value, f"{before}{name}.") if isinstance(value, dict) else [(before + name, value)]
    return rows
