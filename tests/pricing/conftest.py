"""What every test of prices needs: a market that sells one cheese."""

from __future__ import annotations

from uuid import UUID

import pytest


@pytest.fixture
def market(db: None) -> UUID:
    from oneshelf.modules.markets import public as markets  # models want settings, which come after this file

    return markets.create_market(
        code="us",
        name="United States",
        currency="USD",
        default_language="en",
        languages=("en",),
        time_zone="America/New_York",
        tax_included=False,
    ).id


@pytest.fixture
def cheese(db: None) -> UUID:
    from oneshelf.modules.catalogue.models import Category, Product, Variant

    category = Category.objects.create(slug="dairy", name="Dairy", path="dairy/")
    product = Product.objects.create(slug="gouda", title="Gouda", category=category)
    return Variant.objects.create(product=product, sku="GOUDA", unit="kg").id
