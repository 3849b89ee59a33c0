"""The nouns of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit

CategoryId = NewType("CategoryId", UUID)
ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
PictureId = NewType("PictureId", UUID)
SetId = NewType("SetId", UUID)


class Tracks(StrEnum):
    """How a variant's units are told apart in stock: not at all, by lots (batches), or one by one."""

    NOTHING = "nothing"
    LOTS = "lots"
    SERIALS = "serials"


AttributeValue = str | int | bool | list[str]
"""What an attribute may hold; a measure is a whole number of its smallest unit, named in the attribute's key."""


@dataclass(frozen=True, slots=True)
class VariantSnapshot:
    """A variant as an order line or a basket remembers it. `title` is the product's and the variant's own.

    `picture` is a path for `picture_url`; a variant is `sellable` while neither it nor its product is archived. A kit
    is made of `component_quantities` smallest sale units of each of `component_variants`, and has no stock of its own.
    `tracks` says how its units are told apart in stock.
    """

    variant: VariantId
    product: ProductId
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: Unit
    tax_class: str
    minimum_age: int | None
    sellable: bool
    component_variants: tuple[VariantId, ...] = ()
    component_quantities: tuple[int, ...] = ()
    tracks: Tracks = Tracks.NOTHING

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))  # a row brings its texts, and lists
        object.__setattr__(self, "tracks", Tracks(self.tracks))
        object.__setattr__(self, "component_variants", tuple(self.component_variants))
        object.__setattr__(self, "component_quantities", tuple(self.component_quantities))

    @property
    def parts(self) -> tuple[tuple[VariantId, int], ...]:
        """What one unit of it takes from the shelves: itself, or a kit's components, in smallest sale units."""
        if not self.component_variants:
            return ((self.variant, 1),)
        return tuple(zip(self.component_variants, self.component_quantities, strict=True))


@dataclass(frozen=True, slots=True)
class Component:
    """`quantity` smallest sale units of a variant, in one unit of a kit."""

    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Classification:
    """Where a variant stands among the goods: its product, and the path of that product's category."""

    variant: VariantId
    product: ProductId
    path: str


@dataclass(frozen=True, slots=True)
class ProductSet:
    """A fixed list of `size` articles that prices and promotions name, known to people by its code."""

    id: SetId
    code: str
    name: str
    size: int
    version: int


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set of a bulk load, with its articles."""

    id: UUID
    code: str
    name: str
    variants: tuple[UUID, ...]


MEASURES = (Unit.KILOGRAM, Unit.LITRE, Unit.METRE)
"""What a unit price is for (Directive 98/6/EC, article 2b)."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is in one piece, net: `amount` grams, millilitres or millimetres, of which a thousand make a `unit`."""

    amount: int
    unit: Unit

    def price(self, piece: UnitPrice) -> UnitPrice:
        """Return what a piece's price comes to by measure: the unit price, for one `unit` once it is shown."""
        return UnitPrice(piece.minor, piece.currency, piece.per * self.amount)


