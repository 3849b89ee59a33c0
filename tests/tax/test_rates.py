"""The rates of a market, as they hold on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from oneshelf.modules.tax import public as tax
from tests.markets.builders import a_market
from tests.tax.builders import LONG_AGO, a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_rate_holds_until_the_next_begins() -> None:
    market = a_market(tax_included=True)
    a_rate(market.id, 1900)
    a_rate(market.id, 2100, since=date(2026, 7, 1))
    a_rate(market.id, 700, "food")
    assert tax.rates_on(market.id, date(2026, 6, 30)).by_class == {"standard": 1900, "food": 700}
    later = tax.rates_on(market.id, date(2026, 7, 1))
    assert (later.of("standard"), later.of("food"), later.of("books")) == (2100, 700, 2100)
    assert tax.rates_on(market.id, LONG_AGO - timedelta(days=1)).of("standard") is None


def test_prices_without_tax_hold_none() -> None:
    market = a_market(tax_included=False)
    a_rate(market.id, 1900)
    assert tax.rates_on(market.id, date(2026, 1, 1)).of("standard") is None


def test_a_class_has_one_rate_a_day() -> None:
    market = a_market()
    a_rate(market.id, 1900)
    with pytest.raises(IntegrityError, match="tax_rate_begins_once_a_day"):
        a_rate(market.id, 2000)
