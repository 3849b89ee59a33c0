"""Reading the catalogue: single products, baskets, lists, search."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage

from oneshelf.kernel import caches, sql
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import rules
from oneshelf.modules.catalogue.errors import NotABarcode, WrongCheckDigit
from oneshelf.modules.catalogue.types import (
    CategoryPage,
    CategoryView,
    Classification,
    Content,
    FacetCount,
    Facets,
    Hit,
    PictureView,
    ProductId,
    ProductPage,
    SearchFilters,
    SearchPage,
    Spelling,
    Suggestion,
    Tracking,
    VariantId,
    VariantSnapshot,
    VariantView,
)

MOST_HITS = 100
"""The most products of one page."""

MOST_WORDS = 8
"""How many words of a search count; further ones are not read."""

MOST_BRANDS = 30
"""How many brands a facet names: those chosen, then the most frequent."""


@dataclass(frozen=True, slots=True)
class _Named:
    sku: str
    variant: VariantId


@dataclass(frozen=True, slots=True)
class _Product:
    id: ProductId
    slug: str
    title: str
    description: str
    brand: str
    tax_class: str
    minimum_age: int | None
    attributes: str
    option_names: list[str]
    made_up: list[str]
    version: int
    path: str


@dataclass(frozen=True, slots=True)
class _Ranked(Hit):
    rank: int

    def mark(self) -> str:
        return rules.page_mark(self.rank, self.product)


@dataclass(frozen=True, slots=True)
class _Sorted(Hit):
    sort_key: str

    def mark(self) -> str:
        return rules.page_mark(self.sort_key, self.product)


@dataclass(frozen=True, slots=True)
class _Counted:
    facet: str
    value: str
    name: str
    count: int


_TRACKING = sql.statement(__name__, "tracking", row=Tracking)


@dataclass(frozen=True, slots=True)
class _Contained:
    variant: VariantId
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class _Weight:
    variant: VariantId
    unit: Unit
    weight_g: int


_CONTENTS = sql.statement(__name__, "contents", row=_Contained)
_VARIANTS_AFTER = sql.statement(__name__, "variants_after", row=UUID)
_WEIGHTS = sql.statement(__name__, "weights", row=_Weight)
_SNAPSHOTS = sql.statement(__name__, "snapshots", row=VariantSnapshot)
_SNAPSHOTS_BY_SKU = sql.statement(__name__, "snapshots_by_sku", row=VariantSnapshot)
_CLASSIFICATIONS = sql.statement(__name__, "classifications", row=Classification)
_VARIANTS_BY_SKU = sql.statement(__name__, "variants_by_sku", row=_Named)
_VARIANT_BY_GTIN = sql.statement(__name__, "variant_by_gtin", row=UUID)
_PRODUCT_BY_SLUG = sql.statement(__name__, "product_by_slug", row=_Product)
_VARIANTS_OF_PRODUCT = sql.statement(__name__, "variants_of_product", row=VariantView)
_PICTURES_OF_PRODUCT = sql.statement(__name__, "pictures_of_product", row=PictureView)
_CATEGORY_BY_SLUG = sql.statement(__name__, "category_by_slug", row=CategoryView)
_CATEGORIES_BY_SLUG = sql.statement(__name__, "categories_by_slug", row=CategoryView)
_CATEGORIES_BELOW = sql.statement(__name__, "categories_below", row=CategoryView)
_CATEGORY_TREE = sql.statement(__name__, "category_tree", row=CategoryView)
_SPELLINGS = sql.statement(__name__, "spellings", row=Spelling)
_HITS_BY_PRODUCT = sql.statement(__name__, "hits_by_product", row=Hit)
_HITS_OF_TEXT = sql.statement(__name__, "hits_of_text", row=_Ranked, planned_anew=True)
_HITS_OF_CATEGORY = sql.statement(__name__, "hits_of_category", row=_Sorted, planned_anew=True)
_FACETS_OF_TEXT = sql.statement(__name__, "facets_of_text", row=_Counted, planned_anew=True)
_FACETS_OF_CATEGORY = sql.statement(__name__, "facets_of_category", row=_Counted, planned_anew=True)
_SUGGESTIONS = sql.statement(__name__, "suggestions", row=Suggestion, planned_anew=True)


_REMEMBERED = caches.Cache[VariantId, VariantSnapshot]("snapshots", events=["catalogue.*"], most=200_000)
_REMEMBERED_BY_SKU = caches.Cache[str, VariantSnapshot]("snapshots by SKU", events=["catalogue.*"], most=200_000)

_CONTAINED = caches.Cache[VariantId, Content | None]("contents", events=["catalogue.*"], most=200_000)
_WEIGHED = caches.Cache[VariantId, int]("weights", events=["catalogue.*"], most=200_000)

_REMEMBERED_CLASSES = caches.Cache[VariantId, Classification]("classes", events=["catalogue.*"], most=200_000)


def classifications(variants: Sequence[VariantId]) -> dict[VariantId, Classification]:
    """Return product and category of each of `variants`, in one statement; unknown ones are left out."""
    return _REMEMBERED_CLASSES.get(variants, _load_classifications)


def _load_classifications(variants: list[VariantId]) -> dict[VariantId, Classification]:
    return {row.variant: row for row in _CLASSIFICATIONS.all(variants=variants)}


def snapshots(variants: Sequence[VariantId]) -> dict[VariantId, VariantSnapshot]:
    """Return what an order would remember of each of `variants`, in one statement; unknown ones are left out."""
    return _REMEMBERED.get(variants, _load_snapshots)


def snapshots_by_sku(skus: Sequence[str]) -> dict[str, VariantSnapshot]:
    """Return the snapshots of the variants that `skus` name, in one statement; unknown ones are left out."""
    return _REMEMBERED_BY_SKU.get([rules.readable(sku) for sku in skus], _load_snapshots_by_sku)


def contents(variants: Sequence[VariantId]) -> dict[VariantId, Content]:
    """Return the net content of each variant that has one, in one statement: what its unit price is worked out from."""
    found = _CONTAINED.get(variants, _load_contents)
    return {variant: content for variant, content in found.items() if content is not None}


def _load_contents(variants: list[VariantId]) -> dict[VariantId, Content | None]:
    rows = _CONTENTS.all(variants=variants)
    return dict.fromkeys(variants) | {row.variant: Content(row.amount, Unit(row.unit)) for row in rows}


def variants_after(after: VariantId | None, limit: int) -> list[VariantId]:
    """Return variants that are sold, by id; go on `after` one."""
    return [VariantId(found) for found in _VARIANTS_AFTER.all(after=after, limit=limit)]


def weights(variants: Sequence[VariantId]) -> dict[VariantId, int]:
    """Return what the smallest sale unit of each variant weighs, in grams: one for goods sold by weight or volume.

    In one statement; 0 where nobody has weighed it, unknown variants are left out.
    """
    return _WEIGHED.get(variants, _load_weights)


def _load_weights(variants: list[VariantId]) -> dict[VariantId, int]:
    rows = _WEIGHTS.all(variants=variants)
    return {row.variant: row.weight_g if Unit(row.unit) is Unit.EACH else 1 for row in rows}


def _load_snapshots(variants: list[VariantId]) -> dict[VariantId, VariantSnapshot]:
    return {row.variant: row for row in _SNAPSHOTS.all(variants=variants)}


def _load_snapshots_by_sku(skus: list[str]) -> dict[str, VariantSnapshot]:
    return {row.sku: row for row in _SNAPSHOTS_BY_SKU.all(skus=skus)}


def variants_by_sku(skus: Sequence[str]) -> dict[str, VariantId]:
    """Return the variants that `skus` name, in one statement; unknown ones are left out."""
    return {row.sku: row.variant for row in _VARIANTS_BY_SKU.all(skus=[rules.readable(sku) for sku in skus])}


def find_variant_by_barcode(text: str) -> VariantId | None:
    """Return the variant that is scanned as `text`: any GTIN or ISBN, with or without its leading zeros, or a GS1 code.

    None when no variant carries it. Raises NotABarcode and WrongCheckDigit: then it was misread or mistyped.
    """
    found = _VARIANT_BY_GTIN.find(gtin=rules.read_scan(text).gtin)
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


def product_page(slug: str) -> ProductPage:
    """Return the product at address `slug` as its page shows it, in four statements. NotFound when it is not sold."""
    row = _PRODUCT_BY_SLUG.find(slug=rules.readable(slug))
    if row is None:
        raise NotFound(kind="product", value=slug)
    return ProductPage(
        id=row.id,
        slug=row.slug,
        title=row.title,
        description=row.description,
        brand=row.brand,
        tax_class=row.tax_class,
        minimum_age=row.minimum_age,
        attributes=json.loads(row.attributes),
        option_names=tuple(row.option_names),
        made_up=tuple(row.made_up),
        version=row.version,
        trail=_trail(row.path),
        variants=tuple(_VARIANTS_OF_PRODUCT.all(product=row.id)),
        pictures=tuple(_PICTURES_OF_PRODUCT.all(product=row.id)),
    )


def category_page(slug: str) -> CategoryPage:
    """Return the category at address `slug` with its relations, in three statements. NotFound when there is none."""
    category = _category(slug)
    return CategoryPage(category, _trail(category.path), tuple(_CATEGORIES_BELOW.all(parent=category.id)))


def category_tree(depth: int = 2) -> tuple[CategoryView, ...]:
    """Return all categories of the topmost `depth` levels, each right behind those above it, in one statement."""
    below: dict[UUID | None, list[CategoryView]] = defaultdict(list)
    for each in _CATEGORY_TREE.all(depth=depth):
        below[each.parent].append(each)

    def walk(parent: UUID | None) -> list[CategoryView]:
        return [each for child in below[parent] for each in (child, *walk(child.id))]

    return tuple(walk(None))


def hits(products: Sequence[ProductId]) -> dict[ProductId, Hit]:
    """Return products as lists show them, in one statement; those that are not sold are left out."""
    return {row.product: row for row in _HITS_BY_PRODUCT.all(products=list(products))}


def list_products(filters: SearchFilters = SearchFilters(), *, after: str | None = None, limit: int = 24) -> SearchPage:
    """Return a page of the products that `filters` leave, by title; `after` is what the page before gave.

    Two statements and one for the category, if any; one less on later pages, which bring no facets. Raises
    NotFound for an unknown category, BadPageMark for a mark that no page gave.
    """
    narrowed = _narrowed(filters)
    page = _listed(narrowed, after, limit)
    if after:
        return page
    counts = _FACETS_OF_CATEGORY.all(**narrowed, depth=rules.depth_of(narrowed["path"]), most=MOST_BRANDS)
    return replace(page, total=_total(counts), facets=_facets(counts))


def first_products(filters: SearchFilters = SearchFilters(), *, limit: int = 24) -> tuple[Hit, ...]:
    """Return the products of `list_products`' first page alone: for a shelf on a page, without counting the rest."""
    return _listed(_narrowed(filters), None, limit).hits


