"""Products as a shop shows them, from the rows of the source's table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from oneshelf.surfaces.console.load.journey import categories, naming
from oneshelf.surfaces.console.load.journey.barcodes import article_number
from oneshelf.surfaces.console.load.journey.categories import Shelf
from oneshelf.surfaces.console.load.journey.source import SourceProduct

OWN_LABEL = "Own label"
_UNKNOWN = "UNKNOWN"
_NOT_GOODS = ("more-coupons", "more-coupons-and-sundries", "more-bottle-deposits", "more-tickets")


@dataclass(frozen=True, slots=True)
class Article:
    """One product with its only variant.

    `goods` is false for what the source's tills booked without selling a thing (coupons, deposits, tickets): such an
    article explains history and is archived. `made_up` names what the source doesn't hold.
    """

    source: SourceProduct
    title: str
    slug: str
    brand: str
    sku: str
    gtin: str
    fuel: bool
    shelf: Shelf
    goods: bool
    attributes: dict[str, str]
    made_up: tuple[str, ...]


def with_placeholders(products: list[SourceProduct], sold: Iterable[int]) -> list[SourceProduct]:
    """Return `products` and a placeholder for each id in `sold` that the table lacks, ordered by id."""
    known = {product.id for product in products}
    missing = [SourceProduct(id, 0, _UNKNOWN, _UNKNOWN, None, None, None) for id in set(sold) - known]
    return sorted([*products, *missing], key=lambda product: product.id)


def articles(products: list[SourceProduct], only: Container[int] | None = None) -> Iterator[Article]:
    """Return `products` as articles with titles that no two share; `only` those with these ids, when it is given.

    Type, brand and size name 19,353 things where the source holds 92,331. The second of a name, by id, is called
    'no. 2' and so on; `products` has to be the whole table, or the numbers would depend on what is loaded.
    """
    seen: Counter[str] = Counter()
    for product in products:
        plain = _plain_title(product)
        seen[plain.casefold()] += 1
        number = seen[plain.casefold()]
        if only is None or product.id in only:
            yield _article(product, plain if number == 1 else f"{plain}, no. {number}")


def _article(product: SourceProduct, title: str) -> Article:
    shelf = categories.shelf_of(product)
    placeholder = product.brand == _UNKNOWN
    return Article(
        source=product,
        title=title,
        slug=f"{naming.slug(title)[:80].rstrip('-')}-{product.id}",
        brand="" if placeholder else OWN_LABEL if product.brand == "Private" else f"Brand {product.maker}",
        sku=f"CJ{product.id:08d}",
        gtin=article_number(product.id),
        fuel=categories.is_fuel(product),
        shelf=shelf,
        goods=shelf.nodes[1].slug not in _NOT_GOODS,
        attributes=_attributes(product),
        made_up=("title", "gtin", "tax_class", "picture", *(("category",) if placeholder else ())),
    )


def _plain_title(product: SourceProduct) -> str:
    if product.brand == _UNKNOWN:
        return f"Unlisted product {product.id}"
    nodes = categories.shelf_of(product).nodes
    name = naming.label(product.type) if product.type else nodes[-1].name
    if product.type and naming.is_vague(product.type):
        name = f"{nodes[1].name}: {name[:1].lower()}{name[1:]}"
    parts = [name, OWN_LABEL.lower() if product.brand == "Private" else "", naming.size(product.size or "")]
    return ", ".join(part for part in parts if part)


def _attributes(product: SourceProduct) -> dict[str, str]:
    given = {
        "department": product.department and naming.label(product.department),
        "category": product.category and naming.label(product.category),
        "type": product.type and naming.label(product.type),
        "size": product.size and naming.size(product.size),
        "maker": str(product.maker) if product.maker else None,
    }
    return {name: value for name, value in given.items() if value and value != naming.label(_UNKNOWN)}
