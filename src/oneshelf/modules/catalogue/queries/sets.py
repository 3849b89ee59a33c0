"""Reading sets of articles, and the tags by which rules know an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from oneshelf.kernel import caches, sql
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.types import CategoryId, ProductId, ProductSet, SetId, VariantId

MOST_SETS = 200
"""The most sets of one page."""

MOST_MEMBERS = 1_000
"""The most articles of one page of a set."""


@dataclass(frozen=True, slots=True)
class _Tagged:
    variant: VariantId
    product: ProductId
    brand: str
    categories: list[CategoryId]
    sets: list[SetId]

    def tags(self) -> tuple[str, ...]:
        return rules.tags_of(self.variant, self.product, self.brand, self.categories, self.sets)


@dataclass(frozen=True, slots=True)
class _Named:
    category: CategoryId
    names: list[str]


_NAMES = sql.statement(__name__, "category_names", row=_Named)
_TAGS = sql.statement(__name__, "tags", row=_Tagged)
_CHOSEN = sql.statement(__name__, "chosen", row=VariantId)
_TAGGED = caches.Cache[VariantId, tuple[str, ...]]("tags", events=["catalogue.*"], most=200_000)


def tags(variants: Sequence[VariantId]) -> dict[VariantId, tuple[str, ...]]:
    """Return by what rules know each of `variants`, in one statement; unknown ones are left out.

    `v:` and its id, `p:` and its product's, `c:` and the id of each category above it, `b:` and its brand in small
    letters, `s:` and the id of each set that holds it; sorted.
    """
    return _TAGGED.get(variants, _load_tags)


def get_set(which: SetId) -> ProductSet:
    """Return one set of articles. Raises NotFound."""
    found = sets_by_id([which])
    if which not in found:
        raise NotFound(kind="product set", value=str(which))
    return found[which]


def list_sets(*, text: str = "", after: str = "", limit: int = MOST_SETS) -> list[ProductSet]:
    """Return a page of sets by code, those whose code or name holds `text`; go on `after` a code."""
    named = Q(code__icontains=text) | Q(name__icontains=text) if text else Q()
    return _with_sizes(
        models.ProductSet.objects.filter(named, code__gt=after).order_by("code")[: min(limit, MOST_SETS)]
    )


def sets_by_id(sets: Collection[SetId]) -> dict[SetId, ProductSet]:
    """Return sets by their ids; unknown ones are left out."""
    return {each.id: each for each in _with_sizes(models.ProductSet.objects.filter(id__in=sets))} if sets else {}


def sets_by_code(codes: Collection[str]) -> list[ProductSet]:
    """Return the sets that these codes name; unknown ones are left out."""
    return _with_sizes(models.ProductSet.objects.filter(code__in=codes).order_by("code")) if codes else []


def members_of_set(which: SetId, *, after: VariantId | None = None, limit: int = MOST_MEMBERS) -> list[VariantId]:
    """Return a page of the articles of a set, in the order of their ids; go on `after` one. None for no such set."""
    rows = models.SetMember.objects.filter(product_set=which)
    if after is not None:
        rows = rows.filter(variant_id__gt=after)
    page = rows.order_by("variant_id").values_list("variant_id", flat=True)[: min(limit, MOST_MEMBERS)]
    return [VariantId(each) for each in page]


def choose(*, category: str = "", brand: str = "", product_set: SetId | None = None, limit: int) -> list[VariantId]:
    """Return the articles on sale in or below a category (its slug), of a brand, in a set: all that is named.

    At most `limit`, by their ids. Raises NotFound for a category that is not there.
    """
    path = ""
    if category:
        found = models.Category.objects.filter(slug=rules.readable(category)).values_list("path", flat=True).first()
        if found is None:
            raise NotFound(kind="category", value=category)
        path = found
    return _CHOSEN.all(path=path, brand=rules.readable(brand), set=product_set, limit=limit)


def categories_by_id(categories: Collection[CategoryId]) -> dict[CategoryId, tuple[str, ...]]:
    """Return the names of categories by their ids, each behind those of all above it, from the top down.

    In one statement; unknown ones are left out.
    """
    rows = _NAMES.all(categories=list(categories)) if categories else ()
    return {row.category: tuple(row.names) for row in rows}


def known_brands(brands: Collection[str]) -> set[str]:
    """Return those of `brands`, as tags write them, that some product carries. In one statement."""
    if not brands:
        return set()
    rows = models.Product.objects.exclude(brand="").values_list("brand", flat=True).distinct()
    return {rules.brand_tag(each) for each in rows} & set(brands)


def _load_tags(variants: list[VariantId]) -> dict[VariantId, tuple[str, ...]]:
    return {row.variant: row.tags() for row in _TAGS.all(variants=variants)}


def _with_sizes(rows: Iterable[models.ProductSet]) -> list[ProductSet]:
    found = list(rows)
    held = models.SetMember.objects.filter(product_set__in=[row.id for row in found]).values_list("product_set")
    sizes = dict(held.annotate(Count("variant")).order_by("product_set"))
    return [ProductSet(SetId(row.id), row.code, row.name, sizes.get(row.id, 0), row.version) for row in found]
