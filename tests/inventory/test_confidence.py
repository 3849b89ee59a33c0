"""How far what the book says may be trusted, and what should be kept back therefore."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions import renew_confidence as actions
from oneshelf.modules.inventory.public import Amount, Confidence, Scope
from oneshelf.modules.inventory.types import Doubts
from oneshelf.modules.places.public import PlaceId
from tests.inventory.builders import Shop, a_shop

database = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NOW = datetime(2031, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = PlaceId(new_id()), VariantId(new_id())
DOUBTS = st.builds(
    lambda days, *figures: Doubts(*KEY, None if days is None else NOW - days * DAY, *figures),
    st.none() | st.integers(-3, 400),
    st.integers(0, 9),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
SOME = st.integers(0, 10**6)


@given(DOUBTS)
def test_a_score_is_a_percentage_and_no_more_is_kept_back_than_there_is(doubts: Doubts) -> None:
    score = rules.score(doubts, at=NOW)
    assert 0 <= score <= 100
    assert 0 <= rules.suggested_buffer(doubts, score) <= doubts.on_hand


@given(DOUBTS, SOME, SOME, SOME, st.integers(0, 400))
def test_more_days_rejections_or_velocity_never_raise_trust_nor_lower_the_buffer(
    doubts: Doubts, rejections: int, missed: int, moved: int, days: int
) -> None:
    score = rules.score(doubts, at=NOW)
    buffer = rules.suggested_buffer(doubts, score)
    for worse, at in (
        (replace(doubts, rejections=doubts.rejections + rejections), NOW),
        (replace(doubts, missed=doubts.missed + missed), NOW),
        (replace(doubts, moved=doubts.moved + moved), NOW),
        (replace(doubts, counted_at=None), NOW),
        (doubts, NOW + days * DAY),
    ):
        after = rules.score(worse, at=at)
        assert after <= score
        assert rules.suggested_buffer(worse, after) >= buffer


@pytest.mark.parametrize(
    ("counted", "rejections", "moved", "score"),
    [(0, 0, 0, 100), (30, 0, 0, 90), (30, 1, 0, 75), (30, 1, 20, 65), (900, 9, 900, 0), (None, 0, 0, 60)],
)
def test_the_score_is_what_the_formula_says(counted: int | None, rejections: int, moved: int, score: int) -> None:
    at = None if counted is None else NOW - counted * DAY
    assert rules.score(Doubts(*KEY, at, rejections, rejections, moved, 10), at=NOW) == score


def known(shop: Shop, variant: VariantId) -> Confidence:
    key = (shop.store.id, variant)
    return inventory.confidence(shop.market.id, [key])[key]


class TestInTheShop:
    """What the house remembers."""

    pytestmark = database

    def test_a_level_that_was_never_counted_is_trusted_after_a_count(self) -> None:
        shop = a_shop()
        variant = shop.stocked(5)
        assert inventory.confidence(shop.market.id, [(shop.store.id, variant)]) == {}
        assert inventory.renew_confidence() >= 1
        assert (known(shop, variant).score, known(shop, variant).counted_at) == (60, None)
        at = clock.now()
        inventory.note_count(shop.market.id, shop.store.id, {variant: at})
        inventory.note_count(shop.market.id, shop.store.id, {variant: at - DAY})
        assert (known(shop, variant).score, known(shop, variant).counted_at) == (100, at)

    def test_what_is_looked_for_in_vain_lowers_trust_once_a_cause_and_is_forgotten(self) -> None:
        with time_machine.travel(NOW, tick=False) as travel:
            shop = a_shop()
            variant, cause = shop.stocked(5), new_id()
            inventory.note_count(shop.market.id, shop.store.id, {variant: NOW})
            for _ in range(2):
                inventory.note_rejection(shop.market.id, shop.store.id, {variant: 3}, cause=cause)
            inventory.note_rejection(shop.market.id, shop.store.id, {variant: 1}, cause=new_id())
            found = known(shop, variant)
            assert (found.score, found.rejections, found.suggested) == (70, 2, 2)  # 30 % of 4 that were missed
            travel.shift(29 * DAY)
            inventory.renew_confidence()
            found = known(shop, variant)
            assert (found.score, found.rejections, found.suggested) == (91, 0, 0)

    def test_what_sells_fast_is_kept_back(self) -> None:
        shop = a_shop()
        variant, order = shop.stocked(70), new_id()
        inventory.allocate(shop.market.id, [shop.demand(variant, 56)], order=order)
        inventory.hand_out(
            order, shop.store.id, {1: 56}, cause=new_id(), at=clock.now(), customer_place=shop.virtual.customer
        )
        inventory.renew_confidence()
        found = known(shop, variant)
        assert (found.moved, found.score, found.suggested) == (56, 45, 3)  # 55 % of the 4 that two days sell

    def test_every_level_is_renewed_however_small_the_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "LEVELS_A_BATCH", 2)
        shop = a_shop()
        variants = [shop.stocked(1) for _ in range(5)]
        assert inventory.renew_confidence() >= 5
        keys = [(shop.store.id, variant) for variant in variants]
        assert inventory.confidence(shop.market.id, keys).keys() == set(keys)

    def test_accepting_a_suggestion_sets_a_rule_or_gives_it_the_amount(self) -> None:
        shop = a_shop()
        variant, here = shop.stocked(9), (shop.market.id, shop.store.id)
        first = inventory.accept_suggestion(*here, variant, 2, actor=SYSTEM, note="Suggested")
        assert shop.available(variant) == 7
        for _ in range(2):
            assert inventory.accept_suggestion(*here, variant, 4, actor=SYSTEM) == first
        assert shop.available(variant) == 5
        (rule,) = inventory.list_rules(shop.market.id)
        assert (rule.id, rule.units, rule.hard, rule.version) == (first, 4, False, 2)

    def test_a_hard_rule_stays_hard_and_a_share_becomes_units(self) -> None:
        shop = a_shop()
        variant = shop.stocked(10)
        scope = Scope(place=shop.store.id, variant=variant)
        inventory.set_rule(shop.market.id, scope, Amount(percent=5000, hard=True), actor=SYSTEM)
        inventory.accept_suggestion(shop.market.id, shop.store.id, variant, 1, actor=SYSTEM)
        (rule,) = inventory.list_rules(shop.market.id)
        assert (rule.units, rule.percent, rule.hard) == (1, None, True)
