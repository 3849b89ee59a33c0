"""Taking a product into the catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.add_variant import insert_variant
from oneshelf.modules.catalogue.actions.announce import product_created
from oneshelf.modules.catalogue.errors import SlugTaken
from oneshelf.modules.catalogue.types import NewVariant, ProductDescription, ProductId


@retried
def create_product(product: ProductDescription, variants: Sequence[NewVariant], *, actor: Actor) -> ProductId:
    """Create a product with its variants and their barcodes, searchable at once; return its id.

    Raises what a description or a variant can be refused with (BadText, BadMeasure, BadAttribute, OptionsDiffer,
    SkuTaken, BarcodeTaken, NotABarcode, WrongCheckDigit), SlugTaken, and NotFound for the category.
    """
    rules.check_description(product)
    for variant in variants:
        rules.check_variant(variant, product.option_names)
    row = models.Product(id=new_id(), slug=product.slug or free_slug(product.title))
    write_description(row, product)
    with refusals({"product_slug_is_its_own": SlugTaken(value=row.slug)}):
        row.save(force_insert=True)
    for position, variant in enumerate(variants):
        insert_variant(row, variant, position)
    product_created(row.id, actor=actor)
    return ProductId(row.id)


def write_description(row: models.Product, product: ProductDescription) -> None:
    """Put a description into a row, its slug aside. Raises NotFound for the category."""
    if not models.Category.objects.filter(id=product.category).exists():
        raise NotFound(kind="category", value=str(product.category))
    row.title = product.title.strip()
    row.description = product.description
    row.brand = product.brand.strip()
    row.category_id = product.category
    row.tax_class = product.tax_class
    row.minimum_age = product.minimum_age
    row.attributes = dict(product.attributes)
    row.option_names = list(product.option_names)


def free_slug(title: str) -> str:
    """Return an address made of `title` that no product has, with a few random letters if another has that title."""
    slug = rules.slug_of(title)
    if not models.Product.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{new_id().hex[-6:]}"
