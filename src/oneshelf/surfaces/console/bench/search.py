"""Finding orders among millions, each kind of question beside the bare page of the book in the same run."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from oneshelf.surfaces.console.bench import stage as stages
from oneshelf.surfaces.console.bench.stage import Size

if TYPE_CHECKING:
    from oneshelf.modules.markets.public import MarketId

ORDERS, TINY_ORDERS = 2_000_000, 2_000

DAYS = 3 * 365
"""How long the book has been written."""

ROWS = 50
"""Orders of a page."""

WARM = 5
"""How many rounds of all questions are asked before the clock runs."""

_ORDERS = """
INSERT INTO orders_order
    (id, market_id, number, channel_id, place_id, method, state, currency, items, total, placed_at, promise_kept)
SELECT ('019' || lpad(to_hex(n), 9, '0') || '70008000000000000000')::uuid, %(market)s, 'B' || n,
       (%(channels)s::uuid[])[1 + n %% 3], (%(places)s::uuid[])[1 + n %% 40],
       CASE n %% 3 WHEN 0 THEN 'ship' WHEN 1 THEN 'collect' ELSE 'take_now' END,
       CASE WHEN n %% 5000 = 7 THEN 'placed' WHEN n %% 50 = 9 THEN 'cancelled' ELSE 'completed' END,
       'USD', amount, amount, %(first)s + n * %(pace)s, CASE WHEN n %% 997 = 0 THEN FALSE END
  FROM generate_series(1, %(orders)s) AS n
 CROSS JOIN LATERAL (SELECT (500 + n * 7919::bigint %% 9000) * CASE n %% 4001 WHEN 0 THEN 100 ELSE 1 END)
    AS drawn (amount)
"""

_LINES = """
INSERT INTO orders_line
    (market_id, order_id, line, variant_id, sku, title, unit, quantity, unit_price, amount, tax_class)
SELECT purchase.market_id, purchase.id, line, gen_random_uuid(), 'SKU-' || article,
       'Fine ' || word || ' no ' || article, 'each', 1, 100, 100, 'standard'
  FROM orders_order AS purchase
 CROSS JOIN generate_series(1, 2) AS line
 CROSS JOIN LATERAL (SELECT substr(purchase.number, 2)::bigint * 31 + line * 17) AS drawn (seed)
 CROSS JOIN LATERAL (SELECT seed %% 20011, CASE WHEN seed %% 7 = 0 THEN 'milk' ELSE 'w' || seed %% 4001 END)
    AS goods (article, word)
"""

_CONTACTS = """
INSERT INTO orders_contact (order_id, market_id, name, email, phone, street, postal_code, city, region, country)
SELECT purchase.id, purchase.market_id, 'Ana' || n %% 3001 || ' Nowak' || n %% 7001, 'buyer' || n || '@example.com',
       '+48' || (100000000 + n * 7::bigint %% 899999999), '', lpad((n %% 90000)::text, 5, '0'), 'York', '', 'US'
  FROM orders_order AS purchase
 CROSS JOIN LATERAL (SELECT substr(purchase.number, 2)::bigint) AS number (n)
 WHERE purchase.method <> 'take_now'
