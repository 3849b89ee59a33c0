"""Turning the pages of a long order book."""

from __future__ import annotations

import pytest
from django.db import connection

from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places.public import PlaceId

pytestmark = [pytest.mark.database, pytest.mark.django_db]

_BUSY_BOOK = """
    INSERT INTO orders_order (market_id, number, channel_id, place_id, method, state, currency, items, total, placed_at)
    SELECT %(market)s, 'N' || n, %(market)s, CASE WHEN n %% 10000 = 0 THEN %(small)s::uuid ELSE %(busy)s::uuid END,
           'ship', 'placed', 'USD', 1, 1, now() - n * interval '1 minute'
      FROM generate_series(1, 30000) AS n"""

_ROWS_READ = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'orders_order'"


def test_the_orders_of_a_small_place_are_found_without_reading_those_of_others() -> None:
    market, busy, small = MarketId(new_id()), PlaceId(new_id()), PlaceId(new_id())

    def rows_read() -> int:
        cursor.execute(_ROWS_READ)
        (read,) = cursor.fetchone()
        return int(read)

    with connection.cursor() as cursor:
        cursor.execute(_BUSY_BOOK, {"market": market, "busy": busy, "small": small})
        cursor.execute("ANALYZE orders_order")
        for _ in range(8):  # as often as it takes for a prepared statement to get one plan for all that is asked
            assert len(orders.list_orders(market)) == 50
        before = rows_read()
        assert len(orders.list_orders(market, places=[small])) == 3
        assert rows_read() - before <= 10
