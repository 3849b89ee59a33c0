"""Products for tests."""

from __future__ import annotations

from itertools import count

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.models import Category, Product, Variant
from oneshelf.modules.catalogue.public import VariantId

_numbers = count(1)


def a_variant(title: str = "Gouda", unit: Unit = Unit.EACH) -> VariantId:
    """Put a product with one variant on the catalogue's first shelf."""
    number = next(_numbers)
    category, _ = Category.objects.get_or_create(slug="food", defaults={"name": "Food", "path": "food/"})
    product = Product.objects.create(slug=f"product-{number}", title=title, category=category)
    return VariantId(Variant.objects.create(product=product, sku=f"SKU-{number}", unit=unit.value).id)