"""

_WORDS = """
INSERT INTO orders_search (order_id, market_id, placed_at, total, document)
SELECT purchase.id, purchase.market_id, purchase.placed_at, purchase.total, array_to_tsvector(ARRAY[
           'is:' || state, 'by:' || method, 'much:' || length(ltrim(total::bit(64)::text, '0')),
           'week:' || floor(extract(EPOCH FROM placed_at) / 604800)::int, lower(number),
           'year:' || extract(YEAR FROM placed_at AT TIME ZONE 'UTC')::int, 'via:' || right(channel_id::text, 12),
           'at:' || right(place_id::text, 12)]
       || CASE WHEN promise_kept IS FALSE THEN ARRAY['broken:'] ELSE '{}' END
       || (SELECT array_agg(DISTINCT word) FROM orders_line AS line
            CROSS JOIN LATERAL unnest(string_to_array(lower(line.title), ' ') || string_to_array(lower(line.sku), '-')
                || replace(lower(line.sku), '-', '')) AS word WHERE line.order_id = purchase.id)
       || CASE WHEN contact.order_id IS NULL THEN '{}' ELSE (
            SELECT array_agg(DISTINCT word) FROM (
                SELECT left(part, cut) AS word FROM unnest(string_to_array(lower(contact.name), ' ')) AS part
                 CROSS JOIN LATERAL generate_series(3, length(part)) AS cut
                UNION SELECT unnest(ARRAY[split_part(contact.email, '@', 1), contact.email,
                                          lower(contact.city), 'example', 'com', 'examplecom'])
                UNION SELECT unnest(ARRAY[contact.postal_code, coalesce(nullif(ltrim(contact.postal_code, '0'), ''),
                                                                        contact.postal_code)])
                UNION SELECT substr(contact.phone, start) FROM generate_series(2, length(contact.phone) - 3) AS start
            ) AS people (word)) END)
  FROM orders_order AS purchase LEFT JOIN orders_contact AS contact ON contact.order_id = purchase.id
"""
"""The words of `orders.renew_search`, a hundred times as fast; some are made anew by it afterwards and compared."""

_BARE = """
SELECT id, number, channel_id, place_id, customer_id, state, method, total, refunded, placed_at,
       (SELECT count(*) FROM orders_line AS line WHERE line.order_id = purchase.id)
  FROM orders_order AS purchase
 WHERE market_id = %s AND (placed_at, id) < (%s, %s) ORDER BY placed_at DESC, id DESC LIMIT %s
"""

_INDEX = "CREATE INDEX orders_search_document ON orders_search USING gin (document) WITH (fastupdate = off)"

_SAMPLE = "SELECT order_id, document::text FROM orders_search WHERE order_id = ANY (%s)"

SAMPLED = 200
"""How many orders' words are compared with those that the product makes."""

Ask = Callable[[], object]


def search(size: Size) -> dict[str, Any]:
    """Measure what staff ask of a book of three years, beside the bare indexed SELECT of one of its pages."""
    count = TINY_ORDERS if size == stages.TINY else ORDERS
    with stages.database():
        import django

        django.setup()
        from oneshelf.kernel.ids import new_id
        from oneshelf.modules.markets.public import MarketId

        market = MarketId(new_id())
        channels, places = [new_id() for _ in range(3)], [new_id() for _ in range(40)]
        started = time.monotonic()
        first = _write(market, channels, places, count)
        written = time.monotonic() - started
        draw = random.Random(1)
        asked = _questions(draw, market, channels, places, count)
        return {
            "bench": "search",
            **_figures(asked, _bare(draw, market, first), size.seconds),
            "wrong": _wrong_words(draw, count),
            "orders": count,
            "seconds_to_write_the_book": round(written),
            "cores": os.cpu_count(),
        }


