"""Products for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, NewVariant, ProductDescription, ProductId, VariantId

_numbers = count(1)


def a_category(name: str = "Food", parent: CategoryId | None = None, **fields: Any) -> CategoryId:
    """Create a category at an address of its own."""
    slug = f"{catalogue.slug_of(name)}-{next(_numbers)}"
    return catalogue.create_category(name, parent, **({"slug": slug} | fields), actor=SYSTEM)


def a_product(
    title: str = "Gouda", category: CategoryId | None = None, variants: list[NewVariant] | None = None, **fields: Any
) -> ProductId:
    """Create a product; with one variant unless others are given."""
    sold = variants if variants is not None else [NewVariant(sku=f"SKU-{next(_numbers)}")]
    description = ProductDescription(title=title, category=category or a_category(), **fields)
    return catalogue.create_product(description, sold, actor=SYSTEM)


def a_variant(title: str = "Gouda", *, tax_class: str = "standard", **fields: Any) -> VariantId:
    """Create a product with one variant, and return that."""
    variant = NewVariant(**({"sku": f"SKU-{next(_numbers)}"} | fields))
    a_product(title, variants=[variant], tax_class=tax_class)
    return catalogue.variants_by_sku([variant.sku])[variant.sku]
