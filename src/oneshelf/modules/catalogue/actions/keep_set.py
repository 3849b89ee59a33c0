"""Keeping sets of articles: fixed lists that prices and promotions name."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue import models, rules
from oneshelf.modules.catalogue.errors import SetCodeTaken
from oneshelf.modules.catalogue.events import SetChanged
from oneshelf.modules.catalogue.types import SetId, VariantId


@retried
def open_set(code: str, name: str, variants: Collection[VariantId] = (), *, actor: Actor) -> SetId:
    """Keep a new set of articles under a code of its own; return its id. Raises BadText, SetCodeTaken, NotFound."""
    code = rules.check_set(code, name)
    with refusals({"product_set_code_is_its_own": SetCodeTaken(value=code)}):
        opened = SetId(models.ProductSet.objects.create(code=code, name=name.strip()).id)
    _hold(opened, variants)
    _announce(opened, 1, "set.opened", actor)
    return opened


@retried
def rename_set(which: SetId, name: str, *, actor: Actor) -> None:
    """Call a set otherwise; its code stays. Raises BadText and NotFound."""
    rules.check_text("name", name, rules.LONGEST_TITLE)
    version = _next_version(which)
    models.ProductSet.objects.filter(id=which).update(name=name.strip())
    _announce(which, version, "set.renamed", actor)


@retried
def put_into_set(which: SetId, variants: Collection[VariantId], *, actor: Actor) -> None:
    """Let a set hold these articles too; those that it holds stay. Raises NotFound for the set and for articles."""
    version = _next_version(which)
    _hold(which, variants)
    _announce(which, version, "set.filled", actor)


@retried
def take_out_of_set(which: SetId, variants: Collection[VariantId], *, actor: Actor) -> None:
    """Let a set hold these articles no more; others are passed over. Raises NotFound for the set."""
    version = _next_version(which)
    models.SetMember.objects.filter(product_set=which, variant__in=list(variants)).delete()
    _announce(which, version, "set.lessened", actor)


def _next_version(which: SetId) -> int:
    if not models.ProductSet.objects.filter(id=which).update(version=F("version") + 1):
        raise NotFound(kind="product set", value=str(which))
    return models.ProductSet.objects.values_list("version", flat=True).get(id=which)


def _hold(which: SetId, variants: Collection[VariantId]) -> None:
    known = set(models.Variant.objects.filter(id__in=list(variants)).values_list("id", flat=True))
    for variant in variants:
        if variant not in known:
            raise NotFound(kind="variant", value=str(variant))
    rows = (models.SetMember(product_set_id=which, variant_id=each) for each in sorted(known))
    models.SetMember.objects.bulk_create(rows, ignore_conflicts=True)


def _announce(which: SetId, version: int, action: str, actor: Actor) -> None:
    outbox.emit([outbox.Draft(SetChanged(which), aggregate=which, sequence=version)])
    trail.record(action, trail.Subject("product set", which), actor=actor)
