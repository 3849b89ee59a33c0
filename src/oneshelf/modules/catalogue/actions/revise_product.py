"""Describing a product anew, and taking it out of sale."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.announce import product_changed
from oneshelf.modules.catalogue.actions.create_product import write_description
from oneshelf.modules.catalogue.errors import OptionsDiffer, ProductChangedMeanwhile, SlugTaken
from oneshelf.modules.catalogue.events import ProductArchived, ProductRevised
from oneshelf.modules.catalogue.types import ProductDescription, ProductId


@retried
def revise_product(
    product: ProductId, description: ProductDescription, *, seen: int | None = None, actor: Actor
) -> None:
    """Describe `product` anew; an empty slug keeps its address.

    `seen` is the version that the writer looked at: ProductChangedMeanwhile when it is no longer the latest.
    Raises as `create_product` does, and OptionsDiffer when its variants have another number of options.
    """
    rules.check_description(description)
    row = locked(product)
    if seen is not None and seen != row.version:
        raise ProductChangedMeanwhile(slug=row.slug, version=row.version)
    for variant in models.Variant.objects.filter(product=product, archived_at=None):
        if len(variant.option_values) != len(description.option_names):
            given, wanted = len(variant.option_values), len(description.option_names)
            raise OptionsDiffer(sku=variant.sku, given=given, wanted=wanted)
    write_description(row, description)
    row.slug = description.slug or row.slug
    with refusals({"product_slug_is_its_own": SlugTaken(value=row.slug)}):
        row.save(force_update=True)
    product_changed(product, ProductRevised, "product.revised", actor=actor)


@retried
def archive_product(product: ProductId, *, actor: Actor) -> None:
    """Take `product` out of sale and out of search; what was ordered stays. Twice is once."""
    row = locked(product)
    if row.archived_at is None:
        row.archived_at = clock.now()
        row.save(update_fields=["archived_at"])
        product_changed(product, ProductArchived, "product.archived", actor=actor)


@retried
def restore_product(product: ProductId, *, actor: Actor) -> None:
    """Sell an archived `product` again. Twice is once."""
    row = locked(product)
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        product_changed(product, ProductRevised, "product.restored", actor=actor)


def locked(product: ProductId) -> models.Product:
    """Return the product's row; nobody else changes it until the transaction ends. Raises NotFound."""
    row = models.Product.objects.select_for_update().filter(id=product).first()
    if row is None:
        raise NotFound(kind="product", value=str(product))
    return row
