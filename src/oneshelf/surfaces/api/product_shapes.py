"""What goes over the wire about products."""

from __future__ import annotations

from datetime import date

import msgspec

from oneshelf.kernel.quantity import Unit
from oneshelf.surfaces.api.shapes import Money


class Variant(msgspec.Struct, frozen=True):
    """What is put on the shelf and sold. `price` is for `per` smallest sale units, of which `scale` make a `unit`.

    `lowest_30_days` is the lowest price for as many in the 30 days before the present one began, where it was reduced:
    the law wants it beside a reduction. `unit_price` is for one `measure` (kg, l, m) of what a piece contains.
    """

    sku: str
    title: str
    gtin: str | None
    unit: Unit
    scale: int
    price: Money | None
    per: int | None
    minimum_age: int | None
    sellable: bool
    lowest_30_days: Money | None
    unit_price: Money | None
    measure: Unit | None


class Label(msgspec.Struct, frozen=True):
    """What the label of a portion, or of goods with a last day, says besides the article.

    `quantity` is in smallest sale units, `amount` is what it costs; null where the label does not say it.
    """

    quantity: int | None
    amount: Money | None
    expires_on: date | None
    lot: str | None


class Scanned(Variant, frozen=True):
    """A variant that was scanned, and what its `label` says; null where the code names the article only."""

    label: Label | None


class ProductSummary(msgspec.Struct, frozen=True):
    """A product in a list; what it costs and where it is available is asked by the SKUs of `variants`."""

    slug: str
    title: str
    brand: str
    picture: str | None
    minimum_age: int | None
    variants: list[Variant]


class ProductPage(msgspec.Struct, frozen=True):
    """A page of products. `total` comes with the first page; `understood_as` holds the words that were corrected."""

    items: list[ProductSummary]
    next: str | None
    total: int | None
    understood_as: str | None


class Category(msgspec.Struct, frozen=True):
    """A category of the tree."""

    slug: str
    name: str


class Picture(msgspec.Struct, frozen=True):
    """A picture; its size is in pixels."""

    url: str
    alt: str
    width: int
    height: int


class ProductVariant(Variant, frozen=True):
    """A variant on its product's page: `option_values` follow the product's `option_names`."""

    option_values: list[str]
    barcodes: list[str]


class Product(msgspec.Struct, frozen=True):
    """A product with its sellable variants; `categories` go from the topmost down to its own."""

    slug: str
    title: str
    description: str
    brand: str
    minimum_age: int | None
    attributes: dict[str, str | int | bool | list[str]]
    option_names: list[str]
    categories: list[Category]
    variants: list[ProductVariant]
    pictures: list[Picture]
