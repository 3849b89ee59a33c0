"""Facts about the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class ProductCreated(Event):
    """A product came into the catalogue, with these variants."""

    TYPE: ClassVar[str] = "catalogue.product_created.v1"
    product: UUID
    variants: list[UUID]


@dataclass(frozen=True)
class ProductRevised(Event):
    """Something about a product is different: its description, variants, barcodes or pictures."""

    TYPE: ClassVar[str] = "catalogue.product_revised.v1"
    product: UUID
    variants: list[UUID]


@dataclass(frozen=True)
class ProductArchived(Event):
    """A product is no longer sold; what was ordered of it stays as it is."""

    TYPE: ClassVar[str] = "catalogue.product_archived.v1"
    product: UUID
    variants: list[UUID]


@dataclass(frozen=True)
class SetChanged(Event):
    """A set of articles is new, is called otherwise, or holds others."""

    TYPE: ClassVar[str] = "catalogue.set_changed.v1"
    set: UUID


@dataclass(frozen=True)
class CategoryChanged(Event):
    """A category is new, or has another name, picture or place in the tree."""

    TYPE: ClassVar[str] = "catalogue.category_changed.v1"
    category: UUID
