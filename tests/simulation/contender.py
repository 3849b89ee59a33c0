"""Contenders for the same few units: threads that call the SQL faces of inventory as fast as they can, and count.

Runs as a process of its own; what it should do comes as JSON on standard input, what came of it goes as JSON to
standard output. Owners are shared by its threads, so that one releases what another is handing out.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from oneshelf.kernel.errors import REFUSAL_SQLSTATE
from oneshelf.kernel.transactions import MOST_TRIES

HOLD = timedelta(milliseconds=40)
"""How long a checkout holds: short, so that holds expire while they are being completed."""

REFUSED = "refused"

_PROMISE = (
    "SELECT inventory_promise(%s, %s, %s, %s, %s, %s, %s::int[], %s::uuid[], %s::uuid[], %s::bigint[], NULL, NULL)"
)
_SELL = (
    "SELECT inventory_sell_over_counter("
    "%s, %s, %s, %s, %s::int[], %s::uuid[], %s::uuid[], %s::bigint[], NULL, NULL, false)"
)
_POST = (
    "SELECT inventory_post(%s, %s, %s, %s, %s::uuid[], ARRAY[1], ARRAY[%s::uuid], ARRAY[%s::uuid], ARRAY[%s::uuid],"
    " ARRAY[%s::bigint])"
)
_ALLOCATE = "SELECT inventory_allocate(%s, %s, %s)"
_FREE = "SELECT inventory_free(%s, %s, NULL, NULL)"
_HAND_OUT = "SELECT inventory_hand_out_whole(%s, %s, ARRAY[1, 2], ARRAY[%s, %s]::bigint[], %s, %s, %s)"
_RECLAIM = "SELECT inventory_reclaim(%s, %s, %s, %s)"


@dataclass
class Field:
    """Where the race is run, and what has come of it so far."""

    market: str
    stores: list[str]
    variants: list[str]
    channel: str
    supplier: str
    customer: str
    discrepancy: str
    counted: list[str]
    attempts: int
    threads: int
    seed: int
    database: str
    happened: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    open_orders: list[tuple[UUID, str]] = field(default_factory=list)
    open_holds: list[tuple[UUID, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Contender:
    """One thread with a connection of its own."""

    def __init__(self, about: Field, number: int) -> None:
        self.about, self.chance = about, random.Random(f"{about.seed} {number}")
        self.happened: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        self.line = psycopg.connect(about.database, autocommit=True)

    def run(self, attempts: int) -> None:
        """Try so often."""
        acts = [self.web, self.web, self.call, self.call, self.till, self.till, self.transfer, self.count, self.market,
                self.kit, self.receive, self.receive, self.complete, self.complete, self.release, self.hand_out,
                self.hand_out, self.sweep]  # fmt: skip
        for _ in range(attempts):
            self.chance.choice(acts)()
        with self.about.lock:
            self.about.happened.update(self.happened)
            self.about.units.update(self.units)
        self.line.close()

    def web(self) -> None:
        """A checkout holds one or two units of one key."""
        self._promise("checkout", self._lines(1), expires=True)

    def call(self) -> None:
        """A program orders."""
        self._promise("order", self._lines(1))

    def kit(self) -> None:
        """A kit takes a unit of two articles that others want too."""
        self._promise("order", self._lines(2))

    def market(self) -> None:
        """A marketplace orders out of its fence."""
        self._promise("order", self._lines(1), channel=self.about.channel)

    def till(self) -> None:
        """A till sells."""
        store, variant, units = self._key()
        given = (self.about.market, uuid4(), _now(), self.about.customer, [1], [store], [variant], [units])
        if self._try("till", _SELL, given) is not REFUSED:
            self.units["out"] += units

    def transfer(self) -> None:
        """Goods go to another store."""
        store, variant, units = self._key()
        other = next(each for each in self.about.stores if each != store)
        self._post("transfer", "transfer", variant, store, other, units)

    def count(self) -> None:
        """A count finds less or more than the book says."""
        store, variant, units = self._key()
        if self.chance.random() < 0.5:
            if self._post("count", "adjustment", variant, store, self.about.discrepancy, units) is not REFUSED:
                self.units["out"] += units
        elif self._post("count", "adjustment", variant, self.about.discrepancy, store, units) is not REFUSED:
            self.units["in"] += units

    def receive(self) -> None:
        """A few units come; two receipts of the same key meet."""
        store, variant, units = self._key()
        self._post("receive", "receipt", variant, self.about.supplier, store, units)
        self.units["in"] += units

    def complete(self) -> None:
        """A hold becomes an order, unless it has expired and somebody else has the units; others may try too."""
        held = self._any(self.about.open_holds)
        if held is None:
            return
        checkout, lines = held
        order = uuid4()
        if self._try("complete", _ALLOCATE, (checkout, order, lines)) is not REFUSED:
            self._opened(order)

    def release(self) -> None:
        """An order is cancelled, while another thread may be handing it out."""
        found = self._any(self.about.open_orders)
        if found is not None:
            self._try("release", _FREE, ("order", found[0]))

    def hand_out(self) -> None:
        """An order leaves, while another thread may be cancelling it or handing it out too."""
        found = self._any(self.about.open_orders)
        if found is not None:
            for store in self.about.stores:
                units = [self.chance.choice((1, 2)) for _ in range(2)]
                given = (found[0], store, *units, found[0], _now(), self.about.customer)
                self._try("hand out", _HAND_OUT, given)

    def sweep(self) -> None:
        """The task that gives expired holds back."""
        store, variant, _ = self._key()
        self._try("sweep", _RECLAIM, (self.about.market, store, variant, _now()))

    def _promise(
        self, owner: str, lines: tuple[Any, ...], *, expires: bool = False, channel: str | None = None
    ) -> None:
        now, id = _now(), uuid4()
        until = now + HOLD if expires else None
        given = (self.about.market, owner, id, channel, until, now, *lines)
        if self._try("web" if expires else "market" if channel else "call", _PROMISE, given) is REFUSED:
            return
        if expires:
            with self.about.lock:
                self.about.open_holds.append((id, len(lines[0])))
        else:
            self._opened(id)

    def _post(self, name: str, kind: str, variant: str, source: str, target: str, units: int) -> object:
        about = self.about
        return self._try(
            name, _POST, (about.market, kind, uuid4(), _now(), about.counted, variant, source, target, units)
        )

    def _try(self, name: str, statement: str, given: tuple[Any, ...]) -> object:
        """Run a statement; when PostgreSQL asks for it, again, as the kernel does, and no more often."""
        for attempt in range(1, MOST_TRIES + 1):
            try:
                row = self.line.execute(statement, given).fetchone()
            except psycopg.errors.DeadlockDetected:
                self.happened["deadlocks told to users" if attempt == MOST_TRIES else "deadlocks"] += 1
                continue
            except psycopg.Error as error:
                if error.sqlstate != REFUSAL_SQLSTATE:
                    raise
                self.happened[f"{name} refused"] += 1
                return REFUSED
            self.happened[name] += 1
            return row[0] if row else None
        return REFUSED

    def _lines(self, count: int) -> tuple[list[int], list[str], list[str], list[int]]:
        """Return lines of one store: their numbers, places, variants in any order, and units."""
        store = self.chance.choice(self.about.stores)
        variants = self.chance.sample(self.about.variants, count)
        return list(range(1, count + 1)), [store] * count, variants, [self.chance.choice((1, 1, 2)) for _ in variants]

    def _key(self) -> tuple[str, str, int]:
        return (
            self.chance.choice(self.about.stores),
            self.chance.choice(self.about.variants),
            self.chance.choice((1, 2)),
        )

    def _opened(self, order: UUID) -> None:
        with self.about.lock:
            self.about.open_orders.append((order, ""))

    def _any(self, kept: list[Any]) -> Any:
        """Choose one of the latest, which others may choose at the same moment."""
        with self.about.lock:
            del kept[:-40]
            return self.chance.choice(kept) if kept else None


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    about = Field(**json.loads(sys.stdin.read()))
    contenders = [Contender(about, number) for number in range(about.threads)]
    with ThreadPoolExecutor(about.threads) as threads:
        for done in [threads.submit(each.run, about.attempts // about.threads) for each in contenders]:
            done.result()
    print(json.dumps({"happened": about.happened, "units": about.units}))  # noqa: T201  # this is what the test reads


if __name__ == "__main__":
    main()
