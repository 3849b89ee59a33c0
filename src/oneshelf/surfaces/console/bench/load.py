"""The load: clients that send prepared requests over keep-alive connections and read no more than they must.

It runs as a process of its own (`python -m oneshelf.surfaces.console.bench.load`), on one core, so that its CPU time
is not the product's. A plan comes as JSON on standard input, the result goes as JSON to standard output.
"""

from __future__ import annotations

import json
import os
import random
import resource
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any

from oneshelf.surfaces.console.bench.policy import cost

READ_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent: `kind` is 'place', 'flow' or 'warm'; variants are drawn from 1..`variants`, number 1 when `hot`."""

    host: str
    port: int
    key: str
    kind: str
    clients: int
    seconds: float
    variants: int
    places: int
    cents: int
    hot: bool = False
    most: int | None = None
    """Send at most so many orders in all, however long it takes; None: as many as fit into the time."""
    spread: int = 1
    """A place has one variant of so many: those whose number and its own add up to a multiple of it."""


@dataclass(slots=True)
class Result:
    """What came: orders placed, refusals for want of stock, anything else, and the time each order took."""

    placed: int = 0
    sold_out: int = 0
    errors: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    p99_ms: float = 0.0
    first_error: str = ""
    times: list[float] = field(default_factory=list)


class Connection:
    """One keep-alive connection to the web process."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._socket = socket.create_connection((plan.host, plan.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = f"Host: {plan.host}\r\nAuthorization: Bearer {plan.key}\r\nContent-Type: application/json\r\n"

    def send(self, method: str, path: str, body: Any, headers: str = "") -> tuple[int, bytes]:
        """Send one request and return the status and body of its answer."""
        content = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{headers}Content-Length: {len(content)}\r\n\r\n"
        self._socket.sendall(head.encode() + content)
        data = self._receive()
        while b"\r\n\r\n" not in data:
            data += self._receive()
        head_bytes, _, answer = data.partition(b"\r\n\r\n")
        head_lower = head_bytes.lower()
        if b"content-length:" in head_lower:
            length = int(head_lower.split(b"content-length:")[1].split(b"\r\n")[0])
            while len(answer) < length:
                answer += self._receive()
            return int(data[9:12]), answer
        while not answer.endswith(b"0\r\n\r\n"):
            answer += self._receive()
        return int(data[9:12]), _unchunked(answer)

    def _receive(self) -> bytes:
        data = self._socket.recv(READ_AT_ONCE)
        if not data:
            raise ConnectionError("the web process has closed the connection before its answer was complete")
        return data


def _unchunked(body: bytes) -> bytes:
    content, rest = b"", body
    while (size := int(rest.split(b"\r\n", 1)[0], 16)) > 0:
        begin = rest.index(b"\r\n") + 2
        content, rest = content + rest[begin : begin + size], rest[begin + size + 2 :]
    return content


CONTACT = {"name": "Bench", "email": "bench@example.com"}


def place(connection: Connection, plan: Plan, order: str, draw: random.Random) -> tuple[int, bytes]:
    """Send a whole purchase: two lines to be collected, paid elsewhere."""
    store = _store(plan, draw)
    lines = _lines(plan, store, draw)
    total = sum(cost(_number(line), plan.cents) * line["quantity"] for line in lines)
    body = {
        "channel": "agent",
        "place": f"store-{store}",
        "method": "collect",
        "lines": lines,
        "payments": [{"method": "external", "amount": {"amount": total, "currency": "USD"}}],
        "contact": CONTACT,
    }
    return connection.send("POST", "/api/v1/orders", body, f"Idempotency-Key: {order}\r\n")


