"""The demo's seller is made up, its states' rates are real: there once, and what the laws named beside them say."""

from __future__ import annotations

from datetime import date

import pytest

from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.models import Place
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Regime, TaxRequest, Where
from oneshelf.surfaces.console.load.demo_tax import SELLER, open_demo_tax
from tests.checkout.builders import a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def percent(market: MarketId, to: Where, tax_class: str = "standard", day: date = date(2026, 11, 23)) -> float:
    """Return what all taxes of a class take together."""
    found = tax.taxes(TaxRequest(market, False, to, day, frozenset({tax_class})))
    return sum(each.ppm for each in found.by_class[tax_class]) / 10_000


def test_stores_take_what_their_state_and_city_do() -> None:
    shop = a_shop()
    Place.objects.filter(id=shop.store.id).update(city="The Bronx", region="NY", country="US")
    for _ in range(2):
        open_demo_tax(store=shop.store.id)
        assert len(tax.list_rates(shop.market.id)) == 61
    assert markets.seller_of(shop.market.id) == SELLER
    assert tax.regime_of(shop.market.id) == Regime("US")
    here = Where("US", "NY", "", shop.store.id)
    assert (percent(shop.market.id, here), percent(shop.market.id, here, "food")) == (8.875, 0)
    assert percent(shop.market.id, Where("US", "NY", "11201")) == 8.875
    assert percent(shop.market.id, Where("US", "NY", "14201")) == 4
    assert percent(shop.market.id, Where("US", "PA", "19103")) == 8
    assert percent(shop.market.id, Where("US", "OH", "43215")) == 5.75
    assert percent(shop.market.id, Where("US", "NJ", "07030")) == 6.625
    assert percent(shop.market.id, Where("US", "NH", "03031")) == 0  # New Hampshire and Delaware have no such tax
    assert percent(shop.market.id, Where("US", "TN", "37201"), "food") == 4
    assert [percent(shop.market.id, Where("US", "NC", "27601"), each) for each in ("standard", "food")] == [6.75, 2]
    virginia = Where("US", "VA", "23219")
    days = (date(2022, 12, 31), date(2023, 1, 1))
    assert [percent(shop.market.id, virginia, "food", day) for day in days] == [2.5, 1]
