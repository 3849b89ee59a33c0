"""Pausing the codes of a batch, letting them work again, and revoking all of them or one."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.errors import UnknownBatch
from oneshelf.modules.coupons.events import BatchChanged, CouponRevoked
from oneshelf.modules.coupons.queries import as_batch, get_coupon
from oneshelf.modules.coupons.rules.terms import STATES
from oneshelf.modules.coupons.types import Batch, BatchId, BatchState, Coupon, CouponId


def pause(batch: BatchId, *, actor: Actor) -> Batch:
    """Let no code of a batch work for the moment; what checkouts hold stays. Raises UnknownBatch, WrongState."""
    return _change(batch, BatchState.PAUSED, "coupons.pause", actor)


def resume(batch: BatchId, *, actor: Actor) -> Batch:
    """Let the codes of a paused batch work again. Raises UnknownBatch, WrongState."""
    return _change(batch, BatchState.OPEN, "coupons.resume", actor)


def revoke(batch: BatchId, *, actor: Actor) -> Batch:
    """Let no code of a batch work ever again; no more are made. Raises UnknownBatch, WrongState."""
    return _change(batch, BatchState.REVOKED, "coupons.revoke", actor)


@retried
def _change(batch: BatchId, state: BatchState, action: str, actor: Actor) -> Batch:
    row = models.Batch.objects.select_for_update().filter(id=batch).first()
    if row is None:
        raise UnknownBatch(batch=str(batch))
    if row.state == state:
        return as_batch(row)
    STATES.check(BatchState(row.state), state)
    row.state, row.version = state.value, row.version + 1
    row.save(update_fields=["state", "version"])
    now = clock.now()
    event = BatchChanged(market=row.market_id, state=state)
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=now)
    trail.record(action, trail.Subject("coupon batch", batch), actor=actor, at=now)
    return as_batch(row)


@retried
def revoke_coupon(coupon: CouponId, *, actor: Actor) -> Coupon:
    """Let one code never work again. Harmless when it was revoked before. Raises UnknownCoupon."""
    now = clock.now()
    if models.Code.objects.filter(id=coupon, revoked_at__isnull=True).update(revoked_at=now):
        row = models.Code.objects.select_related("batch").get(id=coupon)
        event = CouponRevoked(market=row.batch.market_id, batch=row.batch_id)
        outbox.emit([outbox.Draft(event, aggregate=coupon, sequence=1)], at=now)
        trail.record("coupons.revoke_one", trail.Subject("coupon", coupon), actor=actor, at=now)
    return get_coupon(coupon)
