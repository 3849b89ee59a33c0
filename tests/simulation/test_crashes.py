"""Whatever is killed while orders come in: each acknowledged order is there once, and the books are right."""

from __future__ import annotations

import json
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import psutil
import pytest

from tests.app.processes import House, house, until
from tests.simulation.buyers import Buyers
from tests.simulation.opening import opened

pytestmark = pytest.mark.slow

ORDERS = 500
KILLED_EACH = 2
"""How often each of web, worker and database is killed."""

UNITS = 5000
"""What lies on the shelf before: open_shop puts it there."""


@pytest.fixture
def shop() -> Iterator[House]:
    with house() as it:
        it.serve()
        yield it


def test_every_acknowledged_order_is_there_once_whatever_is_killed(shop: House) -> None:
    seed = int(os.environ.get("ONESHELF_TEST_SEED", random.randrange(10**6)))
    print(f"seed {seed}; ONESHELF_TEST_SEED={seed} kills the same at the same orders")  # noqa: T201  # shown when the test fails
    chance = random.Random(seed)
    buyers = Buyers(f"http://127.0.0.1:{shop.web_port}", opened(shop, "open_shop"))
    bodies = {f"order-{seed}-{number}": buyers.order(f"buyer-{number}", chance) for number in range(ORDERS)}
    victims = ["web", "worker", "database"] * KILLED_EACH
    chance.shuffle(victims)
    moments = sorted(chance.sample(range(ORDERS // 20, ORDERS * 9 // 10), len(victims)))
    ended, killed = threading.Event(), list[str]()
    plan = list(zip(moments, victims, strict=True))
    killer = threading.Thread(target=_kill, args=(shop, buyers, plan, ended, killed))
    killer.start()
    try:
        buyers.buy(bodies)
    finally:
        ended.set()
        killer.join()
    assert killed == victims, "not all of them were killed while orders came in"
    shop.wait_until_ready()
    print(f"{len(buyers.unanswered)} orders were sent again, {sum(buyers.unanswered.values())} times")  # noqa: T201  # shown when the test fails

    acknowledged = dict(buyers.numbers)
    buyers.buy(bodies)  # all of them once more, as a program does that has lost its own memory

    assert buyers.numbers == acknowledged
    listed = _listed(buyers)
    assert Counter(acknowledged.values()) == Counter(each["number"] for each in listed)
    assert len(listed) == ORDERS
    assert _left(buyers) == UNITS - ORDERS
    audit = shop.run("audit", "--json")
    assert json.loads(audit.stdout)["clean"], audit.stdout
    assert audit.returncode == 0


def _kill(shop: House, buyers: Buyers, plan: list[tuple[int, str]], ended: threading.Event, killed: list[str]) -> None:
    """Kill each victim when so many orders are acknowledged, or as soon as it lives again after that; note it."""
    for moment, name in plan:
        while not ended.is_set() and len(buyers.numbers) < moment:
            ended.wait(0.005)
        until(partial(_is_over, shop, name, ended, killed), f"{name} lives, to be killed")


def _is_over(shop: House, name: str, ended: threading.Event, killed: list[str]) -> bool:
    """Return whether there is nothing left to kill, or kill the victim if it lives and return whether it did."""
    if ended.is_set():
        return True
    try:
        shop.child(name).kill()
    except (LookupError, psutil.NoSuchProcess):
        return False
    killed.append(name)
    return True


def _listed(buyers: Buyers) -> list[dict[str, Any]]:
    orders: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    with buyers.client() as client:
        for _ in range(ORDERS // 100 + 2):
            page = client.get("/orders", params={"limit": "100", **cursor}).json()
            orders += page["items"]
            if page["next"] is None:
                return orders
            cursor = {"cursor": page["next"]}
    raise AssertionError(f"more than {len(orders)} orders")


def _left(buyers: Buyers) -> int:
    with buyers.client() as client:
        asked = {"sku": ",".join(buyers.shop["skus"]), "place": buyers.shop["place"]}
        return sum(each["available"] for each in client.get("/availability", params=asked).json()["items"])
