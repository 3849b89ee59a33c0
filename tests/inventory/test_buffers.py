"""Buffers: the most specific rule counts, hard ones refuse, and each figure explains itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Classification, ProductId, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.public import (
    Amount,
    BadBuffer,
    BufferRule,
    OutOfStock,
    RuleChanged,
    RuleId,
    RulesCompete,
    Scope,
)
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId
from tests.catalogue.builders import a_category, a_product
from tests.inventory.builders import Shop, a_shop
from tests.markets.builders import a_channel
from tests.places.builders import a_store

database = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)
BEGIN = datetime(2031, 3, 3, 9, tzinfo=UTC)

HERE, THERE = PlaceId(new_id()), PlaceId(new_id())
WEB, TILL = ChannelId(new_id()), ChannelId(new_id())
GOUDA = VariantId(new_id())
KNOWN = Classification(GOUDA, ProductId(new_id()), "food/cheese/hard/")

GOODS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {},
        {"category": "food/"},
        {"category": "food/cheese/"},
        {"category": "food/cheese/hard/"},
        {"category": "toys/"},
        {"product": KNOWN.product},
        {"variant": GOUDA},
        {"variant": VariantId(new_id())},
    ]
)


@st.composite
def some_rules(draw: st.DrawFn) -> list[BufferRule]:
    """Rules of which no two name the same."""
    found: dict[str, BufferRule] = {}
    for goods, place, channel, units, hard, later in draw(
        st.lists(
            st.tuples(
                GOODS,
                st.sampled_from([None, HERE, THERE]),
                st.sampled_from([None, WEB, TILL]),
                st.integers(0, 9),
                st.booleans(),
                st.booleans(),
            ),
            max_size=12,
        )
    ):
        scope = Scope(channel=channel, place=place, **goods)
        begins = BEGIN + HOUR if later else BEGIN
        rule = BufferRule(
            RuleId(new_id()), MarketId(new_id()), channel, place, scope.category, scope.product, scope.variant,
            units, None, hard, begins, None, "", 1, None,
        )  # fmt: skip
        found[rules.spelled_out(scope)] = rule
    return list(found.values())


def _applies(rule: BufferRule, place: PlaceId, channel: ChannelId, at: datetime) -> bool:
    return (
        rule.begins <= at
        and rule.place in (None, place)
        and rule.channel in (None, channel)
        and rule.variant in (None, GOUDA)
        and rule.product in (None, KNOWN.product)
        and (rule.category is None or KNOWN.path.startswith(rule.category))
    )


@given(some_rules(), st.sampled_from([HERE, THERE]), st.sampled_from([WEB, TILL]))
def test_the_most_specific_rule_that_applies_wins(made: list[BufferRule], place: PlaceId, channel: ChannelId) -> None:
    book = rules.RuleBook(made)
    won = book.applied(GOUDA, KNOWN, channel=channel, at=BEGIN, places={HERE, THERE}).at(place)
    applying = [rule for rule in made if _applies(rule, place, channel, BEGIN)]
    assert (won is None) == (not applying)
    if won is not None:
        assert won in applying
        assert all(rules.rank(won) > rules.rank(rule) for rule in applying if rule is not won)


@given(st.integers(0, 10_000), st.integers(0, 10**9))
def test_a_share_is_kept_back_whole_and_never_more_than_there_is(percent: int, on_hand: int) -> None:
    rule = BufferRule(
        RuleId(new_id()), MarketId(new_id()), None, None, None, None, None, None, percent, True,
        BEGIN, None, "", 1, None,
    )  # fmt: skip
    kept = rules.kept_back(rule, on_hand)
    assert on_hand * percent <= kept * rules.WHOLE < on_hand * percent + rules.WHOLE
    assert kept <= on_hand


def keep(
    shop: Shop, units: int | None = None, percent: int | None = None, *, hard: bool = True, **scope: Any
) -> RuleId:
    return inventory.set_rule(
        shop.market.id,
        Scope(**scope),
        Amount(units, percent, hard),
        actor=SYSTEM,
    )


class TestInTheHouse:
    pytestmark = database

    def test_a_hard_rule_refuses_and_a_soft_one_only_shows(self) -> None:
        shop = a_shop()
        firm, easy = shop.stocked(5), shop.stocked(5)
        keep(shop, 3, variant=firm)
        keep(shop, 3, variant=easy, hard=False)
        assert (shop.available(firm), shop.available(easy)) == (2, 2)
        inventory.allocate(shop.market.id, [shop.demand(easy, 5)], order=new_id())
        with pytest.raises(OutOfStock) as refusal:
            inventory.allocate(shop.market.id, [shop.demand(firm, 3)], order=new_id())
        assert refusal.value.available == 2
        inventory.allocate(shop.market.id, [shop.demand(firm, 2)], order=new_id())
        assert (shop.level(firm).reserved, shop.available(firm)) == (2, 0)

    def test_a_share_of_what_is_on_hand_is_kept_back_as_it_is_then(self) -> None:
        shop = a_shop()
        variant = shop.stocked(10)
        keep(shop, percent=2_500, variant=variant)
        assert shop.available(variant) == 7
        inventory.allocate(shop.market.id, [shop.demand(variant, 7)], order=new_id())
        with pytest.raises(OutOfStock):
            inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id())
        inventory.receive(shop.market.id, shop.store.id, {variant: 10}, cause=new_id(), at=clock.now())
        assert shop.available(variant) == 8

    def test_a_store_a_category_and_a_channel_have_rules_of_their_own(self) -> None:
        shop = a_shop()
        web, outlet = a_channel(shop.market).id, a_store(shop.market).id
        food = a_category("Food")
        cheese = a_category("Cheese", food)
        product = a_product(category=cheese)
        (variant,) = [each.variant for each in catalogue.classifications(_variants(product)).values()]
        for place in (shop.store.id, outlet):
            inventory.receive(shop.market.id, place, {variant: 10}, cause=new_id(), at=clock.now())
        path = catalogue.classifications([variant])[variant].path

        def shown(channel: ChannelId | None) -> list[int]:
            found = inventory.availability(shop.market.id, channel, [variant], [shop.store.id, outlet])
            return [each.units[0] for each in found]

        keep(shop, 1)
        assert shown(None) == [9, 9]
        keep(shop, 2, category=path.split("/")[0] + "/")
        assert shown(None) == [8, 8]
        keep(shop, 3, category=path, channel=web)
        assert (shown(None), shown(web)) == ([8, 8], [7, 7])
        keep(shop, 4, category=path, place=outlet)
        assert (shown(None), shown(web)) == ([8, 6], [7, 6])
        keep(shop, 0, product=product)
        assert (shown(None), shown(web)) == ([10, 10], [10, 10])

    def test_rules_of_the_same_scope_cannot_compete(self) -> None:
        shop = a_shop()
        variant = shop.stocked(5)
        rule = keep(shop, 1, variant=variant)
        with pytest.raises(RulesCompete):
            keep(shop, 2, variant=variant)
        inventory.end_rule(rule, version=1, actor=SYSTEM)
        keep(shop, 2, variant=variant)
        assert shop.available(variant) == 3

    def test_a_rule_holds_from_its_beginning_until_before_its_end(self) -> None:
        with time_machine.travel(BEGIN, tick=False) as travel:
            shop = a_shop()
            variant = shop.stocked(5)
            when: dict[str, Any] = {"begins": BEGIN + HOUR, "ends": BEGIN + 2 * HOUR}
            inventory.set_rule(shop.market.id, Scope(variant=variant), Amount(5, hard=True), actor=SYSTEM, **when)
            shown = []
            for moment in (BEGIN, BEGIN + HOUR, BEGIN + 2 * HOUR):
                travel.move_to(moment)
                shown.append(shop.available(variant))
        assert shown == [5, 0, 5]

    def test_who_read_an_older_rule_cannot_change_it(self) -> None:
        shop = a_shop()
        variant = shop.stocked(5)
        rule = keep(shop, 1, variant=variant)
        inventory.revise_rule(rule, Amount(2), version=1, actor=SYSTEM)
        with pytest.raises(RuleChanged):
            inventory.revise_rule(rule, Amount(3), version=1, actor=SYSTEM)
        with pytest.raises(RuleChanged):
            inventory.end_rule(rule, version=1, actor=SYSTEM)
        with pytest.raises(NotFound):
            inventory.end_rule(RuleId(new_id()), version=1, actor=SYSTEM)
        assert shop.available(variant) == 3
        inventory.end_rule(rule, version=2, actor=SYSTEM)
        assert shop.available(variant) == 5

    @pytest.mark.parametrize(
        "amount", [Amount(), Amount(1, 1), Amount(-1), Amount(percent=-1), Amount(percent=10_001), Amount(10**13)]
    )
    def test_a_buffer_that_makes_no_sense_is_refused(self, amount: Amount) -> None:
        with pytest.raises(BadBuffer):
            inventory.set_rule(a_shop().market.id, Scope(), amount, actor=SYSTEM)

    def test_a_rule_names_its_goods_once(self) -> None:
        with pytest.raises(BadBuffer):
            keep(a_shop(), 1, variant=VariantId(new_id()), category="food/")

    def test_a_crowd_stops_at_the_buffer(self) -> None:
        shop = a_shop()
        variant = shop.stocked(50)
        keep(shop, 20, variant=variant)

        def buy(_: int) -> int:
            try:
                inventory.allocate(shop.market.id, [shop.demand(variant)], order=new_id())
            except OutOfStock:
                return 0
            finally:
                connection.close()
            return 1

        with ThreadPoolExecutor(12) as pool:
            assert sum(pool.map(buy, range(80))) == 30
        assert shop.level(variant).reserved == 30
        assert shop.audit() == []


def _variants(product: ProductId) -> list[VariantId]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalogue_variant WHERE product_id = %s", [product])
        return [VariantId(variant) for (variant,) in cursor.fetchall()]
