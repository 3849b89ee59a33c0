"""The category tree: aisles of a shop, the source's categories under them, its product types below those.

Thirty-two departments such as 'DRUG GM' are how the source's buyers are organised; `data/categories.tsv` says in which
aisle a shopper looks for each (department, category), what it is called there and which OpenMoji shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from oneshelf.surfaces.console.load.journey import naming, tables
from oneshelf.surfaces.console.load.journey.source import SourceProduct

_GASOLINE = "GASOLINE"
_ONE_PICTURE = frozenset({"pets", "baby", "more", "fuel", "tobacco"})
"""Aisles whose types name what the goods taste or smell of rather than what they are."""


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A node of the tree. `slug` is unique and begins with its parent's; `picture` is a code of OpenMoji."""

    slug: str
    parent: str | None
    name: str
    picture: str
    position: int
    depth: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a product stands: its nodes from the aisle down, and the age below which it is not sold."""

    nodes: tuple[CategoryNode, ...]
    minimum_age: int | None

    @property
    def slug(self) -> str:
        """The deepest node's slug."""
        return self.nodes[-1].slug

    @property
    def picture(self) -> str:
        """The OpenMoji code that stands for the product."""
        return self.nodes[-1].picture


def is_fuel(product: SourceProduct) -> bool:
    """Say whether the product is gasoline, wherever the source files it: quantities are thousandths of a gallon."""
    return bool(product.type and product.type.startswith(_GASOLINE))


def shelf_of(product: SourceProduct) -> Shelf:
    """Return where `product` stands; one whose category the table doesn't know goes to the last aisle."""
    if is_fuel(product):
        return _shelf("FUEL", "FUEL", product.type)
    return _shelf(product.department, product.category or "", product.type)


def tree_of(products: Iterable[SourceProduct]) -> list[CategoryNode]:
    """Return every node that `products` need, parents first."""
    nodes = {node.slug: node for product in products for node in shelf_of(product).nodes}
    return sorted(nodes.values(), key=lambda node: (node.depth, node.position, node.slug))


@cache
def _shelf(department: str, category: str, kind: str | None) -> Shelf:
    row = _categories().get((department, category)) or _categories().get(("*", category)) or _categories()["*", ""]
    position, aisle = _aisles()[row["aisle"]]
    top = CategoryNode(row["aisle"], None, aisle["name"], aisle["openmoji"], position, 0)
    slug = f"{top.slug}-{naming.slug(row['name'])}"
    middle = CategoryNode(slug, top.slug, row["name"], row["openmoji"], position=0, depth=1)
    nodes = [top, middle]
    leaf = naming.slug(naming.label(kind)) if kind else ""
    if leaf and leaf != naming.slug(row["name"]):
        name = naming.label(kind or "")
        picture = middle.picture if row["aisle"] in _ONE_PICTURE else _picture_of(kind or "") or middle.picture
        nodes.append(CategoryNode(f"{slug}-{leaf}", slug, name, picture, position=0, depth=2))
    return Shelf(tuple(nodes), int(aisle["minimum_age"]) if aisle["minimum_age"] else None)


def _picture_of(kind: str) -> str | None:
    """Return the OpenMoji of the first word of `data/kinds.tsv` that the type names, in one or many."""
    return next((row["openmoji"] for row in tables.rows("kinds") if _names(row["word"]).search(kind)), None)


@cache
def _names(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{word}(?:S|ES)?\b")


@cache
def _categories() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["department"], row["category"]): row for row in tables.rows("categories")}


@cache
def _aisles() -> dict[str, tuple[int, dict[str, str]]]:
    return {row["aisle"]: (position, row) for position, row in enumerate(tables.rows("aisles"), start=1)}
