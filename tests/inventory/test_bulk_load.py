"""History is loaded in batches, and levels follow in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.errors import BadQuantity, OutOfStock
from tests.inventory.builders import Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
LONG_AGO = datetime(2019, 5, 30, 22, tzinfo=UTC)


def _week(shop: Shop, variant: VariantId, *, brought: int, sold: int) -> list[inventory.LoadedMovement]:
    delivery = inventory.LoadedMovement(
        id=new_id(),
        variant=variant,
        from_place=shop.virtual.supplier,
        to_place=shop.store.id,
        quantity=brought,
        cause_kind=inventory.Cause.RECEIPT.value,
        cause=new_id(),
        cause_line=1,
        occurred_at=LONG_AGO,
    )
    sale = replace(
        delivery,
        id=new_id(),
        from_place=shop.store.id,
        to_place=shop.virtual.customer,
        quantity=sold,
        cause_kind=inventory.Cause.SALE.value,
        cause=new_id(),
        occurred_at=LONG_AGO + timedelta(days=3),
    )
    return [sale, delivery]


def test_a_batch_changes_levels_by_what_it_comes_to() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    assert inventory.bulk_load_movements(shop.market.id, _week(shop, variant, brought=9, sold=4)) == 2
    assert shop.level(variant).on_hand == 5
    assert shop.audit() == []


def test_a_batch_may_take_what_an_earlier_one_brought() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    sale, delivery = _week(shop, variant, brought=9, sold=4)
    inventory.bulk_load_movements(shop.market.id, [delivery])
    inventory.bulk_load_movements(shop.market.id, [sale])
    assert shop.level(variant).on_hand == 5
    assert shop.audit() == []


def test_loading_twice_changes_nothing() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    batch = _week(shop, variant, brought=9, sold=4)
    inventory.bulk_load_movements(shop.market.id, batch)
    assert inventory.bulk_load_movements(shop.market.id, batch) == 0
    assert shop.level(variant).on_hand == 5


def test_what_is_new_of_a_batch_counts_and_the_rest_does_not() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    sale, delivery = _week(shop, variant, brought=9, sold=4)
    inventory.bulk_load_movements(shop.market.id, [delivery])
    assert inventory.bulk_load_movements(shop.market.id, [sale, delivery]) == 1
    assert shop.level(variant).on_hand == 5


def test_history_cannot_sell_what_was_never_there() -> None:
    shop = a_shop()
    variant = VariantId(new_id())
    with pytest.raises(OutOfStock):
        inventory.bulk_load_movements(shop.market.id, _week(shop, variant, brought=4, sold=5))
    assert inventory.movements(shop.market.id, shop.store.id, variant) == []


def test_a_movement_of_nothing_is_refused() -> None:
    shop = a_shop()
    with pytest.raises(BadQuantity):
        inventory.bulk_load_movements(shop.market.id, _week(shop, VariantId(new_id()), brought=1, sold=0))


def test_nothing_to_load_is_no_work() -> None:
    assert inventory.bulk_load_movements(a_shop().market.id, []) == 0
