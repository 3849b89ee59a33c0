"""Each bench works: it runs once at a tiny size. No time is judged."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import oneshelf
from oneshelf.surfaces.console.bench.record import record
from tests.app.processes import prepared

pytestmark = [pytest.mark.database, pytest.mark.slow]

LIMIT_S = 400


def _bench(name: str) -> dict[str, Any]:
    ours = {key: value for key, value in os.environ.items() if key not in {"ONESHELF_DATABASE_URL", "ONESHELF_DATA"}}
    ours["PYTHONPATH"] = os.pathsep.join((str(Path(oneshelf.__file__).parents[1]), str(Path(__file__).parents[2])))
    command = [sys.executable, "-m", "tests.bench.tiny", str(prepared()), name]
    done = subprocess.run(command, env=ours, check=True, stdout=subprocess.PIPE, text=True, timeout=LIMIT_S)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_orders_are_measured_beside_the_limit() -> None:
    answer = _bench("orders")
    assert answer["errors"] == 0
    for part in ("place", "flow"):
        figures = answer[part]
        assert isinstance(figures, dict)
        assert figures["per_s"] > 0
        assert figures["rate_ratio"] > 0
    for limit in ("limit", "limit_as_function"):
        assert answer[limit]["per_s"] > 0


def test_the_last_units_are_sold_once_each() -> None:
    answer = _bench("hot")
    assert (answer["oversold"], answer["unsold"], answer["errors"]) == (0, 0, 0)


def test_no_event_is_lost_doubled_or_disordered_when_a_worker_is_killed() -> None:
    answer = _bench("events")
    assert (answer["lost"], answer["doubled"], answer["disordered"]) == (0, 0, 0)
    assert answer["told_per_s"] > 0


def test_availability_is_measured_beside_the_bare_select() -> None:
    answer = _bench("availability")
    assert answer["levels"] == 500
    assert answer["ratio"] > 0


def test_the_audit_is_measured_beside_the_bare_sum() -> None:
    answer = _bench("audit")
    assert answer["wrong"] == 0
    assert answer["limit_seconds"] >= 0


def test_promises_are_measured_beside_availability() -> None:
    answer = _bench("promise")
    assert answer["per_s"] > 0
    assert answer["availability"]["per_s"] > 0


def test_a_batch_is_compared_with_its_optimum() -> None:
    answer = _bench("sourcing")
    assert answer["sample"]["gap_percent"] < 1
    assert answer["online"]["exact_percent"] > 90


def test_orders_are_found_beside_the_bare_page() -> None:
    answer = _bench("search")
    assert (answer["orders"], answer["wrong"]) == (2000, 0)
    assert answer["p50_ms"] > 0
    assert answer["limit"]["p50_ms"] > 0


def test_full_baskets_are_priced_against_few_and_many_promotions() -> None:
    answer = _bench("pricing")
    assert answer["lines_reduced"] > 0
    assert answer["limit"]["p50_ms"] < answer["live_20"]["p50_ms"]


def test_a_day_of_the_real_chain_leaves_the_books_in_balance() -> None:
    answer = _bench("story")
    assert answer["wrong"] == 0
    assert answer["orders"] > 0


def test_a_large_shop_is_measured_beside_a_small_one() -> None:
    answer = _bench("scale")
    assert answer["errors"] == 0
    assert answer["growth"] > 0
    assert (answer["small"]["levels"], answer["large"]["levels"]) == (100, 1000)


def test_figures_are_kept_each_bench_in_a_section_of_its_own(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    record("orders", "oneshelf bench orders", [("place.per_s", "10.0", "")], page)
    record("hot", "oneshelf bench hot", [("oversold", "0", "0")], page)
    record("orders", "oneshelf bench orders", [("place.per_s", "20.0", "")], page)

    text = page.read_text()

    assert re.findall(r"(?m)^## (.+)$", text) == ["hot", "orders"]
    assert "| place.per_s | 20.0 |  |" in text
    assert "| 10.0 |" not in text
    with pytest.raises(FileNotFoundError, match="working copy"):
        record("hot", "oneshelf bench hot", [], tmp_path / "nowhere" / "benchmarks.md")
