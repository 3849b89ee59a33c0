"""The catalogue: what is sold. Retailer-wide: every market and every channel sells the same goods.

A product is described once and sold as variants; a variant is what is put on the shelf, counted, priced and sold.
It is known by its id, its SKU and any number of barcodes, all kept as GTIN-14 whatever their printed length.

Invariants: SKUs, barcodes and slugs name one thing each; every barcode has its right check digit
(`barcode_has_its_check_digit`); variants of a product differ in their options; nothing is deleted but archived;
search is renewed in the transaction that changes a product. A kit is a variant made of others: it has no stock of its
own, and holds no kits. Permissions: `catalogue.view`, `catalogue.edit`.
"""

from __future__ import annotations

from oneshelf.modules.catalogue.actions.add_barcode import add_barcode, remove_barcode
from oneshelf.modules.catalogue.actions.add_picture import add_picture, remove_picture
from oneshelf.modules.catalogue.actions.add_variant import (
    add_variant,
    archive_variant,
    restore_variant,
    revise_variant,
)
from oneshelf.modules.catalogue.actions.bulk_load import (
    bulk_load_categories,
    bulk_load_pictures,
    bulk_load_products,
    bulk_load_variants,
)
from oneshelf.modules.catalogue.actions.compose_kit import compose_kit
from oneshelf.modules.catalogue.actions.create_category import create_category, move_category, revise_category
from oneshelf.modules.catalogue.actions.create_product import create_product
from oneshelf.modules.catalogue.actions.renew_search import rebuild_search
from oneshelf.modules.catalogue.actions.revise_product import archive_product, restore_product, revise_product
from oneshelf.modules.catalogue.errors import (
    BadAttribute,
    BadKit,
    BadKitQuantity,
    BadMeasure,
    BadPageMark,
    BadText,
    BarcodeTaken,
    CategoryIntoItself,
    NotABarcode,
    OptionsDiffer,
    PictureRefused,
    ProductChangedMeanwhile,
    SkuTaken,
    SlugTaken,
    WrongCheckDigit,
)
from oneshelf.modules.catalogue.events import CategoryChanged, ProductArchived, ProductCreated, ProductRevised
from oneshelf.modules.catalogue.queries import (
    category_page,
    category_tree,
    find_variant_by_barcode,
    find_variant_by_code,
    first_products,
    hits,
    list_products,
    picture_url,
    product_page,
    quick_search,
    search,
    snapshots,
    snapshots_by_sku,
    suggest,
    variants_by_sku,
)
from oneshelf.modules.catalogue.rules import as_printed, parse_barcode, slug_of
from oneshelf.modules.catalogue.types import (
    CategoryId,
    CategoryPage,
    CategoryRow,
    CategoryView,
    Component,
    FacetCount,
    Facets,
    Hit,
    NewVariant,
    PictureId,
    PictureRow,
    PictureView,
    ProductDescription,
    ProductId,
    ProductPage,
    ProductRow,
    SearchFilters,
    SearchPage,
    Suggestion,
    VariantId,
    VariantRow,
    VariantSnapshot,
    VariantView,
)

__all__ = [
    "BadAttribute",
    "BadKit",
    "BadKitQuantity",
    "BadMeasure",
    "BadPageMark",
    "BadText",
    "BarcodeTaken",
    "CategoryChanged",
    "CategoryId",
    "CategoryIntoItself",
    "CategoryPage",
    "CategoryRow",
    "CategoryView",
    "Component",
    "FacetCount",
    "Facets",
    "Hit",
    "NewVariant",
    "NotABarcode",
    "OptionsDiffer",
    "PictureId",
    "PictureRefused",
    "PictureRow",
    "PictureView",
    "ProductArchived",
    "ProductChangedMeanwhile",
    "ProductCreated",
    "ProductDescription",
    "ProductId",
    "ProductPage",
    "ProductRevised",
    "ProductRow",
    "SearchFilters",
    "SearchPage",
    "SkuTaken",
    "SlugTaken",
    "Suggestion",
    "VariantId",
    "VariantRow",
    "VariantSnapshot",
    "VariantView",
    "WrongCheckDigit",
    "add_barcode",
    "add_picture",
    "add_variant",
    "archive_product",
    "archive_variant",
    "as_printed",
    "bulk_load_categories",
    "bulk_load_pictures",
    "bulk_load_products",
    "bulk_load_variants",
    "category_page",
    "category_tree",
    "compose_kit",
    "create_category",
    "create_product",
    "find_variant_by_barcode",
    "find_variant_by_code",
    "first_products",
    "hits",
    "list_products",
    "move_category",
    "parse_barcode",
    "picture_url",
    "product_page",
    "quick_search",
    "rebuild_search",
    "remove_barcode",
    "remove_picture",
    "restore_product",
    "restore_variant",
    "revise_category",
    "revise_product",
    "revise_variant",
    "search",
    "slug_of",
    "snapshots",
    "snapshots_by_sku",
    "suggest",
    "variants_by_sku",
]