def search(
    text: str, filters: SearchFilters = SearchFilters(), *, after: str | None = None, limit: int = 24
) -> SearchPage:
    """Return a page of the products that answer to `text`, best first: words, beginnings, a SKU, a barcode.

    Accents and case do not count; a word that the catalogue does not know is read as those it is most like, and
    if nothing answers every word is. Empty text lists everything. Three statements, one more for a category, two
    more when nothing answered at first. Raises as `list_products` does.
    """
    narrowed = _narrowed(filters)
    words, page = _found(text, narrowed, after, limit)
    if not words:
        return list_products(filters, after=after, limit=limit)
    if after:
        return page
    query, _ = rules.as_query(words, rules.readable(text))
    depth = rules.depth_of(narrowed["path"])
    counts = _FACETS_OF_TEXT.all(**narrowed, query=query, depth=depth, most=MOST_BRANDS)
    return replace(page, total=_total(counts), facets=_facets(counts))


def quick_search(text: str, filters: SearchFilters = SearchFilters(), *, limit: int = 24) -> SearchPage:
    """Return the first page of `search` without counting what else there is: for tills, pickers and quick looks."""
    narrowed = _narrowed(filters)
    words, page = _found(text, narrowed, None, limit)
    return page if words else _listed(narrowed, None, limit)


