"""Giving a variant barcodes, and taking them off."""

from __future__ import annotations

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.announce import product_changed
from oneshelf.modules.catalogue.errors import BarcodeTaken
from oneshelf.modules.catalogue.events import ProductRevised
from oneshelf.modules.catalogue.types import VariantId


@retried
def add_barcode(variant: VariantId, text: str, *, actor: Actor) -> str:
    """Let `variant` be scanned as `text`, any form of a GTIN or ISBN, too; return it as GTIN-14. Twice is once.

    Raises NotABarcode, WrongCheckDigit, BarcodeTaken when another variant carries it, and NotFound.
    """
    row = models.Variant.objects.filter(id=variant).first()
    if row is None:
        raise NotFound(kind="variant", value=str(variant))
    gtin = rules.parse_barcode(text)
    if not models.Barcode.objects.filter(variant=row, value=gtin).exists():
        insert_barcode(row, text, models.Barcode.objects.filter(variant=row).count())
        product_changed(row.product_id, ProductRevised, "product.barcode_added", actor=actor)
    return gtin


@retried
def remove_barcode(variant: VariantId, text: str, *, actor: Actor) -> None:
    """Take a barcode off `variant`. Raises NotFound when it does not carry it, NotABarcode, WrongCheckDigit."""
    row = models.Barcode.objects.select_related("variant").filter(variant=variant, value=rules.parse_barcode(text))
    barcode = row.first()
    if barcode is None:
        raise NotFound(kind="barcode", value=text)
    barcode.delete()
    product_changed(barcode.variant.product_id, ProductRevised, "product.barcode_removed", actor=actor)


def insert_barcode(variant: models.Variant, text: str, position: int) -> None:
    """Write a barcode of `variant` in the caller's transaction, without announcing it."""
    gtin = rules.parse_barcode(text)
    owner = models.Barcode.objects.select_related("variant").filter(value=gtin).first()
    if owner is not None:
        raise BarcodeTaken(value=text, sku=owner.variant.sku)
    with refusals({"barcode_names_one_variant": BarcodeTaken(value=text, sku="?")}):  # taken this very moment
        models.Barcode.objects.create(variant=variant, value=gtin, position=position)