def _write(market: MarketId, channels: list[UUID], places: list[UUID], count: int) -> datetime:
    """Write the book of three years and what its orders are found by; return when the first was placed."""
    from django.db import connection

    from oneshelf.kernel import clock

    first = clock.now() - timedelta(days=DAYS)
    given: dict[str, Any] = {
        "market": market,
        "channels": channels,
        "places": places,
        "orders": count,
        "first": first,
        "pace": timedelta(days=DAYS) / count,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET transaction_timeout = 0; SET statement_timeout = 0; SET maintenance_work_mem = '512MB'")
        cursor.execute("DROP INDEX orders_search_document")
        for statement in (_ORDERS, _LINES, _CONTACTS, _WORDS):
            cursor.execute(statement, given)
        cursor.execute(
            "CREATE INDEX orders_search_document ON orders_search USING gin (document) WITH (fastupdate = off)"
        )
        cursor.execute("VACUUM ANALYZE")
    return first


def _questions(
    draw: random.Random, market: MarketId, channels: list[UUID], places: list[UUID], count: int
) -> dict[str, Ask]:
    """Return what staff ask, by name; each draws another order's facts every time."""
    from oneshelf.kernel import clock
    from oneshelf.modules.markets.public import ChannelId
    from oneshelf.modules.orders import public as orders
    from oneshelf.modules.orders.public import OrderState, Search
    from oneshelf.modules.places.public import PlaceId

    def asks(make: Callable[[int], Search]) -> Ask:
        return lambda: orders.search_orders(market, make(draw.randrange(1, count)), limit=ROWS + 1)

    def older() -> object:
        at = clock.now() - timedelta(days=draw.uniform(0, DAYS))
        return orders.search_orders(market, Search("milk"), before=at, limit=ROWS + 1)

    one, web = [PlaceId(places[7])], [ChannelId(channels[1])]
    return {
        "email": asks(lambda n: Search(f"buyer{n}@example.com")),
        "telephone": asks(lambda n: Search(f"+48 {100_000_000 + n * 7 % 899_999_999}")),
        "last_digits": asks(lambda n: Search(f"{(n * 7) % 10_000:04}")),
        "name": asks(lambda n: Search(f"Ana{n % 3001} Nowak{n % 7001}")),
        "postcode": asks(lambda n: Search(f"{n % 90_000:05}")),
        "sku": asks(lambda n: Search(f"SKU-{n % 20_011}")),
        "nobody": asks(lambda n: Search(f"stranger{n}")),
        "common_word": asks(lambda n: Search("milk")),
        "common_word_on_an_older_page": older,
        "common_word_at_a_place": asks(lambda n: Search("milk", places=one, states=[OrderState.CANCELLED])),
        "open_ones": asks(lambda n: Search(states=[OrderState.PLACED], channels=web)),
        "large_amounts": asks(lambda n: Search(least=100_000, most=900_000)),
        "promises_broken": asks(lambda n: Search(broken=True, channels=web)),
    }


def _bare(draw: random.Random, market: MarketId, first: datetime) -> Ask:
    from django.db import connection

    def ask() -> object:
        before = first + timedelta(days=draw.uniform(0, DAYS))
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [market, before, UUID(int=0), ROWS + 1])
            return cursor.fetchall()

    return ask


def _figures(asked: dict[str, Ask], bare: Ask, seconds: float) -> dict[str, Any]:
    """Ask everything in turns, so that a busy machine is equally busy for each."""
    times: dict[str, list[float]] = {"limit": [], **{name: [] for name in asked}}
    deadline, rounds = time.monotonic() + 2 * seconds, 0
    while rounds <= WARM or time.monotonic() < deadline:
        for name, ask in (("limit", bare), *asked.items()):
            started = time.perf_counter()
            ask()
            if rounds >= WARM:
                times[name].append(1000 * (time.perf_counter() - started))
        rounds += 1
    limit = _told(times.pop("limit"))
    return {
        **_told([each for some in times.values() for each in some]),
        "limit": limit,
        "of": {name: _told(some) for name, some in times.items()},
        "rounds": rounds - WARM,
        "seconds": seconds,
    }


def _told(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {f"p{share}_ms": round(times[min(len(times) - 1, share * len(times) // 100)], 2) for share in (50, 99)}


def _wrong_words(draw: random.Random, count: int) -> int:
    """Return how many of some orders have other words after the product has renewed them."""
    from django.db import connection

    from oneshelf.modules.orders import public as orders

    sample = [UUID(f"019{number:09x}70008000{0:012x}") for number in draw.sample(range(1, count), SAMPLED)]
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, [sample])
        before = dict(cursor.fetchall())
        orders.renew_search(sample)
        cursor.execute(_SAMPLE, [sample])
        after = dict(cursor.fetchall())
    return sum(before.get(each) != after.get(each) for each in sample)