def flow(connection: Connection, plan: Plan, order: str, draw: random.Random) -> tuple[int, bytes]:
    """Send a shopper's four requests: start, choose collection, pay, complete. Stops at the first refusal."""
    store = _store(plan, draw)
    lines = _lines(plan, store, draw)
    status, answer = connection.send("POST", "/api/v1/checkouts", {"channel": "agent", "lines": lines})
    if status != 201:
        return status, answer
    begun = json.loads(answer)
    path, secret = f"/api/v1/checkouts/{begun['id']}", f"Checkout-Secret: {begun['secret']}\r\n"
    delivery = {"method": "collect", "place": f"store-{store}", "contact": CONTACT}
    status, answer = connection.send("PUT", f"{path}/delivery", delivery, secret)
    if status != 200:
        return status, answer
    card = {"method": "test_card", "token": "tok_approve"}
    status, answer = connection.send("POST", f"{path}/payments", card, f"{secret}Idempotency-Key: p{order}\r\n")
    if status != 201:
        return status, answer
    return connection.send("POST", f"{path}/complete", None, f"{secret}Idempotency-Key: c{order}\r\n")


WARM_LINES = 200
"""How many lines one request of the warming holds: the most that a basket may have."""

WARM_VARIANTS = 20_000
"""How many variants are asked for at most: a large shop's processes remember some of it, as on any day."""

WARM_ROUNDS = 4
"""How often each variant is asked for, so that each of the web's processes remembers nearly all of them."""


def warm(plan: Plan) -> None:
    """Quote every variant a few times: a shop is measured as it is on any day but its first minute."""
    for _ in range(WARM_ROUNDS):
        for begin in range(1, min(plan.variants, WARM_VARIANTS) + 1, WARM_LINES):
            numbers = range(begin, min(begin + WARM_LINES, plan.variants + 1))
            lines = [{"sku": f"bench-{number}", "quantity": 1} for number in numbers]
            status, answer = Connection(plan).send("POST", "/api/v1/checkouts", {"channel": "agent", "lines": lines})
            assert status == 201, f"warming failed with {status}: {answer[:300]!r}"


def _store(plan: Plan, draw: random.Random) -> int:
    return 1 if plan.hot else draw.randint(1, plan.places)


def _lines(plan: Plan, store: int, draw: random.Random) -> list[dict[str, Any]]:
    if plan.hot:
        return [{"sku": "bench-1", "quantity": 1}]
    there = range(plan.spread - store % plan.spread, plan.variants + 1, plan.spread)
    first, second = draw.sample(there, 2)
    return [{"sku": f"bench-{first}", "quantity": 1}, {"sku": f"bench-{second}", "quantity": 2}]


def _number(line: dict[str, Any]) -> int:
    return int(line["sku"].removeprefix("bench-"))


def run(plan: Plan) -> Result:
    """Send what the plan says and return what came."""
    result, lock, begin = Result(), threading.Lock(), time.monotonic()
    numbers = iter(range(plan.most if plan.most is not None else sys.maxsize))
    stop_at = begin + plan.seconds if plan.most is None else float("inf")
    send = {"place": place, "flow": flow}[plan.kind]

    def client(number: int) -> None:
        connection, draw = Connection(plan), random.Random(number)
        while time.monotonic() < stop_at:
            with lock:
                order = next(numbers, None)
            if order is None:
                return
            started = time.monotonic()
            status, answer = send(connection, plan, f"{os.getpid()}-{number}-{order}", draw)
            with lock:
                result.times.append(time.monotonic() - started)
                if status == 201:
                    result.placed += 1
                elif status == 409 and b"out_of_stock" in answer:
                    result.sold_out += 1
                else:
                    result.errors += 1
                    result.first_error = result.first_error or f"{status} {answer[:500].decode(errors='replace')}"

    with ThreadPoolExecutor(plan.clients) as pool:
        list(pool.map(client, range(plan.clients)))
    result.seconds = time.monotonic() - begin
    used = resource.getrusage(resource.RUSAGE_SELF)
    result.cpu_seconds = used.ru_utime + used.ru_stime
    times = sorted(result.times) or [0.0]
    result.p50_ms, result.p95_ms, result.p99_ms = (
        round(1000 * times[min(len(times) - 1, int(len(times) * share))], 2) for share in (0.5, 0.95, 0.99)
    )
    result.times = []
    return result


if __name__ == "__main__":
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    given = Plan(**json.load(sys.stdin))
    if given.kind == "warm":
        warm(given)
    sys.stdout.write(json.dumps(asdict(Result() if given.kind == "warm" else run(given))))
