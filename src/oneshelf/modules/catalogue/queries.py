"""Reading single products: what baskets, tills and the API ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.modules.catalogue import rules
from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit
from oneshelf.modules.catalogue.types import VariantId, VariantSnapshot


@dataclass(frozen=True, slots=True)
class _Named:
    sku: str
    variant: VariantId


_SNAPSHOTS = sql.statement(__name__, "snapshots", row=VariantSnapshot)
_SNAPSHOTS_BY_SKU = sql.statement(__name__, "snapshots_by_sku", row=VariantSnapshot)
_VARIANTS_BY_SKU = sql.statement(__name__, "variants_by_sku", row=_Named)
_VARIANT_BY_GTIN = sql.statement(__name__, "variant_by_gtin", row=UUID)


def snapshots(variants: Sequence[VariantId]) -> dict[VariantId, VariantSnapshot]:
    """Return what an order would remember of each of `variants`, in one statement; unknown ones are left out."""
    return {row.variant: row for row in _SNAPSHOTS.all(variants=list(variants))}


def snapshots_by_sku(skus: Sequence[str]) -> dict[str, VariantSnapshot]:
    """Return the snapshots of the variants that `skus` name, in one statement; unknown ones are left out."""
    return {row.sku: row for row in _SNAPSHOTS_BY_SKU.all(skus=list(skus))}


def variants_by_sku(skus: Sequence[str]) -> dict[str, VariantId]:
    """Return the variants that `skus` name, in one statement; unknown ones are left out."""
    return {row.sku: row.variant for row in _VARIANTS_BY_SKU.all(skus=list(skus))}


def find_variant_by_barcode(text: str) -> VariantId | None:
    """Return the variant that is scanned as `text`: any GTIN or ISBN, with or without its leading zeros.

    None when no variant carries it. Raises NotABarcode and WrongCheckDigit: then it was misread or mistyped.
    """
    found = _VARIANT_BY_GTIN.find(gtin=rules.parse_barcode(text))
    return VariantId(found) if found else None


def find_variant_by_code(text: str) -> VariantId | None:
    """Return the variant whose SKU or barcode `text` is, or None: what a till asks about whatever was entered."""
    code = text.strip()
    named = variants_by_sku([code]).get(code)
    if named is not None:
        return named
    try:
        return find_variant_by_barcode(code)
    except (NotABarcode, WrongCheckDigit):
        return None
