"""Prices in the database: set, planned, cancelled, read, and told to the outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox.models import Event
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import PriceId, PriceRow

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def cents(minor: int) -> UnitPrice:
    return UnitPrice(minor, "USD", 1000)


def told() -> list[str]:
    return list(Event.objects.order_by("id").values_list("type", flat=True))


def test_a_basket_is_priced_in_one_statement(market: MarketId, cheese: VariantId) -> None:
    began = clock.now()
    price = pricing.set_price(market, cheese, cents(399), began, actor=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        found = pricing.prices(market, [cheese, VariantId(new_id())], clock.now())
    assert len(queries) == 1
    assert found == {cheese: pricing.Price(price, cheese, cents(399), began, None)}
    assert told() == ["pricing.price_changed.v1"]


def test_a_planned_price_holds_at_its_minute_and_the_old_one_returns(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    pricing.plan_price(market, cheese, cents(299), now + HOUR, now + 2 * HOUR, actor=SYSTEM)
    last = timedelta(microseconds=1)

    def amount(at: datetime) -> int:
        return pricing.prices(market, [cheese], at)[cheese].unit_price.minor

    assert [amount(now + HOUR - last), amount(now + HOUR)] == [399, 299]
    assert [amount(now + 2 * HOUR - last), amount(now + 2 * HOUR)] == [299, 399]
    assert told() == ["pricing.price_changed.v1", "pricing.price_planned.v1"]


@pytest.mark.parametrize("hours", [None, 1, 2])
def test_a_plan_that_gives_way_as_it_begins_is_no_plan_any_more(
    market: MarketId, cheese: VariantId, hours: int | None
) -> None:
    began = datetime(2030, 1, 1, tzinfo=UTC)
    with time_machine.travel(began, tick=False) as traveller:
        pricing.set_price(market, cheese, cents(399), began, actor=SYSTEM)
        planned = pricing.plan_price(market, cheese, cents(299), began + HOUR, began + 3 * HOUR, actor=SYSTEM)
        traveller.move_to(began + HOUR)
        until = None if hours is None else began + HOUR + hours * HOUR
        pricing.set_price(market, cheese, cents(199), began + HOUR, until, actor=SYSTEM)
        before = pricing.price_history(market, cheese)
        with pytest.raises(NotFound):
            pricing.cancel_planned(market, cheese, planned, actor=SYSTEM)
        assert pricing.price_history(market, cheese) == before


def test_a_planned_price_is_named_to_whom_it_stops(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    planned = pricing.plan_price(market, cheese, cents(299), now + HOUR, now + 3 * HOUR, actor=SYSTEM)
    before = pricing.price_history(market, cheese)
    with pytest.raises(pricing.PriceWindowTaken) as refusal:
        pricing.plan_price(market, cheese, cents(199), now + 2 * HOUR, now + 4 * HOUR, actor=SYSTEM)
    assert (refusal.value.price, refusal.value.amount) == (str(planned), 299)
    assert pricing.price_history(market, cheese) == before
    assert len(told()) == 2


def test_the_same_price_again_is_named_by_the_window_that_says_so(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    planned = pricing.plan_price(market, cheese, cents(299), now + HOUR, actor=SYSTEM)
    assert pricing.plan_price(market, cheese, cents(299), now + 2 * HOUR, actor=SYSTEM) == planned
    assert len(told()) == 2


def test_a_cancelled_plan_leaves_one_window(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    first = pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    planned = pricing.plan_price(market, cheese, cents(299), now + HOUR, now + 3 * HOUR, actor=SYSTEM)
    pricing.cancel_planned(market, cheese, planned, actor=SYSTEM)
    assert pricing.price_history(market, cheese) == [pricing.Price(first, cheese, cents(399), now, None)]
    assert told()[-1] == "pricing.planned_price_cancelled.v1"
    with pytest.raises(NotFound):
        pricing.cancel_planned(market, cheese, planned, actor=SYSTEM)
    with pytest.raises(pricing.PriceInThePast):
        pricing.cancel_planned(market, cheese, first, actor=SYSTEM)


def test_nobody_plans_for_the_past(market: MarketId, cheese: VariantId) -> None:
    with pytest.raises(pricing.PriceInThePast):
        pricing.plan_price(market, cheese, cents(1), clock.now(), actor=SYSTEM)
    pricing.set_price(market, cheese, cents(399), clock.now() - DAY, actor=SYSTEM)
    with pytest.raises(pricing.PriceInThePast):
        pricing.set_price(market, cheese, cents(1), clock.now() - HOUR, actor=SYSTEM)


@pytest.mark.parametrize(
    ("price", "refusal"),
    [
        (UnitPrice(1, "EUR"), pricing.WrongCurrency),
        (UnitPrice(-1, "USD"), pricing.BadPrice),
        (UnitPrice(1, "USD", 0), pricing.BadPrice),
    ],
)
def test_wrong_prices_are_refused(
    market: MarketId, cheese: VariantId, price: UnitPrice, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        pricing.set_price(market, cheese, price, clock.now(), actor=SYSTEM)
    assert models.Price.objects.count() == 0


def test_what_is_not_sold_gets_no_price(market: MarketId) -> None:
    with pytest.raises(NotFound):
        pricing.set_price(market, VariantId(new_id()), cents(1), clock.now(), actor=SYSTEM)


def test_the_lowest_price_before_a_reduction_is_known(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    start = now - 100 * DAY
    steps = [(0, 50, 100), (50, 80, 300), (80, 95, 350), (95, None, 250)]
    pricing_rows(market, cheese, start, steps)
    with CaptureQueriesContext(connection) as queries:
        assert pricing.lowest_in_30_days(market, [cheese], now) == {cheese: cents(300)}
    assert len(queries) == 1
    assert pricing.lowest_in_30_days(market, [cheese], start + DAY) == {}
    assert pricing.lowest_in_30_days(market, [cheese], start + 60 * DAY) == {cheese: cents(100)}


def pricing_rows(
    market: MarketId, variant: VariantId, start: datetime, steps: list[tuple[int, int | None, int]]
) -> list[PriceRow]:
    rows = [
        PriceRow(new_id(), market, variant, amount, 1000, start + a * DAY, None if b is None else start + b * DAY)
        for a, b, amount in steps
    ]
    pricing.bulk_load_prices(rows)
    return rows


def test_a_load_that_runs_twice_adds_nothing(market: MarketId, cheese: VariantId) -> None:
    rows = pricing_rows(market, cheese, datetime(2024, 1, 1, tzinfo=UTC), [(0, 7, 100), (7, None, 90)])
    assert pricing.bulk_load_prices(rows) == 0
    assert [price.unit_price for price in pricing.price_history(market, cheese)] == [cents(90), cents(100)]
    overlapping = PriceRow(new_id(), market, cheese, 1, 1, rows[0].valid_from + DAY, None)
    assert pricing.bulk_load_prices([overlapping]) == 0


def test_history_comes_in_pages(market: MarketId, cheese: VariantId) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    pricing_rows(market, cheese, start, [(n, n + 1, n) for n in range(5)])
    first = pricing.price_history(market, cheese, limit=2)
    second = pricing.price_history(market, cheese, before=first[-1].valid_from, limit=2)
    assert [price.unit_price.minor for price in (*first, *second)] == [4, 3, 2, 1]


def test_the_database_refuses_overlapping_windows(market: MarketId, cheese: VariantId) -> None:
    pricing.set_price(market, cheese, cents(399), clock.now(), actor=SYSTEM)
    row = models.Price.objects.get()
    with pytest.raises(IntegrityError, match="price_windows_never_overlap"), transaction.atomic():
        models.Price.objects.create(
            market_id=market,
            price_list_id=row.price_list_id,
            variant_id=cheese,
            amount=1,
            valid=DateTimeTZRange(clock.now() + DAY, clock.now() + 2 * DAY),
        )


def test_a_price_has_an_id_of_its_own(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    first: PriceId = pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    assert pricing.set_price(market, cheese, cents(399), now + HOUR, actor=SYSTEM) == first
    assert models.Price.objects.count() == 1


def test_a_planned_price_is_told_at_its_minute_and_once(market: MarketId, cheese: VariantId) -> None:
    now = clock.now()
    pricing.set_price(market, cheese, cents(399), now, actor=SYSTEM)
    planned = pricing.plan_price(market, cheese, cents(299), now + HOUR, now + 2 * HOUR, actor=SYSTEM)
    assert pricing.announce_started() == 0
    with time_machine.travel(now + HOUR, tick=False):
        assert [pricing.announce_started(), pricing.announce_started()] == [1, 0]
    last = Event.objects.order_by("id").last()
    assert last is not None
    assert (last.type, last.aggregate, last.sequence) == ("pricing.price_changed.v1", planned, 2)
    with time_machine.travel(now + 2 * HOUR, tick=False):
        assert pricing.announce_started() == 1
