"""The two kinds of process of `bench events`: `produce` writes events at a rate, `deliver` is a worker with its relay.

    python -m oneshelf.surfaces.console.bench.events_parts produce PER_S SECONDS
    python -m oneshelf.surfaces.console.bench.events_parts deliver

Who produces notes in `bench_commit` when it asked for each commit. A handler writes what it saw into `bench_effect`,
a table without any constraint, so that whatever is done twice is seen there.
"""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from oneshelf.kernel.outbox.events import Record

SUBSCRIBERS = 5

WRITERS = 4
"""How many connections write events beside each other."""

AGGREGATES = 50
"""How many aggregates each of them changes, over and over."""

TABLES = """
    CREATE TABLE bench_commit (aggregate uuid, sequence integer, at double precision);
    CREATE TABLE bench_effect (
        nr bigint GENERATED ALWAYS AS IDENTITY, subscriber integer, event uuid, aggregate uuid, sequence integer,
        at double precision DEFAULT extract(epoch FROM clock_timestamp())
    );
"""


TYPE = "bench.measured.v1"
"""A type that no module knows: these events mean nothing."""


_EMIT = "SELECT outbox_emit(%s::text[], %s::uuid[], %s::int[], %s::text[], clock_timestamp())"


def produce(per_s: int, seconds: float) -> None:
    """Write `per_s` events a second for `seconds`, one or three in a transaction, some of which take their time."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for each in [pool.submit(_write, per_s / WRITERS, seconds) for _ in range(WRITERS)]:
            each.result()


def _write(per_s: float, seconds: float) -> None:
    from django.db import connection, transaction

    from oneshelf.kernel.ids import new_id

    sequences = dict.fromkeys((new_id() for _ in range(AGGREGATES)), 0)
    commits: list[tuple[UUID, int, float]] = []
    began, written = time.monotonic(), 0
    while (spent := time.monotonic() - began) < seconds:
        if written > spent * per_s:
            time.sleep(written / per_s - spent)
        touched = random.sample(list(sequences), random.choice((1, 1, 3)))
        with transaction.atomic():
            for one in touched:
                sequences[one] += 1
            with connection.cursor() as cursor:
                numbers, data = [sequences[one] for one in touched], [f'{{"number": {written}}}' for _ in touched]
                cursor.execute(_EMIT, [[TYPE for _ in touched], touched, numbers, data])
            if random.random() < 0.02:
                time.sleep(0.01)  # a transaction that hides what others have committed meanwhile
            asked = time.time()
        commits += [(one, sequences[one], asked) for one in touched]
        written += len(touched)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_commit VALUES (%s, %s, %s)", commits)
    connection.close()


def deliver() -> None:
    """Run a relay with the house's own subscriptions and five more until SIGTERM."""
    from oneshelf.kernel.outbox import relay, subscriptions

    for number in range(SUBSCRIBERS):
        subscriptions.register(f"bench {number}", ["bench.*"], _noting(number))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    relay.run(stop)


def _noting(subscriber: int) -> Callable[[Sequence[Record]], None]:
    def note(records: Sequence[Record]) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_effect (subscriber, event, aggregate, sequence) "
                "SELECT %s::int, * FROM unnest(%s::uuid[], %s::uuid[], %s::int[])",
                [subscriber, [r.id for r in records], [r.aggregate for r in records], [r.sequence for r in records]],
            )

    return note


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "produce":
        produce(int(sys.argv[2]), float(sys.argv[3]))
    else:
        deliver()
