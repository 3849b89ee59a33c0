"""The catalogue: what is sold. Retailer-wide: every market and every channel sells the same goods.

A product is described once and sold as variants; a variant is what is put on the shelf, counted, priced and sold.
It is known by its id, its SKU and any number of barcodes, all kept as GTIN-14 whatever their printed length.

Invariants: SKUs, barcodes and slugs name one thing each; every barcode has its right check digit
(`barcode_has_its_check_digit`); variants of a product differ in their options; nothing is deleted but archived;
search is renewed in the transaction that changes a product. Permissions: `catalogue.view`, `catalogue.edit`.
"""

from __future__ import annotations

from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit
from oneshelf.modules.catalogue.queries import (
    find_variant_by_barcode,
    find_variant_by_code,
    snapshots,
    snapshots_by_sku,
    variants_by_sku,
)
from oneshelf.modules.catalogue.rules import as_printed, parse_barcode
from oneshelf.modules.catalogue.types import (
    CategoryId,
    PictureId,
    ProductId,
    VariantId,
    VariantSnapshot,
)

__all__ = [
    "CategoryId",
    "NotABarcode",
    "PictureId",
    "ProductId",
    "VariantId",
    "VariantSnapshot",
    "WrongCheckDigit",
    "as_printed",
    "find_variant_by_barcode",
    "find_variant_by_code",
    "parse_barcode",
    "snapshots",
    "snapshots_by_sku",
    "variants_by_sku",
]
