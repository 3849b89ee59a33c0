"""Taking up a supplier."""

from __future__ import annotations

import re
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.supply import models
from oneshelf.modules.supply.errors import BadSupplierCode
from oneshelf.modules.supply.queries import get_supplier
from oneshelf.modules.supply.types import Supplier, SupplierId

_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")


@retried
def add_supplier(
    market: MarketId,
    *,
    code: str,
    name: str,
    email: str = "",
    lead_days: int = 7,
    minimum: int = 0,
    over_percent: int = 5,
    made_up: tuple[str, ...] = (),
    actor: Actor,
) -> Supplier:
    """Take up a supplier; `minimum` is its smallest order in minor units. Raises SupplierCodeTaken, BadSupplierCode."""
    if not _CODE.fullmatch(code):
        raise BadSupplierCode(value=code[:40])
    row = models.Supplier.objects.create(
        market_id=market,
        code=code,
        name=name,
        email=email,
        lead_days=lead_days,
        minimum=minimum,
        over_percent=over_percent,
        made_up=list(made_up),
    )
    trail.record("supply.supplier_added", trail.Subject("supplier", row.id), actor=actor)
    return get_supplier(SupplierId(row.id))


@retried
def archive_supplier(supplier: SupplierId, *, actor: Actor, at: datetime | None = None) -> None:
    """Offer a supplier no more; what was ordered from it stays. Raises UnknownSupplier."""
    get_supplier(supplier)
    models.Supplier.objects.filter(id=supplier, archived_at=None).update(archived_at=at or clock.now())
    trail.record("supply.supplier_archived", trail.Subject("supplier", supplier), actor=actor)
