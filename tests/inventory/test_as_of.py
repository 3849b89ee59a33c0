"""Stock as of any past moment: what the ledger, replayed from its beginning, comes to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, LoadedMovement, Move
from tests.inventory.builders import Shop, a_shop
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BEGINNING = datetime(2025, 11, 30, 22, tzinfo=UTC)
HISTORIES = st.lists(st.tuples(st.integers(0, 40), st.integers(-5, 9)), min_size=1, max_size=12)
"""Days since the movement before (0: the same instant), and what it changes."""


class AsOf(TestCase):
    """Each example in a transaction of its own."""

    @settings(max_examples=25)
    @given(history=HISTORIES)
    def test_replaying_the_movements_gives_what_the_shelf_had_at_every_instant(
        self, history: list[tuple[int, int]]
    ) -> None:
        shop, variant = a_shop(), VariantId(new_id())
        instants = [BEGINNING + timedelta(days=days) for days in accumulate(days for days, _ in history)]
        told = [change if change > 0 else -change for _, change in history]
        moved, on_hand = [], 0
        for at, (_, change), quantity in zip(instants, history, told, strict=True):
            if change == 0 or on_hand + change < 0:
                continue
            on_hand += change
            moved.append((at, change))
            there, here = (shop.virtual.supplier, shop.store.id)[:: 1 if change > 0 else -1]
            loaded = LoadedMovement(new_id(), variant, there, here, quantity, Cause.ADJUSTMENT, new_id(), 1, at)
            inventory.bulk_load_movements(shop.market.id, [loaded])
        if not moved:
            return
        moments = {at + timedelta(microseconds=off) for at, _ in moved for off in (-1, 0, 1)} | {clock.now()}
        for moment in moments:
            (found,) = inventory.on_hand_as_of(shop.market.id, shop.store.id, [variant], moment)
            assert found.on_hand == sum(change for at, change in moved if at <= moment)


def test_a_page_of_the_past_lists_what_the_page_of_today_does() -> None:
    shop = a_shop()
    variants = sorted(shop.stocked(units) for units in (3, 4, 5))
    now = clock.now()
    move = Move(1, variants[1], shop.store.id, a_store(shop.market).id, 4)
    inventory.post(shop.market.id, [move], kind=Cause.TRANSFER, cause=new_id(), at=now)
    before = now - timedelta(microseconds=1)
    page = inventory.stock_as_of(shop.market.id, shop.store.id, before, limit=2)
    assert [each.variant for each in page] == variants[:2]
    assert [each.on_hand for each in page] == [3, 4]
    (last,) = inventory.stock_as_of(shop.market.id, shop.store.id, now, after=variants[1], limit=2)
    assert (last.variant, last.on_hand) == (variants[2], 5)
    assert inventory.on_hand_as_of(shop.market.id, shop.store.id, [variants[1]], now)[0].on_hand == 0


def test_movements_of_one_instant_are_on_one_page_each() -> None:
    shop, variant, at = a_shop(), VariantId(new_id()), clock.now()
    for _ in range(7):
        inventory.receive(shop.market.id, shop.store.id, {variant: 1}, cause=new_id(), at=at)
    seen: list[object] = []
    before, before_id = None, inventory.LAST_ID
    for _ in range(4):
        page = inventory.movements(shop.market.id, shop.store.id, variant, before=before, before_id=before_id, limit=2)
        seen += [each.id for each in page]
        before, before_id = page[-1].occurred_at, page[-1].id
    assert len(seen) == len(set(seen)) == 7


def test_the_past_is_read_from_its_months_only() -> None:
    shop = _with_months()
    text = (sql.sql_folder("oneshelf.modules.inventory.queries") / "on_hand_as_of.sql").read_text()
    asked: dict[str, Any] = {
        "market": shop.market.id,
        "place": shop.store.id,
        "variants": [new_id()],
        "at": clock.now() - timedelta(days=1),
        "now": clock.now(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a month of a few rows is rightly read whole
        cursor.execute("EXPLAIN " + text, asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "inventory_movement_2" in plan
    assert "inventory_movement_2025_01" not in plan
    assert "Seq Scan" not in plan


def _with_months() -> Shop:
    shop, long_ago = a_shop(), datetime(2025, 1, 15, tzinfo=UTC)
    variant = VariantId(new_id())
    loaded = LoadedMovement(
        new_id(), variant, shop.virtual.supplier, shop.store.id, 1, Cause.RECEIPT, new_id(), 1, long_ago
    )
    inventory.bulk_load_movements(shop.market.id, [loaded])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('inventory_movement_2025_01') IS NOT NULL")
        assert cursor.fetchone() == (True,)
    return shop
