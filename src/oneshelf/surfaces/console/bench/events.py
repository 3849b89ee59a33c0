"""Events under fire: written at a rate, told to five subscribers by two workers, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from oneshelf.surfaces.console.bench import events_parts as parts
from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size, cpu_seconds

RATE, TINY_RATE = 500, 100
"""Events a second."""

SHORTEST_S = 3.0
"""A run takes at least so long, so that a worker can be killed in its middle."""

PATIENCE_S = 60.0
"""How long the last events may take to be told."""

_FIGURES = """
WITH effect AS (
    SELECT e.*, lag(e.sequence) OVER (PARTITION BY e.subscriber, e.aggregate ORDER BY e.nr) AS before
    FROM bench_effect AS e
), late AS (
    SELECT greatest(0, (e.at - c.at) * 1000) AS ms
    FROM effect AS e JOIN bench_commit AS c USING (aggregate, sequence)
)
SELECT (SELECT count(*) FROM bench_commit),
    (SELECT count(*) FROM bench_effect),
    (SELECT count(*) FROM bench_commit AS c CROSS JOIN generate_series(0, %s) AS s (number)
     WHERE NOT EXISTS (SELECT FROM bench_effect AS e
                       WHERE (e.subscriber, e.aggregate, e.sequence) = (s.number, c.aggregate, c.sequence))),
    (SELECT count(*) - count(DISTINCT (subscriber, event)) FROM bench_effect),
    (SELECT count(*) FROM effect WHERE sequence < before),
    (SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY ms) FROM late)
"""


def events(size: Size) -> dict[str, Any]:
    """Measure from commit to handler, and count what was lost, done twice, or told in the wrong order."""
    tiny = size == stages.TINY
    rate, seconds = (TINY_RATE if tiny else RATE), max(size.seconds, SHORTEST_S)
    with stages.database() as (folder, _), ExitStack() as ends:
        _prepare()
        workers = [ends.enter_context(_process("deliver"))]
        _wait_for_leases()
        workers.append(ends.enter_context(_process("deliver")))
        used = cpu_seconds([workers[1].pid, *stages.server_processes(folder)[:1]])
        writing = ends.enter_context(_process("produce", str(rate), str(seconds)))
        time.sleep(seconds * 0.4)
        workers[0].send_signal(signal.SIGKILL)
        time.sleep(seconds * 0.2)
        workers.append(ends.enter_context(_process("deliver")))
        assert writing.wait() == 0, "the events were written"
        _wait_for_all()
        used = cpu_seconds([*(each.pid for each in workers[1:]), *stages.server_processes(folder)[:1]]) - used
        for each in workers[1:]:
            each.terminate()
        return {"bench": "events", **_figures(seconds, used, folder)}


def _process(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", parts.__name__, *arguments], stdout=subprocess.DEVNULL)


def _prepare() -> None:
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(parts.TABLES)


def _wait_for_leases() -> None:
    """Wait until the first worker has all that there is to tell."""
    from oneshelf.kernel.outbox import public as outbox

    deadline = time.monotonic() + PATIENCE_S
    while sum(each.owner is not None for each in outbox.status() if each.name.startswith("bench ")) < parts.SUBSCRIBERS:
        assert time.monotonic() < deadline, "no worker took the subscriptions"
        time.sleep(0.05)


def _wait_for_all() -> None:
    from oneshelf.kernel.outbox import public as outbox

    deadline = time.monotonic() + PATIENCE_S
    while any(each.behind for each in outbox.status()) and time.monotonic() < deadline:
        time.sleep(0.1)


def _figures(seconds: float, used: float, folder: Path) -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON bench_effect (subscriber, aggregate, sequence)")
        cursor.execute(_FIGURES, [parts.SUBSCRIBERS - 1])
        written, told, lost, doubled, disordered, (p50, p95, p99, worst) = cursor.fetchone()
    connection.close()
    return {
        "per_s": round(written / seconds, 1),
        "told_per_s": round(told / seconds, 1),
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
        "p99_ms": round(p99, 1),
        "worst_ms": round(worst, 1),
        "lost": lost,
        "doubled": doubled,
        "disordered": disordered,
        "cpu_ms_per_unit": round(1000 * used / max(1, written), 3),
        "subscribers": parts.SUBSCRIBERS,
        "workers": 2,
        "killed": 1,
        "seconds": seconds,
        "cores": os.cpu_count(),
    }
