"""Proving what offers gave: comparing it with coupons, the orders that used them, and the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.offers import models
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId

PROVED_AT_ONCE = 500
"""How many awards are read at once for a comparison."""

_EVENTS = sql.statement(__name__, "audit_events", row=Discrepancy)


def audit() -> list[Discrepancy]:
    """Compare each award with the use of its coupon and that order's total, and offers and awards with the outbox."""
    return [*_EVENTS.all(), *_redeemed()]


def _redeemed() -> Iterator[Discrepancy]:
    after = UUID(int=0)
    while page := list(models.Award.objects.filter(id__gt=after).order_by("id")[:PROVED_AT_ONCE]):
        yield from _compared(page)
        after = page[-1].id


def _compared(page: list[models.Award]) -> Iterator[Discrepancy]:
    used = coupons.orders_using([CouponId(row.coupon_id) for row in page if row.coupon_id])
    buyers = orders.summaries_of([OrderId(each) for each in used.values()])
    totals: dict[UUID | None, int] = {each.id: each.total.minor for each in buyers}
    for row in page:
        order = used.get(CouponId(row.coupon_id)) if row.coupon_id else None
        found, expected = f"{row.used_order_id} for {row.revenue}", f"{order} for {totals.get(order, 0)}"
        if found != expected or row.coupon_id is None or not row.discount >= 0:
            yield Discrepancy("an earned coupon was used by the order that says so", f"award {row.id}", found, expected)
