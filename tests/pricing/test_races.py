"""Prices under many hands at once, and over a long random history."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import By, How, PriceId, Problem, RowState, Wanted
from tests.amendments.builders import somebody_waits
from tests.catalogue.builders import a_variant
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database]

HOUR = timedelta(hours=1)
PLANNERS = 6


def cents(minor: int) -> UnitPrice:
    return UnitPrice(minor, "USD")


@pytest.mark.django_db(transaction=True)
def test_of_planners_of_overlapping_windows_one_wins_and_is_named_to_the_others() -> None:
    market, variant = a_market().id, a_variant()
    now = clock.now()
    pricing.set_price(market, variant, cents(100), now, actor=SYSTEM)
    together = Barrier(PLANNERS)

    def plan(number: int) -> PriceId | pricing.PriceWindowTaken:
        starts = now + HOUR + number * timedelta(minutes=5)
        together.wait()
        try:
            return pricing.plan_price(market, variant, cents(number), starts, starts + HOUR, actor=SYSTEM)
        except pricing.PriceWindowTaken as taken:
            return taken
        finally:
            connection.close()

    with ThreadPoolExecutor(PLANNERS) as pool:
        answers = list(pool.map(plan, range(PLANNERS)))
    won = [answer for answer in answers if not isinstance(answer, pricing.PriceWindowTaken)]
    lost = [answer for answer in answers if isinstance(answer, pricing.PriceWindowTaken)]
    assert len(won) == 1
    assert {taken.price for taken in lost} == {str(won[0])}
    assert models.Price.objects.count() == 3
    assert Event.objects.filter(type="pricing.price_planned.v1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_of_many_waits_for_who_changes_a_price_by_hand_and_leaves_what_they_wrote() -> None:
    market, variants = a_market().id, sorted(a_variant() for _ in range(3))
    for variant in variants:
        pricing.set_price(market, variant, cents(100), clock.now(), actor=SYSTEM)
    change = pricing.draft_change(
        market, "Sale", [Wanted(each) for each in variants], How(By.PERCENT, -5000), actor=SYSTEM
    )
    pricing.carry_on(change)
    pricing.apply_change(market, change, actor=SYSTEM)

    def write() -> bool:
        try:
            return pricing.carry_on(change)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():  # somebody is typing: the change comes to the middle article, and waits
            pricing.set_price(market, variants[1], cents(130), clock.now(), actor=SYSTEM)
            writing = pool.submit(write)
            while not somebody_waits():
                assert not writing.done(), "it did not wait"
        assert writing.result()
    rows = pricing.rows_of_change(pricing.get_change(market, change), limit=9)
    assert [(row.state, row.problem, row.found) for row in rows] == [
        (RowState.APPLIED, Problem.NONE, None),
        (RowState.SKIPPED, Problem.CHANGED_SINCE, cents(130)),
        (RowState.APPLIED, Problem.NONE, None),
    ]
    now = pricing.prices(market, variants, clock.now())
    assert [now[each].unit_price.minor for each in variants] == [50, 130, 50]


@pytest.mark.django_db(transaction=True)
def test_the_first_price_of_a_market_is_set_by_many_at_once() -> None:
    market, variants = a_market().id, [a_variant() for _ in range(PLANNERS)]
    together = Barrier(PLANNERS)

    def first(variant: VariantId) -> None:
        together.wait()
        try:
            pricing.set_price(market, variant, cents(1), clock.now(), actor=SYSTEM)
        finally:
            connection.close()

    with ThreadPoolExecutor(PLANNERS) as pool:
        list(pool.map(first, variants))
    assert models.PriceList.objects.count() == 1
    assert len(pricing.prices(market, variants, clock.now())) == PLANNERS


BEGIN = datetime(2030, 1, 1, tzinfo=UTC)
LATEST = 30


class Shelf(RuleBasedStateMachine):
    """One variant whose price is set, planned and cancelled for hours, against a list of prices hour by hour."""

    market: MarketId
    variant: VariantId
    planned = Bundle("planned")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.clock = time_machine.travel(BEGIN, tick=False)
        self.traveller = self.clock.start()
        self.hour = 0
        self.expected: list[int | None] = [None] * LATEST
        self.fences: dict[PriceId, tuple[int, int]] = {}
        self.replaced: set[PriceId] = set()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize(ends=st.none() | st.integers(5, LATEST))
    def open_shop(self, ends: int | None) -> None:
        pricing.set_price(self.market, self.variant, cents(99), self.at(0), self.until(ends), actor=SYSTEM)
        self.expect(0, ends, 99)

    @rule(hours=st.integers(1, 4))
    def wait(self, hours: int) -> None:
        self.hour = min(self.hour + hours, LATEST - 2)
        self.traveller.move_to(self.at(self.hour))

    @rule(amount=st.integers(1, 5), length=st.none() | st.integers(1, 8))
    def set_now(self, amount: int, length: int | None) -> None:
        self.change(self.hour, None if length is None else self.hour + length, amount)

    @rule(target=planned, ahead=st.integers(1, 12), amount=st.integers(1, 5), length=st.none() | st.integers(1, 8))
    def plan(self, ahead: int, amount: int, length: int | None) -> tuple[PriceId | None, list[int | None]]:
        starts = min(self.hour + ahead, LATEST - 1)
        before = list(self.expected)
        return self.change(starts, None if length is None else starts + length, amount), before

    @rule(plan=consumes(planned))
    def cancel(self, plan: tuple[PriceId | None, list[int | None]]) -> None:
        price, before = plan
        if price in self.replaced:
            with pytest.raises(NotFound):
                pricing.cancel_planned(self.market, self.variant, price, actor=SYSTEM)
        if price is None or price not in self.fences:
            return
        starts, ends = self.fences[price]
        if starts <= self.hour:
            with pytest.raises(pricing.PriceInThePast):
                pricing.cancel_planned(self.market, self.variant, price, actor=SYSTEM)
            return
        pricing.cancel_planned(self.market, self.variant, price, actor=SYSTEM)
        self.expected[starts:ends] = before[starts:ends]
        del self.fences[price]

    @invariant()
    def every_hour_has_its_price(self) -> None:
        windows = pricing.price_history(self.market, self.variant)
        holding = [
            [w for w in windows if w.valid_from <= self.at(h) and (w.valid_until is None or self.at(h) < w.valid_until)]
            for h in range(LATEST)
        ]
        assert [[w.unit_price.minor for w in each] for each in holding] == [
            [] if each is None else [each] for each in self.expected
        ]

    def change(self, starts: int, ends: int | None, amount: int) -> PriceId | None:
        known = set(models.Price.objects.values_list("id", flat=True))
        try:
            price = pricing.set_price(
                self.market, self.variant, cents(amount), self.at(starts), self.until(ends), actor=SYSTEM
            )
        except pricing.PriceWindowTaken:
            return None
        if price in known:
            return None
        self.expect(starts, ends, amount)
        for other in [other for other, (began, _) in self.fences.items() if began == starts]:
            del self.fences[other]  # it gave way in the very moment in which it began, and has never been charged
            self.replaced.add(other)
        self.fences[price] = (starts, LATEST if ends is None else min(ends, LATEST))
        return price

    def expect(self, starts: int, ends: int | None, amount: int) -> None:
        stop = LATEST if ends is None else min(ends, LATEST)
        self.expected[starts:stop] = [amount] * (stop - starts)

    def at(self, hour: int) -> datetime:
        return BEGIN + hour * HOUR

    def until(self, hour: int | None) -> datetime | None:
        return None if hour is None else self.at(hour)


@pytest.fixture
def shelf(db: None) -> None:
    Shelf.market, Shelf.variant = a_market().id, a_variant()


def test_prices_stay_in_order_through_any_history(shelf: None) -> None:
    run_state_machine_as_test(
        Shelf,
        settings=settings(
            max_examples=80, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
