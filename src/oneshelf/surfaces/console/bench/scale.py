"""The bench `scale`: orders in a shop of ten places, and in one of five hundred with a million variants.

Both shops are open at the same time, each in a process of its own (`python -m oneshelf.surfaces.console.bench.scale`),
and take turns, so that what slows the machine for a while slows both. A shop reads a `Size` as a line of JSON, answers
with a line when it is open, and then measures each kind of load that a line names until there are no more.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import IO, Any, cast

from oneshelf.surfaces.console.bench import orders
from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

LARGE = Size(variants=1_000_000, places=500, spread=25)
"""Each variant lies at one place of 25: twenty million levels."""

TINY_LARGE = replace(stages.TINY, variants=500, places=10, spread=5)

KINDS = ("place", "flow")
TURNS = 3
"""How often each shop is measured with each kind; the middle one counts."""


class Shop:
    """A shop in a process of its own, open until its block ends."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._say, self._hear = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)

    def ask(self, line: str) -> Any:
        """Say a line and wait for the answer."""
        self._say.write(line + "\n")
        self._say.flush()
        answer = self._hear.readline()
        if not answer:
            raise RuntimeError("the shop of the bench has ended; what it said stands above")
        return json.loads(answer)


def scale(size: Size) -> dict[str, Any]:
    """Measure `place` and `flow` over HTTP in both shops in turns; `growth` is what is left of the rate."""
    tiny = size == stages.TINY
    large = TINY_LARGE if tiny else replace(LARGE, clients=size.clients, seconds=size.seconds)
    count = 1 if tiny else TURNS
    with _open(size) as small_shop, _open(large) as large_shop:
        turns = [(kind, small_shop.ask(kind), large_shop.ask(kind)) for _turn in range(count) for kind in KINDS]
    found = {kind: [(small, large) for named, small, large in turns if named == kind] for kind in KINDS}
    growth = {kind: _middle([_growth(small, large) for small, large in pairs]) for kind, pairs in found.items()}
    return {
        "bench": "scale",
        "growth": min(growth.values()),
        "growth_of_place": growth["place"],
        "growth_of_flow": growth["flow"],
        "small": {**_best(found, 0), **_size(size, count)},
        "large": {**_best(found, 1), **_size(large, count)},
        "errors": sum(shop["errors"] for _kind, *shops in turns for shop in shops),
        "cores": os.cpu_count(),
    }


@contextmanager
def _open(size: Size) -> Iterator[Shop]:
    command = [sys.executable, "-m", "oneshelf.surfaces.console.bench.scale"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        shop = Shop(process)
        shop.ask(json.dumps(asdict(size)))
        yield shop


def _growth(small: dict[str, Any], large: dict[str, Any]) -> float:
    return large["per_s"] / small["per_s"] if small["per_s"] else 0.0


def _middle(values: list[float]) -> float:
    return round(statistics.median(values), 3)


def _best(found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]], shop: int) -> dict[str, Any]:
    return {kind: max((pair[shop] for pair in pairs), key=lambda each: each["per_s"]) for kind, pairs in found.items()}


def _size(size: Size, turns: int) -> dict[str, int]:
    return {
        "variants": size.variants,
        "places": size.places,
        "levels": size.variants * size.places // size.spread,
        "turns": turns,
    }


def _serve() -> None:
    """Be one shop: open it as the first line says, and measure what each line after it names."""
    size = Size(**json.loads(sys.stdin.readline()))
    with stages.shop(size) as stage, stages.web(stage) as web:
        orders.warm(stage, web)
        _answer("open")
        for line in sys.stdin:
            _answer(orders.figures(orders.loaded(stage, web, kind=line.strip(), seconds=size.seconds)))


def _answer(said: Any) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    _serve()
