"""Search learns of every order, also of those that no event told of, and tells when it does not know them yet."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import relay
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.actions import fill_search, renew_search
from oneshelf.modules.orders.public import LoadedLine, LoadedOrder, OrderId
from tests.checkout.builders import Shop, a_shop
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle
from tests.orders.test_search import found, sent

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def test_filling_goes_on_where_it_stopped_and_begins_anew_after_a_load(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oneshelf.modules.orders.actions.fill_search.BATCH", 2)
    placed = [sent(shop) for _ in range(5)][::-1]
    assert orders.filled_down_to(shop.market.id) is not None
    assert not orders.fill_search(within=timedelta(0))
    reached = orders.filled_down_to(shop.market.id)
    assert found(shop, "zoe") == placed[:2]
    assert reached == orders.get_order(placed[1]).summary.placed_at
    assert orders.fill_search(within=timedelta(minutes=1))
    assert (orders.filled_down_to(shop.market.id), found(shop, "zoe")) == (None, placed)

    loaded = a_recorded_order(shop)
    orders.bulk_load_orders([loaded])
    assert orders.filled_down_to(shop.market.id) is not None
    assert found(shop, "Porridge") == []
    assert orders.fill_search(within=timedelta(minutes=1))
    assert found(shop, "porridge") == [loaded.id]
    orders.bulk_load_orders([loaded])
    assert orders.filled_down_to(shop.market.id) is None, "nothing came in by the second load"


def test_a_load_while_search_is_filled_is_not_passed_by(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    placed, loaded = sent(shop), a_recorded_order(shop)
    fill_search.fill_anew([shop.market.id])
    renew = renew_search.renew_search

    def renew_meanwhile(found: list[UUID]) -> None:
        renew(found)
        monkeypatch.setattr(renew_search, "renew_search", renew)
        loading = threading.Thread(target=_load_apart, args=[loaded])
        loading.start()
        loading.join()

    monkeypatch.setattr(renew_search, "renew_search", renew_meanwhile)
    assert orders.fill_search(within=timedelta(minutes=1))
    assert (found(shop, "zoe"), found(shop, "porridge")) == ([placed], [loaded.id])


def test_whoever_searches_is_told_when_the_worker_is_behind(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert orders.search_lags(shop.market.id) is False
    sent(shop)
    assert orders.search_lags(shop.market.id) is False, "it is only just placed"
    monkeypatch.setattr("oneshelf.modules.orders.actions.search.PATIENCE", timedelta(0))
    assert orders.search_lags(shop.market.id) is True
    settle()
    assert orders.search_lags(shop.market.id) is False


def test_who_renews_last_has_read_last(shop: Shop) -> None:
    """Forgetting a contact waits for a renewal that has read it, and writes after it."""
    gone = a_customer(name="Bea Gone")
    order = sent(shop, customer=gone.id)
    orders.cancel_order(order, actor=SYSTEM)
    customers.erase(gone.id, actor=SYSTEM)
    with transaction.atomic():
        orders.renew_search([order])
        forgetting = threading.Thread(target=_settle_apart)
        forgetting.start()
        forgetting.join(timeout=1)
        assert forgetting.is_alive()
    forgetting.join()
    settle()
    assert found(shop, "zoe") == []


def a_recorded_order(shop: Shop) -> LoadedOrder:
    variant = shop.offered(1)
    line = LoadedLine(1, variant, "P-1", "Porridge", None, None, "each", 1, 250, 1, 250, "standard")
    return LoadedOrder(
        id=OrderId(new_id()),
        market=shop.market.id,
        number=orders.recorded_number(1),
        channel=shop.till.id,
        place=shop.store.id,
        customer=None,
        till=None,
        campaign="",
        currency="USD",
        placed_at=clock.now() - timedelta(days=400),
        made_up=(),
        lines=(line,),
    )


def _load_apart(loaded: LoadedOrder) -> None:
    try:
        orders.bulk_load_orders([loaded])
    finally:
        connection.close()


def _settle_apart() -> None:
    try:
        relay.drain()
    finally:
        connection.close()
