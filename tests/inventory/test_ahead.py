"""Goods are sold before they are there: so many and no more, by a day that is known, and nobody else gets them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.public import (
    AheadKind,
    AheadTerms,
    BadAheadTerms,
    Expected,
    Outlook,
    OutOfStock,
    RuleChanged,
    SoldAheadAlready,
)
from oneshelf.modules.places.public import UnknownPlace
from tests.inventory.builders import Shop, a_shop

TODAY = date(2031, 3, 3)
DAY = timedelta(days=1)
DELIVERIES = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 9)), max_size=4).map(
    lambda found: tuple((TODAY + offset * DAY, units) for offset, units in sorted(found))
)


def hold(shop: Shop, variant: VariantId, units: int) -> None:
    until = clock.now() + timedelta(hours=1)
    inventory.hold_ahead(shop.market.id, [shop.demand(variant, units)], checkout=new_id(), expires_at=until)


def offered(shop: Shop, variant: VariantId, units: int = 1) -> list[tuple[int, date]]:
    return [(each.units, each.expected_on) for each in inventory.offers_ahead(shop.market.id, {variant: units})]


@given(coming=DELIVERIES, units=st.integers(1, 40), lead=st.none() | st.integers(1, 60))
def test_the_day_is_that_of_the_delivery_with_which_enough_has_come(
    coming: tuple[tuple[date, int], ...], units: int, lead: int | None
) -> None:
    told = rules.comes_on(AheadTerms(AheadKind.BACKORDER, 40, lead_days=lead), coming, units, today=TODAY)
    come = [day for day, _ in coming if sum(q for other, q in coming if other <= day) >= units]
    assert told == (come[0] if come else TODAY + lead * DAY if lead else None)


@given(coming=DELIVERIES, units=st.integers(1, 40), lead=st.none() | st.integers(1, 60), late=st.integers(-9, 9))
def test_who_waits_keeps_the_day_until_a_better_known_one_or_until_it_has_come(
    coming: tuple[tuple[date, int], ...], units: int, lead: int | None, late: int
) -> None:
    promised = TODAY + late * DAY
    told = rules.wait_until(Outlook(0, coming, None, lead), units, promised, today=TODAY)
    covered = rules.comes_on(AheadTerms(AheadKind.BACKORDER, 40), coming, units, today=TODAY)
    assert told >= TODAY
    assert told == (covered or (promised if promised >= TODAY else TODAY + (lead or 7) * DAY))


@pytest.mark.parametrize(
    ("settled", "told"),
    [(3, 3), (0, 0), (-1, 5)],
    ids=["to come", "today", "over"],
)
def test_the_day_of_a_pre_order_counts_until_it_has_come(settled: int, told: int) -> None:
    outlook = Outlook(0, ((TODAY + 5 * DAY, 9),), TODAY + settled * DAY, None)
    assert rules.wait_until(outlook, 2, TODAY, today=TODAY) == TODAY + told * DAY


@pytest.mark.parametrize(("promised", "told"), [(4, 1), (1, 1), (0, 0)])
def test_no_promise_moves_to_a_day_sooner_than_tomorrow(promised: int, told: int) -> None:
    outlook = Outlook(0, ((TODAY, 9),), None, None)
    assert rules.wait_until(outlook, 2, TODAY + promised * DAY, today=TODAY) == TODAY + told * DAY


def test_a_delivery_that_should_have_come_is_hoped_for_tomorrow() -> None:
    overdue = ((TODAY - DAY, 5),)
    assert rules.comes_on(AheadTerms(AheadKind.BACKORDER, 9), overdue, 3, today=TODAY) == TODAY + DAY


@pytest.mark.parametrize(
    "terms",
    [
        AheadTerms(AheadKind.BACKORDER, 0, lead_days=3),
        AheadTerms(AheadKind.BACKORDER, 10**13, lead_days=3),
        AheadTerms(AheadKind.BACKORDER, 5, lead_days=0),
        AheadTerms(AheadKind.BACKORDER, 5, lead_days=366),
        AheadTerms(AheadKind.PREORDER, 5),
        AheadTerms(AheadKind.PREORDER, 5, expected_on=TODAY),
        AheadTerms(AheadKind.PREORDER, 5, expected_on=TODAY + 366 * DAY),
    ],
)
def test_goods_are_not_sold_ahead_on_terms_that_mean_nothing(terms: AheadTerms) -> None:
    with pytest.raises(BadAheadTerms):
        rules.check_ahead(terms, clock.now(), None, "", today=TODAY)


@pytest.mark.parametrize("note", ["\x00", "one\ntwo", "x" * 201])
def test_a_note_is_a_line_of_text(note: str) -> None:
    terms = AheadTerms(AheadKind.BACKORDER, 5, lead_days=3)
    with pytest.raises(BadAheadTerms):
        rules.check_ahead(terms, clock.now(), None, note, today=TODAY)


database = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


class TestUnits:
    """What is promised ahead, level by level."""

    pytestmark = database

    def test_no_more_is_promised_than_may_be(self) -> None:
        shop = a_shop()
        variant = shop.stocked(1)
        rule = shop.sell_ahead(variant, 2)
        hold(shop, variant, 3)
        assert (shop.available(variant), offered(shop, variant)) == (0, [])
        with pytest.raises(OutOfStock):
            hold(shop, variant, 1)
        inventory.end_ahead(rule, version=1, actor=SYSTEM)
        level = shop.level(variant)
        assert (level.reserved, level.allowed_backorder, level.ahead) == (3, 2, 2)
        assert shop.audit() == []

    def test_deliveries_say_when_and_those_before_come_first(self) -> None:
        shop = a_shop()
        variant, today = shop.stocked(1), clock.now().date()
        shop.sell_ahead(variant, 9, lead_days=30)
        coming = [Expected(n, shop.store.id, variant, today + n * DAY, 2) for n in (3, 8)]
        inventory.expect(shop.market.id, "purchase_order", new_id(), coming)
        assert [offered(shop, variant, units)[0][1] - today for units in (2, 4, 6)] == [3 * DAY, 8 * DAY, 30 * DAY]
        hold(shop, variant, 3)
        assert offered(shop, variant) == [(7, today + 8 * DAY)]

    def test_a_pre_order_that_has_ended_dictates_no_day_any_more(self) -> None:
        shop = a_shop()
        variant, on = shop.stocked(1), clock.now().date() + 9 * DAY
        terms = AheadTerms(AheadKind.PREORDER, 5, expected_on=on)
        rule = inventory.sell_ahead(shop.market.id, shop.store.id, variant, terms, actor=SYSTEM)

        def settled() -> date | None:
            return inventory.outlooks(shop.market.id, shop.store.id, [variant])[variant].settled_on

        assert settled() == on
        inventory.end_ahead(rule, version=1, actor=SYSTEM)
        assert settled() is None

    def test_a_hold_that_is_over_keeps_nobody_from_buying_ahead(self) -> None:
        shop = a_shop()
        variant = shop.stocked(1)
        shop.sell_ahead(variant, 2)
        over = clock.now() - timedelta(minutes=1)
        inventory.hold_ahead(shop.market.id, [shop.demand(variant, 3)], checkout=new_id(), expires_at=over)
        assert [units for units, _ in offered(shop, variant, 3)] == [2]
        hold(shop, variant, 3)
        assert offered(shop, variant) == []

    def test_what_comes_is_theirs_who_wait(self) -> None:
        shop = a_shop()
        variant, order = shop.stocked(1), new_id()
        inventory.allocate_expected(shop.market.id, [shop.demand(variant, 3)], order=order)
        inventory.receive(shop.market.id, shop.store.id, {variant: 1}, cause=new_id(), at=clock.now())
        assert (shop.available(variant), inventory.make_good(order, shop.store.id, {1: 3})) == (0, False)
        inventory.receive(shop.market.id, shop.store.id, {variant: 2}, cause=new_id(), at=clock.now())
        assert [inventory.make_good(order, shop.store.id, {1: 3}) for _ in range(2)] == [True, True]
        assert (shop.available(variant), shop.level(variant).allowed_backorder) == (1, 0)
        assert shop.audit() == []

    def test_goods_are_sold_ahead_in_one_way_and_changed_by_who_has_seen_it(self) -> None:
        shop = a_shop()
        variant = shop.stocked(1)
        rule = shop.sell_ahead(variant, 2)
        with pytest.raises(SoldAheadAlready):
            shop.sell_ahead(variant, 5)
        inventory.revise_ahead(rule, AheadTerms(AheadKind.BACKORDER, 5, lead_days=3), version=1, actor=SYSTEM)
        with pytest.raises(RuleChanged):
            inventory.end_ahead(rule, version=1, actor=SYSTEM)
        assert offered(shop, variant) == [(5, clock.now().date() + 3 * DAY)]

    def test_nothing_is_sold_ahead_at_a_place_of_another_market(self) -> None:
        shop, other = a_shop(), a_shop()
        variant, terms = shop.stocked(1), AheadTerms(AheadKind.BACKORDER, 5, lead_days=3)
        with pytest.raises(UnknownPlace):
            inventory.sell_ahead(shop.market.id, other.store.id, variant, terms, actor=SYSTEM)
        assert inventory.list_ahead(shop.market.id) == []

    def test_of_many_who_want_the_last_units_ahead_each_gets_one_or_nothing(self) -> None:
        shop = a_shop()
        variant = shop.stocked(2)
        shop.sell_ahead(variant, 8)

        def buy(_: int) -> int:
            try:
                hold(shop, variant, 1)
            except OutOfStock:
                return 0
            finally:
                connection.close()
            return 1

        with ThreadPoolExecutor(8) as buyers:
            assert sum(buyers.map(buy, range(24))) == 10
        assert shop.audit() == []
