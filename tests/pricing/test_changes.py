"""Many prices at once: drafted, looked at, applied in batches that may stop anywhere, and taken back as a whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox.models import Event
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue.models import Product, Variant
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.actions import carry_on as going_on
from oneshelf.modules.pricing.public import By, ChangeId, ChangeState, How, Problem, RowState, Scope, Wanted

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)


def cents(minor: int) -> UnitPrice:
    return UnitPrice(minor, "USD")


@pytest.fixture
def jams(cheese: VariantId) -> list[VariantId]:
    """Three jams, sold by the piece."""
    product = Product.objects.create(slug="jam", title="Jam", category=Product.objects.get().category)
    ids = sorted(new_id() for _ in range(3))
    for number, variant in enumerate(ids):
        Variant.objects.create(id=variant, product=product, sku=f"JAM-{number}", option_values=[str(number)])
    return [VariantId(each) for each in ids]


def drafted(market: MarketId, articles: list[VariantId], how: How, **more: Any) -> ChangeId:
    change = pricing.draft_change(market, "Spring", [Wanted(each) for each in articles], how, actor=SYSTEM, **more)
    assert pricing.carry_on(change)
    return change


def costs(market: MarketId, articles: list[VariantId], at: datetime) -> list[int]:
    found = pricing.prices(market, articles, at)
    return [found[each].unit_price.minor for each in articles]


def standing(market: MarketId, change: ChangeId) -> list[tuple[RowState, Problem]]:
    found = pricing.get_change(market, change)
    return [(row.state, row.problem) for row in pricing.rows_of_change(found, limit=10)]


def test_a_change_is_looked_at_applied_at_its_minute_and_taken_back(market: MarketId, jams: list[VariantId]) -> None:
    now = clock.now()
    for jam, minor in zip(jams, (100, 200, 300), strict=True):
        pricing.set_price(market, jam, cents(minor), now, actor=SYSTEM)
    told = Event.objects.count()
    change = drafted(market, jams, How(By.PERCENT, -1000), starts=now + HOUR, ends=now + 3 * HOUR)
    found = pricing.get_change(market, change)
    assert (found.state, found.size, found.done) == (ChangeState.DRAFT, 3, 3)
    rows = pricing.rows_of_change(found, limit=10)
    assert [(row.old, row.new) for row in rows] == [
        (cents(100), cents(90)),
        (cents(200), cents(180)),
        (cents(300), cents(270)),
    ]
    assert costs(market, jams, now + 2 * HOUR) == [100, 200, 300], "a draft is no plan"
    before = [pricing.price_history(market, jam) for jam in jams]
    pricing.apply_change(market, change, actor=SYSTEM)
    assert pricing.carry_on(change)
    assert [costs(market, jams, now + each * HOUR)[0] for each in range(4)] == [100, 90, 90, 100]
    assert Event.objects.count() == told + 3 + 4, "each price and each state is told once"
    pricing.undo_change(market, change, actor=SYSTEM)
    assert pricing.carry_on(change)
    assert [pricing.price_history(market, jam) for jam in jams] == before, "no trace"
    assert pricing.get_change(market, change).state is ChangeState.UNDONE


def test_what_holds_is_taken_back_from_now_on_only(market: MarketId, jams: list[VariantId]) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False):
        for jam in jams[:2]:
            pricing.set_price(market, jam, cents(100), began, actor=SYSTEM)
        change = drafted(market, jams, How(By.FIXED, 50))
        pricing.apply_change(market, change, actor=SYSTEM)
        pricing.carry_on(change)
    with time_machine.travel(began + HOUR, tick=False):
        pricing.set_price(market, jams[1], cents(70), began + HOUR, actor=SYSTEM)
        pricing.undo_change(market, change, actor=SYSTEM)
        pricing.carry_on(change)
    assert costs(market, jams, began + HOUR / 2) == [50, 50, 50], "what was charged is never rewritten"
    found = pricing.prices(market, jams, began + 2 * HOUR)
    assert {each: price.unit_price.minor for each, price in found.items()} == {jams[0]: 100, jams[1]: 70}
    kept = (RowState.KEPT, Problem.CHANGED_SINCE)
    assert standing(market, change) == [(RowState.UNDONE, Problem.NONE), kept, (RowState.UNDONE, Problem.NONE)]
    assert Event.objects.filter(type="pricing.price_ended.v1").count() == 2


def test_rows_that_cannot_change_say_why_and_the_others_change(market: MarketId, jams: list[VariantId]) -> None:
    now = clock.now()
    for jam in jams[:2]:
        pricing.set_price(market, jam, cents(100), now, actor=SYSTEM)
    planned = pricing.plan_price(market, jams[1], cents(80), now + 2 * HOUR, now + 3 * HOUR, actor=SYSTEM)
    taken, ready = (RowState.SKIPPED, Problem.TAKEN), (RowState.READY, Problem.NONE)
    change = drafted(market, jams, How(By.AMOUNT, -10), starts=now + HOUR)
    assert standing(market, change) == [ready, taken, (RowState.SKIPPED, Problem.NO_PRICE)]
    late = pricing.plan_price(market, jams[0], cents(99), now + 2 * HOUR, actor=SYSTEM)
    pricing.apply_change(market, change, actor=SYSTEM)
    pricing.carry_on(change)
    assert standing(market, change)[0] == taken, "planned since it was looked at"
    assert {each.id for each in pricing.price_history(market, jams[0])} >= {late}
    assert planned in {each.id for each in pricing.price_history(market, jams[1])}


def applied(market: MarketId, change: ChangeId) -> ChangeId:
    pricing.apply_change(market, change, actor=SYSTEM)
    assert pricing.carry_on(change)
    return change


@pytest.mark.parametrize("ahead", [None, HOUR])
def test_what_somebody_changed_since_it_was_looked_at_is_left_and_told_with_both_prices(
    market: MarketId, jams: list[VariantId], ahead: timedelta | None
) -> None:
    began, later = clock.now(), HOUR / 2
    with time_machine.travel(began, tick=False):
        for jam in jams:
            pricing.set_price(market, jam, cents(100), began, actor=SYSTEM)
        change = drafted(market, jams, How(By.PERCENT, -1000), starts=began + ahead if ahead else None)
    with time_machine.travel(began + later, tick=False):
        pricing.set_price(market, jams[0], cents(120), began + later, actor=SYSTEM)
        pricing.set_price(market, jams[1], cents(90), began + later, actor=SYSTEM)
        (first, same, last) = pricing.rows_of_change(pricing.get_change(market, change), limit=9)
        assert (first.state, first.problem, first.found) == (RowState.READY, Problem.CHANGED_SINCE, cents(120))
        assert (same.problem, last.problem, last.found) == (Problem.CHANGED_SINCE, Problem.NONE, None)
        applied(market, change)
    assert standing(market, change) == [
        (RowState.SKIPPED, Problem.CHANGED_SINCE),
        (RowState.SKIPPED, Problem.SAME),
        (RowState.APPLIED, Problem.NONE),
    ]
    (first, *_) = pricing.rows_of_change(pricing.get_change(market, change), limit=9)
    assert (first.old, first.new, first.found) == (cents(100), cents(90), cents(120))
    assert costs(market, jams, began + 2 * HOUR) == [120, 90, 90]
    with time_machine.travel(began + 2 * HOUR, tick=False):
        pricing.undo_change(market, change, actor=SYSTEM)
        pricing.carry_on(change)
    assert costs(market, jams, began + 3 * HOUR) == [120, 90, 100], "only what it wrote itself"


def test_a_price_that_went_away_or_came_is_left_too(market: MarketId, jams: list[VariantId]) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False):
        pricing.set_price(market, jams[0], cents(100), began, began + HOUR, actor=SYSTEM)
        change = drafted(market, jams[:2], How(By.FIXED, 50))
    with time_machine.travel(began + 2 * HOUR, tick=False):
        pricing.set_price(market, jams[1], cents(70), began + 2 * HOUR, actor=SYSTEM)
        applied(market, change)
        assert list(pricing.prices(market, jams, clock.now())) == [jams[1]]
    rows = pricing.rows_of_change(pricing.get_change(market, change), limit=9)
    assert [(row.state, row.problem, row.found) for row in rows] == [
        (RowState.SKIPPED, Problem.CHANGED_SINCE, None),
        (RowState.SKIPPED, Problem.CHANGED_SINCE, cents(70)),
    ]


def test_a_list_of_its_own_is_left_where_the_base_price_that_it_started_from_was_changed(
    market: MarketId, jams: list[VariantId]
) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False):
        online = pricing.open_price_list(market, "online", "Online", Scope(), 1, actor=SYSTEM).code
        pricing.set_price(market, jams[0], cents(200), began, actor=SYSTEM)
        change = drafted(market, jams[:1], How(By.PERCENT, -5000), price_list=online)
    with time_machine.travel(began + HOUR, tick=False):
        pricing.set_price(market, jams[0], cents(300), began + HOUR, actor=SYSTEM)
        applied(market, change)
        assert costs(market, jams[:1], clock.now()) == [300]
    assert standing(market, change) == [(RowState.SKIPPED, Problem.CHANGED_SINCE)]


def test_what_was_left_is_drafted_again_from_what_it_costs_by_now(market: MarketId, jams: list[VariantId]) -> None:
    began = clock.now()
    with time_machine.travel(began, tick=False):
        for jam in jams[:2]:
            pricing.set_price(market, jam, cents(100), began, actor=SYSTEM)
        change = drafted(market, jams[:2], How(By.PERCENT, -1000), starts=began + 2 * HOUR)
    with time_machine.travel(began + HOUR, tick=False):
        pricing.set_price(market, jams[0], cents(200), began + HOUR, actor=SYSTEM)
        assert pricing.count_left(applied(market, change)) == 1
        again = pricing.draft_again(market, change, actor=SYSTEM)
        pricing.carry_on(again)
        found = pricing.get_change(market, again)
        assert (found.name, found.starts, found.ends) == ("Spring", began + 2 * HOUR, None)
        (row,) = pricing.rows_of_change(found, limit=9)
        assert (row.variant, row.old, row.new) == (jams[0], cents(200), cents(180))
        applied(market, again)
        assert pricing.count_left(again) == 0
        with pytest.raises(pricing.EmptyChange):
            pricing.draft_again(market, again, actor=SYSTEM)
    assert costs(market, jams[:2], began + 3 * HOUR) == [180, 90]


def test_a_job_that_stops_goes_on_where_it_was(
    market: MarketId, jams: list[VariantId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "ROWS_A_BATCH", 1)
    change = pricing.draft_change(market, "", [Wanted(each) for each in jams], How(By.FIXED, 50), actor=SYSTEM)
    assert not pricing.carry_on(change, most=2)
    assert pricing.get_change(market, change).done == 2
    assert pricing.carry_on(change)
    pricing.apply_change(market, change, actor=SYSTEM)
    assert not pricing.carry_on(change, most=1)
    assert list(pricing.prices(market, jams, clock.now())) == jams[:1]
    pricing.undo_change(market, change, actor=SYSTEM)
    assert pricing.carry_on(change)
    assert pricing.prices(market, jams, clock.now()) == {}, "what was half done is taken back whole"
    assert pricing.carry_on(change), "twice is once"


def test_a_list_of_its_own_starts_from_the_base_price(market: MarketId, jams: list[VariantId]) -> None:
    online = pricing.open_price_list(market, "online", "Online", Scope(), 1, actor=SYSTEM).code
    now = clock.now()
    pricing.set_price(market, jams[0], cents(100), now, actor=SYSTEM)
    pricing.set_price(market, jams[0], cents(90), now, actor=SYSTEM, price_list=online)
    pricing.set_price(market, jams[1], cents(200), now, actor=SYSTEM)
    change = drafted(market, jams[:2], How(By.PERCENT, -5000), price_list=online)
    pricing.apply_change(market, change, actor=SYSTEM)
    pricing.carry_on(change)
    assert costs(market, jams[:2], clock.now()) == [45, 100]
    pricing.undo_change(market, change, actor=SYSTEM)
    pricing.carry_on(change)
    assert costs(market, jams[:2], clock.now()) == [90, 200]


def test_each_article_may_have_its_own_price(market: MarketId, jams: list[VariantId]) -> None:
    articles = [Wanted(jams[0], 111), Wanted(jams[1], 222), Wanted(jams[1], 333)]
    change = pricing.draft_change(market, "Own", articles, How(By.GIVEN), actor=SYSTEM)
    pricing.carry_on(change)
    pricing.apply_change(market, change, actor=SYSTEM)
    pricing.carry_on(change)
    assert costs(market, jams[:2], clock.now()) == [111, 333], "the last one counts"


def test_what_cannot_be_is_refused_and_leaves_nothing(market: MarketId, jams: list[VariantId]) -> None:
    now, one, half = clock.now(), [Wanted(jams[0])], How(By.PERCENT, -5000)
    for articles, how, more, refusal in (
        ([], half, {}, pricing.EmptyChange),
        (one, How(By.PERCENT, -10_001), {}, pricing.BadChange),
        (one, half, {"starts": now - HOUR}, pricing.PriceInThePast),
        (one, half, {"starts": now + HOUR, "ends": now + HOUR}, pricing.BadWindow),
        (one, half, {"ends": now - HOUR}, pricing.BadWindow),
        (one, half, {"price_list": pricing.ListCode("nowhere")}, pricing.UnknownPriceList),
    ):
        with pytest.raises(refusal):
            pricing.draft_change(market, "", articles, how, actor=SYSTEM, **more)
    assert pricing.list_changes(market, limit=9) == []
    with pytest.raises(pricing.UnknownChange):
        pricing.get_change(market, ChangeId(new_id()))


def test_a_draft_is_dropped_or_applied_in_time(market: MarketId, jams: list[VariantId]) -> None:
    now = clock.now()
    change = drafted(market, jams[:1], How(By.FIXED, 50), starts=now + HOUR)
    with pytest.raises(WrongState):
        pricing.undo_change(market, change, actor=SYSTEM)
    with time_machine.travel(now + 2 * HOUR, tick=False), pytest.raises(pricing.ChangeTooLate):
        pricing.apply_change(market, change, actor=SYSTEM)
    pricing.drop_change(market, change, actor=SYSTEM)
    with pytest.raises(WrongState):
        pricing.apply_change(market, change, actor=SYSTEM)
    assert pricing.list_changes(market, limit=9) == []
