"""Adding variants to products, changing them, and taking them out of sale."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.add_barcode import insert_barcode
from oneshelf.modules.catalogue.actions.announce import product_changed
from oneshelf.modules.catalogue.errors import OptionsDiffer, SkuTaken
from oneshelf.modules.catalogue.events import ProductRevised
from oneshelf.modules.catalogue.types import NewVariant, ProductId, VariantId


@retried
def add_variant(product: ProductId, variant: NewVariant, *, actor: Actor) -> VariantId:
    """Add a variant to `product`, behind its others, and return its id.

    Raises BadText, BadMeasure, OptionsDiffer, SkuTaken, BarcodeTaken, NotABarcode, WrongCheckDigit, NotFound.
    """
    row = models.Product.objects.select_for_update().filter(id=product).first()
    if row is None:
        raise NotFound(kind="product", value=str(product))
    added = insert_variant(row, variant, models.Variant.objects.filter(product=product).count())
    product_changed(product, ProductRevised, "product.variant_added", actor=actor)
    return added


@retried
def revise_variant(variant: VariantId, revised: NewVariant, *, actor: Actor) -> None:
    """Describe a variant anew; its barcodes stay as they are (`add_barcode`, `remove_barcode`). Raises as above."""
    row = _get(variant)
    rules.check_variant(revised, row.product.option_names)
    _write(row, revised)
    with refusals(_taken(revised, row.product)):
        row.save(force_update=True)
    product_changed(row.product_id, ProductRevised, "product.variant_revised", actor=actor)


@retried
def archive_variant(variant: VariantId, *, actor: Actor) -> None:
    """Take a variant out of sale; what was ordered stays. Twice is once."""
    row = _get(variant)
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.save(update_fields=["archived_at"])
        product_changed(row.product_id, ProductRevised, "product.variant_archived", actor=actor)


@retried
def restore_variant(variant: VariantId, *, actor: Actor) -> None:
    """Sell an archived variant again. Twice is once; OptionsDiffer when another has its options by now."""
    row = _get(variant)
    if row.archived_at is not None:
        row.archived_at = None
        count = len(row.option_values)
        differ = OptionsDiffer(sku=row.sku, given=count, wanted=len(row.product.option_names))
        with refusals({"variants_differ_in_their_options": differ}):
            row.save(update_fields=["archived_at"])
        product_changed(row.product_id, ProductRevised, "product.variant_restored", actor=actor)


def insert_variant(product: models.Product, variant: NewVariant, position: int) -> VariantId:
    """Write a variant of `product` and its barcodes, in the caller's transaction, without announcing it."""
    rules.check_variant(variant, product.option_names)
    row = models.Variant(id=new_id(), product=product, position=position)
    _write(row, variant)
    with refusals(_taken(variant, product)):
        row.save(force_insert=True)
    for place, barcode in enumerate(variant.barcodes):
        insert_barcode(row, barcode, place)
    return VariantId(row.id)


def _write(row: models.Variant, variant: NewVariant) -> None:
    row.sku = variant.sku.strip()
    row.title = variant.title.strip()
    row.option_values = list(variant.option_values)
    row.unit = variant.unit.value
    row.weight_g = variant.weight_g
    row.content = variant.content.amount if variant.content else None
    row.content_unit = variant.content.unit.value if variant.content else ""
    row.length_mm = variant.length_mm
    row.width_mm = variant.width_mm
    row.height_mm = variant.height_mm
    row.tracks = variant.tracks.value
    row.margin_days = variant.margin_days


def _taken(variant: NewVariant, product: models.Product) -> dict[str, SkuTaken | OptionsDiffer]:
    given, wanted = len(variant.option_values), len(product.option_names)
    return {
        "sku_names_one_variant": SkuTaken(value=variant.sku),
        "variants_differ_in_their_options": OptionsDiffer(sku=variant.sku, given=given, wanted=wanted),
    }


def _get(variant: VariantId) -> models.Variant:
    row = models.Variant.objects.select_for_update(of=("self",)).select_related("product").filter(id=variant).first()
    if row is None:
        raise NotFound(kind="variant", value=str(variant))
    return row
