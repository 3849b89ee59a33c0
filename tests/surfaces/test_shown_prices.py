"""Beside a price: what a kilogram or litre comes to, and the lowest of 30 days before a reduction, at every door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, Content, NewVariant, ProductDescription, VariantId
from oneshelf.modules.pricing import public as pricing
from tests.surfaces.storefront.builders import a_web_shop
from tests.surfaces.till.builders import a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def a_jam(category: CategoryId, sku: str = "JAM") -> VariantId:
    """Make a jam of 250 g."""
    described = ProductDescription(title="Jam", category=category)
    catalogue.create_product(described, [NewVariant(sku, content=Content(250, Unit.KILOGRAM))], actor=SYSTEM)
    return catalogue.variants_by_sku([sku])[sku]


def test_the_web_shop_and_the_api_show_what_the_law_wants(client: Client) -> None:
    shop = a_web_shop()
    jam = a_jam(shop.category)
    now = clock.now()
    pricing.set_price(shop.market.id, jam, UnitPrice(400, "USD"), now - timedelta(days=60), actor=SYSTEM)
    pricing.set_price(shop.market.id, jam, UnitPrice(300, "USD"), now, actor=SYSTEM)
    slug = shop.slug(jam)
    for page in (f"/product/{slug}/", "/search/?q=jam"):
        text = client.get(page).content.decode()
        assert "$12.00 / kg" in text, page
        assert "$4.00" in text, page
    shown = client.get("/api/v1/variants/JAM").json()
    assert (shown["price"]["amount"], shown["lowest_30_days"]["amount"]) == (300, 400)
    assert (shown["unit_price"]["amount"], shown["measure"]) == (1200, "kg")
    pricing.set_price(shop.market.id, jam, UnitPrice(500, "USD"), clock.now(), actor=SYSTEM)
    assert client.get("/api/v1/variants/JAM").json()["lowest_30_days"] is None, "what became dearer is not reduced"


def test_the_till_shows_them_where_a_price_is_looked_up() -> None:
    counter = a_counter()
    category = catalogue.create_category("Jams", actor=SYSTEM)
    jam, market, now = a_jam(category), counter.shop.market.id, clock.now()
    pricing.set_price(market, jam, UnitPrice(400, "USD"), now - timedelta(days=60), actor=SYSTEM)
    pricing.set_price(market, jam, UnitPrice(300, "USD"), now, actor=SYSTEM)
    text = counter.client.get("/till/price/", {"code": "JAM"}).content.decode()
    assert "$12.00 / kg" in text
    assert "Lowest price of the 30 days before: $4.00" in text
