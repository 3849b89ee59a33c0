"""Composing kits: what is sold as one thing and taken from the shelves as several."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.actions.announce import product_changed
from oneshelf.modules.catalogue.errors import BadKit
from oneshelf.modules.catalogue.events import ProductRevised
from oneshelf.modules.catalogue.types import Component, VariantId


@retried
def compose_kit(kit: VariantId, components: Sequence[Component], *, actor: Actor) -> None:
    """Say what one unit of `kit` is made of; with no components it is an article with stock of its own again.

    A kit is sold by the piece and holds no kits. Orders placed before keep what they were promised.
    Raises BadKit, BadKitQuantity and NotFound.
    """
    named = [kit, *(each.variant for each in components)]
    locked = models.Variant.objects.select_for_update().filter(id__in=named).order_by("id")  # kits change one by one
    rows = {VariantId(row.id): row for row in locked}
    for variant in named:
        if variant not in rows:
            raise NotFound(kind="variant", value=str(variant))
    rules.check_kit(rows[kit].unit, [(rows[each.variant].sku, each.quantity) for each in components], kit=rows[kit].sku)
    inner = models.Component.objects.filter(kit__in=named[1:]).values_list("kit", flat=True).first()
    if inner is not None:
        raise BadKit(kit=rows[kit].sku, sku=rows[VariantId(inner)].sku)
    if components and models.Component.objects.filter(component=kit).exists():
        raise BadKit(kit=rows[kit].sku, sku=rows[kit].sku)
    models.Component.objects.filter(kit=kit).delete()
    models.Component.objects.bulk_create(
        models.Component(kit_id=kit, component_id=each.variant, quantity=each.quantity) for each in components
    )
    product_changed(rows[kit].product_id, ProductRevised, "product.kit_composed", actor=actor)
