"""Giving out codes one by one, each for a reason, so that the same reason gets the same code again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.actions.write_codes import Owner, write_codes
from oneshelf.modules.coupons.errors import UnknownBatch, WrongKind
from oneshelf.modules.coupons.queries import readable_one
from oneshelf.modules.coupons.types import BatchId, CouponId, Issued, Kind
from oneshelf.modules.customers.public import CustomerId

MOST_AT_ONCE = 1_000
"""How many customers get their codes in one transaction."""


@retried
def issue(
    batch: BatchId, *, cause: UUID, customer: CustomerId | None = None, ends_at: datetime | None = None
) -> Issued:
    """Give out one more code of a batch because of `cause`; the same one again when that was done before.

    A code with a `customer` is theirs alone; it works until `ends_at`, or its batch ends before. Joins the caller's
    transaction, in which it locks the batch. Raises UnknownBatch, BatchRevoked, and WrongKind for a batch of a
    shared code, or a personal one without a customer.
    """
    (coupon,) = _given(batch, {cause: customer}, ends_at)
    return Issued(coupon, readable_one(coupon))


@retried
def issue_to(batch: BatchId, customers: Sequence[CustomerId], *, actor: Actor) -> list[CouponId]:
    """Give each of up to 1,000 customers a code of a personal batch; who has one keeps it. Return the coupons of all.

    Raises UnknownBatch, BatchRevoked and WrongKind.
    """
    assert len(customers) <= MOST_AT_ONCE, f"at most {MOST_AT_ONCE} customers at once, not {len(customers)}"
    given = _given(batch, {customer: customer for customer in customers})
    details: dict[str, trail.Detail] = {"customers": len(customers)}
    trail.record("coupons.issue", trail.Subject("coupon batch", batch), actor=actor, details=details)
    return given


def _given(batch: BatchId, wanted: Mapping[UUID, CustomerId | None], ends_at: datetime | None = None) -> list[CouponId]:
    row = models.Batch.objects.select_for_update().filter(id=batch).first()
    if row is None:
        raise UnknownBatch(batch=str(batch))
    if row.kind == Kind.SHARED or (row.kind == Kind.PERSONAL and None in wanted.values()):
        raise WrongKind
    had = dict(models.Code.objects.filter(batch=batch, cause_id__in=list(wanted)).values_list("cause_id", "id"))
    new: list[Owner] = [(customer, cause, ends_at) for cause, customer in wanted.items() if cause not in had]
    if new:
        made = zip(new, write_codes(row, len(new), new), strict=True)
        had |= {cause: coupon for (_, cause, _), coupon in made if cause}
    return [CouponId(had[cause]) for cause in wanted]
