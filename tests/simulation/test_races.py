"""Whoever wants the same last units at the same moment: each is given once, and nothing is left behind.

`ONESHELF_RACE_ATTEMPTS` sets how many attempts are made; the nightly target makes a million.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import ChannelKind, MarketId
from oneshelf.modules.places import public as places
from tests.inventory.builders import a_shop
from tests.markets.builders import a_channel
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

ATTEMPTS = int(os.environ.get("ONESHELF_RACE_ATTEMPTS", "50000"))
"""How many attempts are made in all."""

PROCESSES, THREADS = 2, 6
VARIANTS, UNITS = 3, 20
"""Six keys of twenty units each are all there is."""

LIMIT_S = 3600


def test_every_unit_is_given_once_whoever_wants_it() -> None:
    shop = a_shop()
    stores = [shop.store.id, a_store(shop.market).id]
    variants = [VariantId(new_id()) for _ in range(VARIANTS)]
    other = a_channel(shop.market, ChannelKind.MARKETPLACE)
    for store in stores:
        inventory.receive(shop.market.id, store, dict.fromkeys(variants, UNITS), cause=new_id(), at=clock.now())
    inventory.set_fence(
        *(shop.market.id, stores[0], variants[0], other.id),
        units=5,
        ends=clock.now() + timedelta(days=1),
        actor=SYSTEM,
    )
    seed = int(os.environ.get("ONESHELF_TEST_SEED", random.randrange(10**6)))
    counted = [place.id for place in places.list_places(shop.market.id, places.COUNTED_KINDS)]
    about = {
        "market": str(shop.market.id),
        "stores": [str(each) for each in stores],
        "variants": [str(each) for each in variants],
        "channel": str(other.id),
        "supplier": str(shop.virtual.supplier),
        "customer": str(shop.virtual.customer),
        "discrepancy": str(shop.virtual.discrepancy),
        "counted": [str(each) for each in counted],
        "attempts": ATTEMPTS // PROCESSES,
        "threads": THREADS,
        "database": _address(),
    }
    began = time.monotonic()
    happened, units = _race([{**about, "seed": seed + number} for number in range(PROCESSES)])
    spent = time.monotonic() - began

    inventory_left = inventory.levels(shop.market.id, variants)
    given = _handed(shop.market.id)
    on_hand = sum(each.on_hand for each in inventory_left)
    oversold = max(0, -(UNITS * VARIANTS * 2 + units["in"] - units["out"] - given - on_hand))
    stranded = _release_all(shop.market.id)
    figures = {**dict(sorted(happened.items())), "oversold": oversold, "stranded": stranded, "seconds": round(spent, 1)}
    print(f"seed {seed}, {sum(happened.values())} attempts by {PROCESSES * THREADS} contenders: {figures}")  # noqa: T201  # the figures are the result
    assert UNITS * VARIANTS * 2 + units["in"] - units["out"] - given == on_hand
    assert (oversold, stranded, happened["deadlocks told to users"]) == (0, 0, 0)
    assert all(min(each.on_hand, each.reserved, each.available) >= 0 for each in inventory_left)
    assert shop.audit() == []


def _race(fields: list[dict[str, object]]) -> tuple[Counter[str], Counter[str]]:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": f"{root / 'src'}:{root}"}
    running = []
    for about in fields:
        program = [sys.executable, "-m", "tests.simulation.contender"]
        process = subprocess.Popen(
            program, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(about))
        process.stdin.close()
        process.stdin = None
        running.append(process)
    happened: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for process in running:
        told, complaints = process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0, complaints[-3000:]
        answer = json.loads(told.splitlines()[-1])
        happened.update(answer["happened"])
        units.update(answer["units"])
    return happened, units


def _address() -> str:
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"


def _handed(market: MarketId) -> int:
    """How many units have left for orders."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(quantity), 0) FROM inventory_movement"
            " WHERE market_id = %s AND cause_kind = 'fulfilment'",
            [market],
        )
        return int(cursor.fetchone()[0])


def _release_all(market: MarketId) -> int:
    """Let holds expire, cancel every order that is still open, and return how many units stay reserved for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT owner_id FROM inventory_reservation WHERE state = 'allocated'")
        for (order,) in cursor.fetchall():
            inventory.release(inventory.Owner.ORDER, order)
        time.sleep(0.1)
        inventory.expire_holds()
        cursor.execute("SELECT coalesce(sum(reserved), 0) FROM inventory_level WHERE market_id = %s", [market])
        return int(cursor.fetchone()[0])
