"""Changing how often, and until when, the codes of a batch work after it was made."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import datetime

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.errors import BatchChangedMeanwhile, BatchRevoked, UnknownBatch
from oneshelf.modules.coupons.events import BatchChanged
from oneshelf.modules.coupons.queries import as_batch
from oneshelf.modules.coupons.rules import terms as rules
from oneshelf.modules.coupons.types import Batch, BatchId, BatchState, Limits

_LOCK = sql.statement(__name__, "lock_limits", row=str)
_COUNT = sql.statement(__name__, "count_anew")

TERMS_CHANGED = "coupons.change_terms"
"""What the trail calls it; its details are each term that changed, and what it was `_before`."""


@retried
def change_terms(batch: BatchId, limits: Limits, ends_at: datetime | None, *, version: int, actor: Actor) -> Batch:
    """Let the codes of a batch be used so often, and work until `ends_at`, from now on; None is without a limit or end.

    How often each code may be used (`a_code`) is its kind's and stays. What was used or is held already stays too, also
    where it is more than may be used now. `version` is what whoever changes it looked at. Uses are counted anew, for
    which those who use the batch at that moment wait. Raises UnknownBatch, BatchRevoked, BatchChangedMeanwhile and
    WindowIsEmpty.
    """
    row = models.Batch.objects.select_for_update().filter(id=batch).first()
    if row is None:
        raise UnknownBatch(batch=str(batch))
    if row.state == BatchState.REVOKED:
        raise BatchRevoked
    if row.version != version:
        raise BatchChangedMeanwhile(version=row.version)
    before = as_batch(row).terms
    after = replace(before, limits=replace(limits, a_code=before.limits.a_code), ends_at=ends_at)
    rules.check_window(after)
    details = _changed(before.limits, after.limits)
    if before.ends_at != ends_at:
        details |= {"ends_at": ends_at, "ends_at_before": before.ends_at}
    if not details:
        return as_batch(row)
    _LOCK.one(batch=batch)
    row.version, row.ends_at = row.version + 1, ends_at
    for name, most in asdict(after.limits).items():
        setattr(row, name, most)
    row.save()
    if before.limits != after.limits:
        _COUNT.execute(batch=batch)
    now = clock.now()
    event = BatchChanged(market=row.market_id, state=BatchState(row.state))
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=now)
    trail.record(TERMS_CHANGED, trail.Subject("coupon batch", batch), actor=actor, details=details, at=now)
    return as_batch(row)


def _changed(before: Limits, after: Limits) -> dict[str, trail.Detail]:
    """Return the limits that are not as before, each with what it was."""
    names = [each.name for each in fields(Limits) if getattr(before, each.name) != getattr(after, each.name)]
    now: dict[str, trail.Detail] = {name: getattr(after, name) for name in names}
    return now | {f"{name}_before": getattr(before, name) for name in names}
