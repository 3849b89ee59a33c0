"""Reading the codes of a batch, which is written down each time."""

from __future__ import annotations

from collections.abc import Iterator

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons.queries import readable
from oneshelf.modules.coupons.types import BatchId, Printed


@retried
def export(batch: BatchId, *, actor: Actor, after: int = 0, limit: int | None = None) -> Iterator[Printed]:
    """Return the codes of a batch as `readable` does, and note in the audit trail who read them."""
    printed = readable(batch, after=after, limit=limit)
    details: dict[str, trail.Detail] = {"after": after, "limit": limit}
    trail.record("coupons.export", trail.Subject("coupon batch", batch), actor=actor, details=details)
    return printed
