"""What follows every change of a product: its next version, search, an event, the audit trail."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue import models
from oneshelf.modules.catalogue.actions.renew_search import renew_search
from oneshelf.modules.catalogue.events import CategoryChanged, ProductArchived, ProductCreated, ProductRevised

_BUMP = sql.statement(__name__, "bump_version", row=int)


def product_changed(product: UUID, kind: type[ProductRevised | ProductArchived], action: str, *, actor: Actor) -> None:
    """Announce in the caller's transaction that `actor` did `action` to a product. NotFound when there is none."""
    version = _BUMP.find(product=product)
    if version is None:
        raise NotFound(kind="product", value=str(product))
    _tell(product, kind, version, action, actor)


def product_created(product: UUID, *, actor: Actor) -> None:
    """Announce a new product in the caller's transaction."""
    _tell(product, ProductCreated, 1, "product.created", actor)


def category_changed(category: UUID, action: str, *, actor: Actor) -> None:
    """Announce in the caller's transaction that `actor` did `action` to a category."""
    outbox.emit([outbox.Draft(CategoryChanged(category), aggregate=new_id(), sequence=1)])
    trail.record(action, trail.Subject("category", category), actor=actor)


def _tell(
    product: UUID,
    kind: type[ProductCreated | ProductRevised | ProductArchived],
    version: int,
    action: str,
    actor: Actor,
) -> None:
    renew_search([product])
    variants = models.Variant.objects.filter(product=product).order_by("position", "id").values_list("id", flat=True)
    outbox.emit([outbox.Draft(kind(product, list(variants)), aggregate=product, sequence=version)])
    trail.record(action, trail.Subject("product", product), actor=actor)
