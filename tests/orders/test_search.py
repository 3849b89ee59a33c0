"""Orders are found by whatever people have of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.public import (
    Contact,
    Method,
    OrderId,
    OrderState,
    Search,
)
from oneshelf.modules.places.public import PlaceId
from tests.checkout.builders import Shop, a_shop
from tests.customers.builders import a_customer
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ZOE = Contact(
    name="Zoë O'Brien-Łącka",
    email="Zoe.Lacka@Example.org",
    phone="+48 601 234 567",
    street="Polna 3",
    postal_code="SW1A 1AA",
    city="Nowy Sącz",
    country="PL",
)

TEN_THOUSAND = checkout.Tender("cash", Money(10_000, "USD"))
ADAM = Contact("Adam Zielony", "adam@example.com", "+48601234999", "Długa 1", "10001", "York", "", "US")


@pytest.fixture(autouse=True)
def _no_jobs_of_others(transactional_db: None) -> None:
    forget_jobs()


@pytest.fixture
def shop() -> Shop:
    return a_shop()


def sold(shop: Shop, **fields: Any) -> OrderId:
    return checkout.place_order(shop.purchase(shop.offered(9), **fields), actor=SYSTEM).order


def sent(shop: Shop, contact: Contact = ZOE, **fields: Any) -> OrderId:
    return sold(shop, method=Method.SHIP, contact=contact, **fields)


def found(shop: Shop, text: str = "", **given: Any) -> list[OrderId]:
    answers = orders.search_orders(shop.market.id, Search(text, **given))
    return [each.id for each in answers]


@pytest.mark.parametrize(
    "text",
    [
        "Zoë O'Brien-Łącka",
        "lacka zoe",
        "obrien",
        "brien",
        "bri",
        "zoe.lacka@example.org",
        "ZOE.LACKA",
        "example.org",
        "+48 601 234 567",
        "601-234-567",
        "0601 234 567",
        "4567",
        "SW1A1AA",
        "sw1a 1aa",
        "nowy sacz",
        "  łącka   sącz ",
    ],
)
def test_an_order_is_found_by_whom_it_is_for(shop: Shop, text: str) -> None:
    wanted = sent(shop)
    sent(shop, ADAM)
    settle()
    assert found(shop, text) == [wanted]


@pytest.mark.parametrize(
    "text", ["zo", "567", "Adam Łącka", "'); DROP TABLE", "' | 'in:", "week:2900", "!!!", "a\\'b", "\0x"]
)
def test_what_nobody_said_finds_nothing(shop: Shop, text: str) -> None:
    sent(shop)
    settle()
    assert found(shop, text) == []


def test_an_order_is_found_by_its_goods(shop: Shop) -> None:
    order = orders.get_order(sold(shop))
    sold(shop)
    (line,) = order.lines
    settle()
    for text in (line.sku, line.sku.lower(), line.gtin or line.sku):
        assert found(shop, text) == [order.summary.id], text
    assert len(found(shop, line.title.split()[0])) == 2


def test_a_number_leads_to_its_order_before_search_knows_it(shop: Shop) -> None:
    order = orders.get_order(sold(shop)).summary
    sold(shop)
    assert found(shop, f" {order.number[:4].lower()}-{order.number[4:]} ") == [order.id]
    assert found(shop, order.number, places=[PlaceId(new_id())]) == []
    assert found(shop, order.number, places=[shop.store.id]) == [order.id]


def test_an_order_is_found_by_its_customer_as_they_are_called_now(shop: Shop) -> None:
    buyer = a_customer(name="Ida Old", email="ida@example.com")
    card = customers.issue_card(buyer.id, actor=SYSTEM)
    order = sold(shop, customer=buyer.id)
    other = sold(shop)
    settle()
    assert found(shop, "ida old") == [order]
    assert found(shop, f" {card[:5]} {card[5:]}") == [order]
    assert found(shop, customer=buyer.id) == [order]
    customers.change_contact(buyer.id, name="Ida New", email=buyer.email, phone="", language="en", actor=SYSTEM)
    settle()
    assert (found(shop, "ida old"), found(shop, "ida new")) == ([], [order])
    assert set(found(shop)) == {order, other}


def test_who_was_erased_is_not_found(shop: Shop) -> None:
    gone = a_customer(name="Bea Gone", email="bea@example.com")
    ended, under_way = (sent(shop, customer=gone.id) for _ in range(2))
    orders.cancel_order(ended, actor=SYSTEM)
    settle()
    assert set(found(shop, "zoe")) == set(found(shop, "bea")) == {ended, under_way}
    customers.erase(gone.id, actor=SYSTEM)
    settle()
    assert found(shop, "zoe") == [under_way], "its goods still have to find their way"
    assert found(shop, "bea") == []
    orders.cancel_order(under_way, actor=SYSTEM)
    settle()
    assert found(shop, "zoe") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM orders_search WHERE document::text ~ 'zoe|lacka|bea|4567|sw1a'")
        assert cursor.fetchone() == (0,)


def test_a_parcel_is_found_by_its_tracking_number(shop: Shop) -> None:
    order = sent(shop)
    (parcel,) = fulfilment.consignments_of([order])[order]
    fulfilment.start_picking(parcel.id, actor=SYSTEM)
    for line in parcel.lines:
        fulfilment.record_pick(parcel.id, line.line, line.quantity, actor=SYSTEM)
    fulfilment.pack(parcel.id, actor=SYSTEM)
    fulfilment.ship(parcel.id, carrier="Post", tracking="RX 0012-345", actor=SYSTEM)
    settle()
    assert found(shop, "rx0012345") == found(shop, "RX 0012-345") == [order]


def test_filters_narrow_what_is_found(shop: Shop) -> None:
    small, large = sent(shop), sent(shop, lines=(checkout.Wanted(shop.offered(99), 40),), tenders=(TEN_THOUSAND,))
    taken = sold(shop)
    orders.cancel_order(small, actor=SYSTEM)
    settle()
    now = clock.now()
    for asked, wanted in (
        ({"states": [OrderState.CANCELLED]}, [small]),
        ({"states": [OrderState.CANCELLED, OrderState.PLACED]}, [large, small]),
        ({"states": []}, []),
        ({"methods": [Method.TAKE_NOW]}, [taken]),
        ({"channels": [shop.till.id]}, [taken, large, small]),
        ({"channels": [shop.web.id]}, []),
        ({"places": [shop.store.id], "text": "zoe"}, [large, small]),
        ({"places": []}, []),
        ({"least": 1000}, [large]),
        ({"most": 9999}, [taken, small]),
        ({"least": 250, "most": 250}, [taken, small]),
        ({"least": 251, "most": 9999}, []),
        ({"since": now + timedelta(hours=1)}, []),
        ({"since": now - timedelta(hours=1), "text": "zoe", "most": 250}, [small]),
        ({"broken": True}, []),
    ):
        assert found(shop, **asked) == wanted, asked


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_instants_far_away_are_instants(shop: Shop, year: int) -> None:
    order = sent(shop)
    settle()
    for zone in (timezone(timedelta(hours=14)), timezone(timedelta(hours=-14))):
        at = datetime(year, 1, 1, tzinfo=zone)
        page = orders.search_orders(shop.market.id, Search("zoe"), before=at)
        assert [each.id for each in page] == ([order] if year == 9999 else [])
        assert found(shop, "zoe", since=at) == ([] if year == 9999 else [order])


def test_an_order_that_has_just_left_a_state_is_not_shown_in_it(shop: Shop) -> None:
    placed = [sent(shop) for _ in range(4)]
    settle()
    for order in placed[1:3]:
        orders.cancel_order(order, actor=SYSTEM)
    page = orders.search_orders(shop.market.id, Search(states=[OrderState.PLACED]), limit=2)
    assert [each.id for each in page] == [placed[3], placed[0]]


def test_a_promise_that_was_broken_is_found(shop: Shop) -> None:
    late = sent(shop)
    orders.note_broken_promises(clock.now() + timedelta(days=90))
    sent(shop)
    settle()
    assert found(shop, broken=True) == [late]


@given(
    before=st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
    ago=st.timedeltas(timedelta(0), timedelta(days=4000)),
    on_the_edge=st.booleans(),
)
def test_every_order_before_a_mark_is_in_exactly_one_span(before: datetime, ago: timedelta, on_the_edge: bool) -> None:
    at, order = before - ago, UUID(int=7)
    if on_the_edge:
        at = datetime.fromtimestamp(int(at.timestamp()) // rules.WEEK_S * rules.WEEK_S, UTC)
    for since in (at, at - timedelta(days=1000)):
        holding = [
            span
            for span, below, below_id in rules.spans(before, UUID(int=8), since)
            if span in rules.span_words(at) and (at, order) < (below, below_id)
        ]
        assert len(holding) == 1


_BOOK = """
    INSERT INTO orders_order (market_id, number, channel_id, method, state, currency, items, total, placed_at)
    SELECT %(market)s, 'N' || n, %(market)s, 'ship', CASE WHEN n %% 1000 = 0 THEN 'placed' ELSE 'completed' END, 'USD',
           n, n, now() - n * interval '1 hour'
      FROM generate_series(1, %(count)s) AS n"""


def a_long_book(count: int) -> MarketId:
    """Write orders of an hour each, newest first, past all events."""
    market = MarketId(new_id())
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, {"market": market, "count": count})
    return market


def test_pages_follow_each_other_over_weeks(shop: Shop) -> None:
    market = a_long_book(700)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE market_id = %s", [market])
        orders.renew_search([order for (order,) in cursor.fetchall()])
    seen: list[int] = []
    page = orders.search_orders(market, Search(states=[OrderState.COMPLETED]), limit=30)
    while page:
        seen += [each.total.minor for each in page]
        last = page[-1]
        page = orders.search_orders(
            market, Search(states=[OrderState.COMPLETED]), before=last.placed_at, before_id=last.id, limit=30
        )
    assert seen == list(range(1, 701))


_READ = """
    SELECT seq_scan, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'orders_search'"""


def test_search_reads_no_more_than_what_it_finds(shop: Shop) -> None:
    market = a_long_book(20_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE market_id = %s ORDER BY id", [market])
        everything = [order for (order,) in cursor.fetchall()]
        for start in range(0, len(everything), 2_000):
            orders.renew_search(everything[start : start + 2_000])
        cursor.execute("ANALYZE orders_search")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READ)
        before = cursor.fetchone()
        assert len(orders.search_orders(market, Search(states=[OrderState.PLACED]), limit=50)) == 20
        cursor.execute(_READ)
        after = cursor.fetchone()
    assert [then - earlier for then, earlier in zip(after, before, strict=True)] == [0, 20]
