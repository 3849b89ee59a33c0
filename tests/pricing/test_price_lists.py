"""Price lists in the database: opened, asked in one statement, closed; each with windows of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import GroupId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId, UnknownPlace
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import ANYBODY, BASE, Buyer, ListCode, PriceList, Scope
from tests.customers.builders import a_customer

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def cents(minor: int) -> UnitPrice:
    return UnitPrice(minor, "USD", 1000)


def a_channel(market: MarketId, code: str = "web") -> ChannelId:
    kind = markets.ChannelKind.WEB
    return markets.create_channel(market=market, code=code, kind=kind, name=code.title()).id


def a_list(market: MarketId, code: str, rank: int, **scope: Any) -> PriceList:
    return pricing.open_price_list(market, code, code.title(), Scope(**scope), rank, actor=SYSTEM)


def costs(market: MarketId, cheese: VariantId, buyer: Buyer = ANYBODY, later: timedelta = timedelta()) -> int:
    return pricing.prices(market, [cheese], clock.now() + later, buyer)[cheese].unit_price.minor


def test_the_highest_list_that_fits_and_has_a_price_counts(market: MarketId, cheese: VariantId) -> None:
    web = a_channel(market)
    trade = customers.open_group("trade", "Trade", actor=SYSTEM)
    ana, tom = a_customer(), a_customer()
    customers.join_group(ana.id, trade.id, actor=SYSTEM)
    online, for_trade = a_list(market, "online", 10, channel=web), a_list(market, "trade", 20, group=trade.id)
    a_list(market, "empty", 30)
    now = clock.now()
    for minor, code in ((400, BASE), (380, online.code), (300, for_trade.code)):
        pricing.set_price(market, cheese, cents(minor), now, actor=SYSTEM, price_list=code)
    assert [each.code for each in pricing.price_lists(market)] == ["empty", "trade", "online", "base"]
    with CaptureQueriesContext(connection) as queries:
        assert costs(market, cheese) == 400
    assert len(queries) == 1, "lists cost no statement of their own"
    assert costs(market, cheese, Buyer(channel=web, customer=tom.id)) == 380
    assert costs(market, cheese, Buyer(channel=web, customer=ana.id)) == 300
    found = pricing.prices(market, [cheese], clock.now(), Buyer(channel=web))[cheese]
    assert found.price_list == "online"
    pricing.close_price_list(market, for_trade.code, actor=SYSTEM)
    pricing.close_price_list(market, for_trade.code, actor=SYSTEM)
    assert costs(market, cheese, Buyer(channel=web, customer=ana.id)) == 380
    with pytest.raises(pricing.ClosedPriceList):
        pricing.set_price(market, cheese, cents(1), clock.now(), actor=SYSTEM, price_list=for_trade.code)


def test_a_list_is_planned_apart_and_ends_into_the_base_list(market: MarketId, cheese: VariantId) -> None:
    online = a_list(market, "online", 10)
    now = clock.now()
    pricing.set_price(market, cheese, cents(400), now, actor=SYSTEM)
    planned = pricing.plan_price(
        market, cheese, cents(350), now + HOUR, now + 2 * HOUR, actor=SYSTEM, price_list=online.code
    )
    assert [costs(market, cheese, later=each * HOUR) for each in (0, 1, 2)] == [400, 350, 400]
    assert [each.unit_price.minor for each in pricing.price_history(market, cheese)] == [400]
    (price,) = pricing.price_history(market, cheese, price_list=online.code)
    assert (price.id, price.price_list) == (planned, "online")
    lowest = pricing.lowest_in_30_days(market, [cheese], now + HOUR)
    assert lowest == {cheese: cents(400)}, "what was asked of the same buyer before, in whichever list"
    pricing.cancel_planned(market, cheese, planned, actor=SYSTEM, price_list=online.code)
    assert costs(market, cheese, later=HOUR) == 400


def test_what_was_asked_of_others_is_no_price_of_mine(market: MarketId, cheese: VariantId) -> None:
    web = a_channel(market)
    online = a_list(market, "online", 10, channel=web)
    now = clock.now()
    pricing.set_price(market, cheese, cents(400), now, actor=SYSTEM)
    pricing.set_price(market, cheese, cents(100), now, now + HOUR, actor=SYSTEM, price_list=online.code)
    later = now + 3 * HOUR
    pricing.plan_price(market, cheese, cents(200), now + 2 * HOUR, actor=SYSTEM)
    assert pricing.lowest_in_30_days(market, [cheese], later) == {cheese: cents(400)}
    assert pricing.lowest_in_30_days(market, [cheese], later, Buyer(channel=web)) == {cheese: cents(100)}
    assert pricing.lowest_in_30_days(market, [cheese], later, progressive=True) == {cheese: cents(400)}


def test_what_was_asked_by_a_list_that_is_closed_was_asked(market: MarketId, cheese: VariantId) -> None:
    online, opened = a_list(market, "online", 10), clock.now()
    pricing.set_price(market, cheese, cents(400), opened - HOUR, actor=SYSTEM)
    pricing.set_price(market, cheese, cents(100), opened, opened + 3 * HOUR, actor=SYSTEM, price_list=online.code)
    pricing.close_price_list(market, online.code, actor=SYSTEM)
    closed = clock.now()
    pricing.plan_price(market, cheese, cents(200), closed + HOUR, closed + 31 * DAY, actor=SYSTEM)
    assert pricing.lowest_in_30_days(market, [cheese], closed + HOUR) == {cheese: cents(100)}
    assert pricing.lowest_ahead_of(market, [cheese], closed + HOUR) == {cheese: cents(100)}
    assert pricing.lowest_in_30_days(market, [cheese], closed + 30 * DAY + 2 * HOUR) == {cheese: cents(100)}
    pricing.plan_price(market, cheese, cents(150), closed + 31 * DAY, actor=SYSTEM)
    assert pricing.lowest_in_30_days(market, [cheese], closed + 31 * DAY) == {cheese: cents(200)}


@pytest.mark.parametrize(
    ("code", "name", "rank"),
    [
        ("base", "Base", 1),
        ("Web", "Web", 1),
        ("", "Web", 1),
        ("web", " ", 1),
        ("web", "Web", 0),
        ("web", "W", 10_001),
    ],
)
def test_no_list_is_called_or_ranked_so(market: MarketId, code: str, name: str, rank: int) -> None:
    with pytest.raises(pricing.BadPriceList):
        pricing.open_price_list(market, code, name, Scope(), rank, actor=SYSTEM)
    assert pricing.price_lists(market) == []


def test_codes_and_ranks_name_one_list_each(market: MarketId) -> None:
    a_list(market, "online", 10)
    with pytest.raises(pricing.PriceListTaken):
        a_list(market, "online", 11)
    with pytest.raises(pricing.RankTaken):
        a_list(market, "other", 10)
    pricing.close_price_list(market, ListCode("online"), actor=SYSTEM)
    a_list(market, "other", 10)


def test_a_scope_names_what_is_the_markets_own(market: MarketId) -> None:
    other = markets.create_market(
        code="pl",
        name="Poland",
        currency="PLN",
        default_language="pl",
        languages=("pl",),
        time_zone="Europe/Warsaw",
        tax_included=True,
    ).id
    for scope, refusal in (
        (Scope(channel=a_channel(other)), markets.UnknownChannel),
        (Scope(place=PlaceId(new_id())), UnknownPlace),
        (Scope(group=GroupId(new_id())), customers.UnknownGroup),
    ):
        with pytest.raises(refusal):
            pricing.open_price_list(market, "online", "Online", scope, 1, actor=SYSTEM)
    with pytest.raises(pricing.UnknownPriceList):
        pricing.close_price_list(market, ListCode("online"), actor=SYSTEM)
    assert pricing.price_lists(market) == []
