"""A rush on one article: checkouts' goods are held by groups, each once, and none stays behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import ANONYMOUS, SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.actions import hold_goods
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.payments import public as payments
from oneshelf.modules.sourcing import public as sourcing
from tests.checkout.builders import ANA, Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

BUYERS, UNITS, THREADS = 300, 100, 24


class Died(BaseException):
    """The process is gone."""


def rushed(units: int) -> tuple[Shop, VariantId]:
    shop = a_shop()
    variant = shop.offered(units)
    inventory.mark_hot(shop.market.id, variant, actor=SYSTEM)
    return shop, variant


def begin(shop: Shop, variant: VariantId, quantity: int = 1) -> checkout.CheckoutId:
    return checkout.start(shop.market, shop.web.id, [checkout.Wanted(variant, quantity)]).id


def buy(shop: Shop, variant: VariantId) -> bool:
    begun = begin(shop, variant)
    try:
        checkout.collect_at(begun, shop.store.id, ANA)
    except inventory.OutOfStock:
        return False
    checkout.pay(begun, payments.Method.TEST_CARD, "tok_approve", actor=ANONYMOUS)
    checkout.complete(begun, actor=ANONYMOUS)
    return True


def together(buyers: int, act: Callable[[int], bool]) -> int:
    """Let that many act side by side; return how many got something."""

    def run(number: int) -> bool:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(run, range(buyers)))


def held(shop: Shop) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_reservation WHERE state = 'held'")
        return int(cursor.fetchone()[0])


def test_a_hundred_units_go_to_a_hundred_of_three_hundred_buyers() -> None:
    shop, variant = rushed(UNITS)
    assert together(BUYERS, lambda _: buy(shop, variant)) == UNITS
    level = shop.level(variant)
    assert (level.on_hand, level.reserved, held(shop)) == (UNITS, UNITS, 0)
    assert shop.audit() == []


def test_a_group_costs_each_of_its_checkouts_two_statements() -> None:
    """One that holds and one that takes over; a plain hold is one."""
    shop, variant = rushed(5)
    begun = begin(shop, variant)
    with CaptureQueriesContext(connection) as queries:
        checkout.collect_at(begun, shop.store.id, ANA)
    asked = [query["sql"] for query in queries if query["sql"] in ("-- hold_many.sql", "-- hold.sql")]
    assert asked == ["-- hold_many.sql", "-- hold.sql"]


def test_what_a_dead_process_held_is_sold_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third of the processes die between the hold of their group and its take-over."""
    shop, variant = rushed(units := 40)
    take_over = hold_goods._hold

    def die(*given: Any) -> None:
        if int(given[0].id) % 3 == 0:
            raise Died
        take_over(*given)

    monkeypatch.setattr(hold_goods, "_hold", die)

    def buy_or_die(_: int) -> bool:
        try:
            return buy(shop, variant)
        except Died:
            return False

    sold = together(60, buy_or_die)
    assert 0 < sold < units, "some died with goods in hand"
    assert shop.level(variant).available == 0
    monkeypatch.setattr(hold_goods, "_hold", take_over)
    with time_machine.travel(clock.now() + hold_goods.TAKEN_OVER_WITHIN):
        sold += together(60, lambda _: buy(shop, variant))
    assert (sold, shop.level(variant).reserved, held(shop)) == (units, units, 0)
    assert shop.audit() == []


def test_a_choice_that_is_refused_gives_the_goods_back() -> None:
    shop, variant = rushed(1)
    sourcing.set_limit(shop.store.id, 0, actor=SYSTEM)
    with pytest.raises(Refusal):
        checkout.collect_at(begin(shop, variant), shop.store.id, ANA)
    assert (shop.level(variant).reserved, held(shop)) == (0, 0)
    assert shop.audit() == []


@pytest.mark.parametrize("units", [2, 3, 20])
def test_choices_of_one_checkout_at_once_hold_once(units: int) -> None:
    """Whoever comes with another's twin may be told that the goods are gone, as long as the twin has not taken over."""
    shop, variant = rushed(units)
    begun = begin(shop, variant, 2)

    def choose(_: int) -> bool:
        try:
            checkout.collect_at(begun, shop.store.id, ANA)
        except (checkout.CheckoutChanged, inventory.OutOfStock):
            return False
        return True

    assert together(8, choose) >= 1
    assert (shop.level(variant).reserved, held(shop)) == (2, 1)
    assert shop.audit() == []


def test_who_chooses_again_keeps_the_last_unit() -> None:
    shop, variant = rushed(1)
    begun = begin(shop, variant)
    for _ in range(2):
        checkout.collect_at(begun, shop.store.id, ANA)
    assert shop.level(variant).reserved == 1
    with pytest.raises(inventory.OutOfStock):
        checkout.collect_at(begin(shop, variant), shop.store.id, ANA)
    assert shop.audit() == []


def test_a_hard_rule_and_a_fence_hold_in_a_rush_too() -> None:
    shop, variant = rushed(10)
    amount = inventory.Amount(units=4, hard=True)
    inventory.set_rule(shop.market.id, inventory.Scope(variant=variant), amount, begins=clock.now(), actor=SYSTEM)
    inventory.set_fence(shop.market.id, shop.store.id, variant, shop.till.id, 3, actor=SYSTEM)
    assert together(12, lambda _: buy(shop, variant)) == 3
    assert shop.audit() == []
