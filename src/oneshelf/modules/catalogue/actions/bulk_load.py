"""Bringing in a catalogue from elsewhere. Ids come with the rows: a load that runs twice adds nothing.

All run in the caller's transaction and pass over rows whose id, slug, SKU or barcode is there. No events: a load
tells its readers when it is through. Call `rebuild_search` at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from oneshelf.kernel import bulk
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue.types import CategoryRow, PictureRow, ProductRow, SetRow, VariantRow


def bulk_load_categories(rows: Iterable[CategoryRow]) -> int:
    """Add categories, parents before children; return how many were new."""
    paths: dict[UUID, str] = dict(models.Category.objects.values_list("id", "path"))

    def values(row: CategoryRow) -> list[object]:
        path = paths.setdefault(row.id, f"{paths[row.parent] if row.parent else ''}{row.slug}/")
        return [row.id, row.parent, row.slug, row.name, row.picture, row.position, path]

    columns = ["id", "parent_id", "slug", "name", "picture", "position", "path"]
    return bulk.add_missing("catalogue_category", columns, [values(row) for row in rows])


def bulk_load_products(rows: Iterable[ProductRow]) -> int:
    """Add products without variants; return how many were new."""
    columns = [
        *("id", "slug", "title", "description", "brand", "category_id", "tax_class", "minimum_age"),
        *("attributes", "option_names", "made_up", "archived_at"),
    ]
    values = (
        [
            *(row.id, row.slug, row.title, row.description, row.brand, row.category, row.tax_class, row.minimum_age),
            *(json.dumps(dict(row.attributes)), list(row.option_names), list(row.made_up), row.archived_at),
        ]
        for row in rows
    )
    return bulk.add_missing("catalogue_product", columns, values)


def bulk_load_variants(rows: Iterable[VariantRow]) -> int:
    """Add variants of products that are there, and their barcodes (GTIN-14); return how many variants were new."""
    rows = list(rows)
    columns = ["id", "product_id", "sku", "title", "option_values", "unit", "weight_g", "position"]
    columns += ["content", "content_unit"]
    values = (
        [
            *(row.id, row.product, row.sku, row.title, list(row.option_values), row.unit.value, row.weight_g, 0),
            *((row.content.amount, row.content.unit.value) if row.content else (None, "")),
        ]
        for row in rows
    )
    added = bulk.add_missing("catalogue_variant", columns, values)
    barcodes = ([row.id, row.barcode, 0] for row in rows if row.barcode)
    bulk.add_missing("catalogue_barcode", ["variant_id", "value", "position"], barcodes)
    return added


def bulk_load_pictures(rows: Iterable[PictureRow]) -> int:
    """Add pictures of products that are there; return how many were new."""
    columns = ["id", "product_id", "path", "alt", "width", "height", "position"]
    values = ([row.id, row.product, row.path, row.alt, row.width, row.height, 0] for row in rows)
    return bulk.add_missing("catalogue_picture", columns, values)


def bulk_load_sets(rows: Iterable[SetRow]) -> int:
    """Add sets and what they hold of variants that are there; return how many sets were new."""
    rows = list(rows)
    added = bulk.add_missing("catalogue_set", ["id", "code", "name"], [[row.id, row.code, row.name] for row in rows])
    held = ([row.id, variant] for row in rows for variant in row.variants)
    bulk.add_missing("catalogue_set_member", ["product_set_id", "variant_id"], held)
    return added
