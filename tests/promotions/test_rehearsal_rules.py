"""What a draft would have done: sums over baskets of the past, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.promotions.rules import rehearsal
from oneshelf.modules.promotions.rules.rehearsal import Assumptions, Clash, PastBasket, PastLine, Told, Trial

CHEESE, WINE = VariantId(UUID(int=1)), VariantId(UUID(int=2))
TAGS = {CHEESE: (f"v:{CHEESE}", "c:dairy"), WINE: (f"v:{WINE}",)}
OPEN = compiled.Group("open", 10, compiled.Mode.UNIT)
FRIDAY = 4


def a_rule(id: str = "draft", bp: int = 2_000, **fields: object) -> compiled.Rule:
    usual = compiled.Rule(
        id=id,
        version=1,
        label=id,
        reward=compiled.Percent(bp),
        group=OPEN.code,
        match=compiled.Match(any_of=("c:dairy",)),
        starts=1,
        ends=2,  # over for long: a rehearsal asks for no time
    )
    return replace(usual, **fields)


def a_basket(*lines: PastLine, order: int = 1, weekday: int = FRIDAY) -> PastBasket:
    return PastBasket(
        order=UUID(int=order),
        placed_at=datetime(2026, 3, 6, 18, tzinfo=UTC),
        weekday=weekday,
        minute=18 * 60,
        channel="till",
        place="s1",
        known=False,
        first_order=False,
        segments=(),
        lines=lines,
    )


def cheese(amount: int = 1_000, quantity: int = 1, tax: int = 0) -> PastLine:
    return PastLine(CHEESE, quantity, scale=1, amount=amount, tax=tax)


def wine(amount: int = 500) -> PastLine:
    return PastLine(WINE, 1, scale=1, amount=amount)


def a_trial(draft: compiled.Rule | None = None, live: Sequence[compiled.Rule] = (), **limits: int) -> Trial:
    return rehearsal.trial(draft or a_rule(), OPEN, pricing.Rulebook(live, [OPEN]), "EUR", **limits)


def told_of(on: Trial, *baskets: PastBasket, costs: Mapping[VariantId, tuple[int, int]] | None = None) -> Told:
    told = Told()
    for basket in baskets:
        rehearsal.add(told, on, basket, TAGS, costs or {})
    return told


def test_what_a_draft_would_have_given_is_summed_up() -> None:
    told = told_of(
        a_trial(), a_basket(cheese(1_000), wine(500)), a_basket(wine(), order=2), a_basket(cheese(200), order=3)
    )
    assert (told.orders, told.revenue) == (3, 2_200)
    assert (told.touched, told.off, told.cost, told.goods) == (2, 240, 240, 1_200)
    assert told.examples == [UUID(int=1), UUID(int=3)]
    assert (told.costed, told.beaten, told.lost_to, told.not_given) == (0, {}, {}, {})


def test_a_basket_that_it_looked_at_in_vain_says_why() -> None:
    on = a_trial(a_rule(when=compiled.Holds(compiled.Match(any_of=("c:dairy",)), least=2)))
    told = told_of(on, a_basket(cheese()), a_basket(cheese(quantity=2)))
    assert (told.touched, told.not_given) == (1, {priced.Why.TOO_FEW: 1})


def test_weekday_and_minute_are_those_of_the_purchase() -> None:
    on = a_trial(a_rule(when=compiled.Hours((FRIDAY,), 16 * 60, 20 * 60)))
    assert told_of(on, a_basket(cheese()), a_basket(cheese(), weekday=0)).touched == 1


def test_a_live_promotion_that_it_beats_is_named_with_what_it_gives_less() -> None:
    told = told_of(a_trial(live=[a_rule("live", 1_000)]), a_basket(cheese(1_000)))
    assert (told.off, told.cost) == (200, 100)
    assert told.beaten == {"live": Clash(baskets=1, minor=100)}


def test_a_live_promotion_to_which_it_loses_is_named() -> None:
    told = told_of(a_trial(live=[a_rule("live", 3_000)]), a_basket(cheese(1_000)))
    assert (told.touched, told.off, told.cost) == (0, 0, 0)
    assert (told.lost_to, told.not_given) == ({"live": 1}, {priced.Why.BEATEN: 1})


def test_its_own_version_that_is_live_already_gives_way_to_it() -> None:
    told = told_of(a_trial(live=[a_rule("draft", 5_000)]), a_basket(cheese(1_000)))
    assert (told.off, told.cost, told.beaten) == (200, 200, {})


def test_coupons_are_handed_in_for_the_draft_only() -> None:
    draft, live = a_rule(needs_coupon=True), a_rule("live", 9_000, needs_coupon=True)
    assert told_of(a_trial(draft, [live]), a_basket(cheese(1_000))).off == 200


@pytest.mark.parametrize(
    ("cost", "floor_bp", "tax", "breaches"),
    [
        (800, 0, 0, 0),  # 800 are left of 1,000
        (801, 0, 0, 1),
        (720, 1_000, 0, 0),  # a tenth of 800 is 80
        (721, 1_000, 0, 1),
        (1_001, 0, 0, 0),  # was below the floor before
        (641, 0, 200, 1),  # a fifth is tax: 640 are left
        (640, 0, 200, 0),
    ],
)
def test_lines_that_fall_below_the_floor_of_margin_are_counted(
    cost: int, floor_bp: int, tax: int, breaches: int
) -> None:
    on = a_trial(floor_bp=floor_bp)
    told = told_of(on, a_basket(cheese(1_000, tax=tax)), costs={CHEESE: (cost, 1)})
    assert (told.breaches, told.breached) == (breaches, breaches)
    assert (told.costed, told.costed_less, told.bought) == (1_000, 200, cost)


def test_a_budget_is_over_with_the_basket_that_takes_the_last_of_it() -> None:
    baskets = [a_basket(cheese(), order=number) for number in (1, 2, 3)]
    assert told_of(a_trial(most_off=601), *baskets).spent_at is None
    assert told_of(a_trial(most_off=600), *baskets).spent_at == baskets[2].placed_at
    assert told_of(a_trial(most_uses=2), *baskets).spent_at == baskets[1].placed_at


def test_under_assumptions_it_pays_for_itself_or_never_does() -> None:
    told = Told(goods=10_000, cost=1_000, costed=6_000, bought=4_000)
    found = rehearsal.outlook(told, Assumptions(margin_bp=2_500, uplift_bp=3_000))
    assert (found.margin, found.kept) == (3_000, 2_000)
    assert found.break_even_bp == 5_000  # of 2,000 a half more is 3,000
    assert found.effect == -400
    assert rehearsal.outlook(told, Assumptions(2_500, 5_000)).effect == 0
    assert rehearsal.outlook(told, Assumptions(0, 9_000)).break_even_bp == 10_000
    assert rehearsal.outlook(replace(told, cost=3_000), Assumptions(2_500, 9_000)).break_even_bp is None


@given(st.lists(st.lists(st.integers(10, 5_000), max_size=3), max_size=8), st.integers(0, 8))
def test_sums_that_were_put_aside_and_gone_on_with_are_the_same(amounts: list[list[int]], at: int) -> None:
    on = a_trial(live=[a_rule("live", 1_000)])
    baskets = [a_basket(*map(cheese, each), wine(), order=number) for number, each in enumerate(amounts, start=1)]
    whole, costs = told_of(on, *baskets, costs={CHEESE: (400, 1)}), {CHEESE: (400, 1)}
    begun = told_of(on, *baskets[:at], costs=costs)
    resumed = msgspec.json.decode(msgspec.json.encode(begun), type=Told)
    for basket in baskets[at:]:
        rehearsal.add(resumed, on, basket, TAGS, costs)
    assert resumed == whole
    assert whole.cost <= whole.off <= whole.goods
    assert whole.touched == sum(bool(each) for each in amounts)