@dataclass(frozen=True, slots=True)
class NewVariant:
    """A variant to be. `option_values` follow the product's `option_names`; weight in grams, size in millimetres.

    Its units are told apart as `tracks` says; the last day they are sold is `margin_days` before they expire.
    """

    sku: str
    title: str = ""
    option_values: tuple[str, ...] = ()
    unit: Unit = Unit.EACH
    weight_g: int | None = None
    content: Content | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    tracks: Tracks = Tracks.NOTHING
    margin_days: int = 0
    barcodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What a barcode says: a GTIN (fourteen digits); in a GS1 code also lot, serial number and the last day.

    Of a packed portion it may say the net weight, and the price in major units of the currency where it is sold.
    """

    gtin: str
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None
    weight_g: int | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tracking:
    """How units of a variant are told apart, and how many days before they expire they are sold for the last time."""

    variant: VariantId
    tracks: Tracks
    margin_days: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "tracks", Tracks(self.tracks))  # a row brings its text


@dataclass(frozen=True, slots=True)
class ProductDescription:
    """What a shopkeeper says about a product. `slug` is its address; empty, it is made of the title."""

    title: str
    category: CategoryId
    slug: str = ""
    description: str = ""
    brand: str = ""
    tax_class: str = "standard"
    minimum_age: int | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    option_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category: `path` is its slug behind those of its ancestors, each with a slash ('dairy/cheese/')."""

    id: CategoryId
    parent: CategoryId | None
    slug: str
    name: str
    picture: str | None
    position: int
    path: str

    @property
    def depth(self) -> int:
        """How many ancestors it has."""
        return self.path.count("/") - 1


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of a product, or of one `variant` of it: `path` for `picture_url`, size in pixels."""

    path: str
    alt: str
    width: int
    height: int
    variant: VariantId | None


@dataclass(frozen=True, slots=True)
class VariantView:
    """A variant on its product's page."""

    id: VariantId
    sku: str
    title: str
    option_values: tuple[str, ...]
    unit: Unit
    weight_g: int | None
    barcodes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))  # a row brings its text, and lists
        object.__setattr__(self, "option_values", tuple(self.option_values))
        object.__setattr__(self, "barcodes", tuple(self.barcodes))


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product as its page shows it: sellable variants only, `trail` from the topmost category down to its own."""

    id: ProductId
    slug: str
    title: str
    description: str
    brand: str
    tax_class: str
    minimum_age: int | None
    attributes: Mapping[str, AttributeValue]
    option_names: tuple[str, ...]
    made_up: tuple[str, ...]
    trail: tuple[CategoryView, ...]
    variants: tuple[VariantView, ...]
    pictures: tuple[PictureView, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of a search: whether words of the catalogue begin so, and those it may have been meant for."""

    word: str
    known: bool
    alternatives: list[str]


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category with those above it, from the topmost down to itself, and those right below it."""

    category: CategoryView
    trail: tuple[CategoryView, ...]
    children: tuple[CategoryView, ...]


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What narrows a list of products: a category (by slug, its whole subtree) and brands (any of them)."""

    category: str | None = None
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A product in a list. `variants` are its sellable ones in order, for the faces that price and count them."""

    product: ProductId
    slug: str
    title: str
    brand: str
    picture: str | None
    unit: Unit
    minimum_age: int | None
    variants: tuple[VariantId, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))  # a row brings its text, and a list
        object.__setattr__(self, "variants", tuple(self.variants))


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many products of a list have this value: a category's slug and name, or a brand (both alike)."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list may be narrowed by. Each facet counts as if it had no choice of its own yet."""

    categories: tuple[FacetCount, ...]
    brands: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of products: `after` asks for the next one (None: the last). `total` and `facets` come on the first.

    `understood_as` holds the words that were searched for, when they are not those that were typed.
    """

    hits: tuple[Hit, ...]
    after: str | None
    total: int | None = None
    facets: Facets | None = None
    understood_as: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line of the autocomplete: a product or a category, and its slug."""

    kind: str
    slug: str
    title: str
    picture: str | None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category of a bulk load. Parents come before their children."""

    id: UUID
    parent: UUID | None
    slug: str
    name: str
    picture: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of a bulk load. `made_up` names the columns whose values the source did not hold.

    One with `archived_at` explains old orders only; it comes neither into search nor into a basket.
    """

    id: UUID
    slug: str
    title: str
    category: UUID
    brand: str = ""
    description: str = ""
    tax_class: str = "standard"
    minimum_age: int | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    option_names: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant of a bulk load, with its barcode (GTIN-14) if it has one."""

    id: UUID
    product: UUID
    sku: str
    title: str = ""
    option_values: tuple[str, ...] = ()
    unit: Unit = Unit.EACH
    weight_g: int | None = None
    barcode: str | None = None
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of a bulk load: `path` may name a static file ('static:openmoji/1F9C0.svg')."""

    id: UUID
    product: UUID
    path: str
    alt: str
    width: int
    height: int