def tracking(variants: Sequence[VariantId]) -> dict[VariantId, Tracking]:
    """Return how the units of those variants that are told apart at all are; usually that is none. One statement."""
    return {each.variant: each for each in _TRACKING.all(variants=list(variants))}


def picture_url(path: str, width: int = 480) -> str:
    """Return the address of a picture by its `path`, in the kept size that suits `width` CSS pixels best."""
    if path.startswith(rules.STATIC):
        return staticfiles_storage.url(path.removeprefix(rules.STATIC))
    return default_storage.url(rules.fitting_file(path, width))


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Return what a search that begins with `text` may become: categories first, then products. One statement."""
    return _SUGGESTIONS.all(text=rules.readable(text), limit=min(limit, MOST_HITS))


def _listed(narrowed: Mapping[str, Any], after: str | None, limit: int) -> SearchPage:
    key, product = rules.read_page_mark(after, str) if after else ("", UUID(int=0))
    limit = min(limit, MOST_HITS)
    return _page(_HITS_OF_CATEGORY.all(**narrowed, sort_key=key, product=product, limit=limit + 1), limit)


def _found(text: str, narrowed: Mapping[str, Any], after: str | None, limit: int) -> tuple[list[Spelling], SearchPage]:
    """Return the words as they were understood, and the page they lead to."""
    text = rules.readable(text)
    words = _SPELLINGS.all(text=text, most=MOST_WORDS, every=False)
    page = _matching(words, text, narrowed, after, limit) if words else SearchPage((), None)
    if page.hits or after or not any(word.known for word in words):
        return words, page
    words = _SPELLINGS.all(text=text, most=MOST_WORDS, every=True)
    return words, _matching(words, text, narrowed, after, limit)


def _matching(
    words: Sequence[Spelling], text: str, narrowed: Mapping[str, Any], after: str | None, limit: int
) -> SearchPage:
    query, exact = rules.as_query(words, text)
    rank, product = rules.read_page_mark(after, int) if after else (2**31 - 1, UUID(int=2**128 - 1))
    limit = min(limit, MOST_HITS)
    hits = _HITS_OF_TEXT.all(**narrowed, query=query, exact=exact, rank=rank, product=product, limit=limit + 1)
    typed, meant = " ".join(word.word for word in words), rules.understood_as(words)
    return replace(_page(hits, limit), understood_as=meant if hits and meant != typed else None)


def _page(hits: Sequence[_Ranked] | Sequence[_Sorted], limit: int) -> SearchPage:
    """Cut off the hit that only tells that there are more."""
    shown = tuple(Hit(*(getattr(hit, name) for name in Hit.__slots__)) for hit in hits[:limit])
    return SearchPage(shown, hits[limit - 1].mark() if len(hits) > limit else None)


def _narrowed(filters: SearchFilters) -> dict[str, Any]:
    path = _category(filters.category).path if filters.category else ""
    return {"path": path, "brands": [rules.readable(brand) for brand in filters.brands]}


def _category(slug: str) -> CategoryView:
    found = _CATEGORY_BY_SLUG.find(slug=rules.readable(slug))
    if found is None:
        raise NotFound(kind="category", value=slug)
    return found


def _trail(path: str) -> tuple[CategoryView, ...]:
    return tuple(_CATEGORIES_BY_SLUG.all(slugs=path.rstrip("/").split("/")))


def _total(counts: Sequence[_Counted]) -> int:
    return next(each.count for each in counts if each.facet == "total")


def _facets(counts: Sequence[_Counted]) -> Facets:
    def of(facet: str) -> tuple[FacetCount, ...]:
        chosen = [FacetCount(each.value, each.name, each.count) for each in counts if each.facet == facet]
        return tuple(sorted(chosen, key=lambda each: (-each.count, each.name)))

    return Facets(categories=of("category"), brands=of("brand"))
