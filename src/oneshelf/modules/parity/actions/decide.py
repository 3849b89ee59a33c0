"""What people decide about a difference: that it is meant, or who looks after it."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.parity import models
from oneshelf.modules.parity.errors import DifferenceGone
from oneshelf.modules.parity.queries import get_finding, reasons_as_json
from oneshelf.modules.parity.types import FindingId

LONGEST_NOTE = 200
"""The most characters of a note."""


@retried
def accept(finding: FindingId, version: int, note: str, *, actor: Actor) -> None:
    """Say that a difference is meant, and why, as it was seen in `version`. Raises NotFound and DifferenceGone."""
    _change(finding, version, accepted_at=clock.now(), accepted_by=actor.id, note=note.strip()[:LONGEST_NOTE])
    trail.record("parity.accepted", trail.Subject("finding", finding), actor=actor)


@retried
def accept_alike(finding: FindingId, note: str, *, actor: Actor) -> int:
    """Say that all differences are meant that have the same aspect and reasons as one; return how many. NotFound."""
    one = get_finding(finding)
    alike = {"market_id": one.market, "aspect": one.difference.aspect.value, "reasons": reasons_as_json(one.difference)}
    rows = models.Finding.objects.filter(**alike, ended_at=None, accepted_at=None)
    count = rows.update(accepted_at=clock.now(), accepted_by=actor.id, note=note.strip()[:LONGEST_NOTE])
    subject = trail.Subject("finding", finding)
    trail.record("parity.all_accepted", subject, actor=actor, details={"differences": count})
    return count


@retried
def reject(finding: FindingId, version: int, *, actor: Actor) -> None:
    """Say that a difference is not meant after all. Raises NotFound and DifferenceGone."""
    _change(finding, version, accepted_at=None, accepted_by=None, note="")
    trail.record("parity.rejected", trail.Subject("finding", finding), actor=actor)


@retried
def assign(finding: FindingId, version: int, owner: UUID | None, *, actor: Actor) -> None:
    """Let a member of staff look after a difference, or nobody. Raises NotFound and DifferenceGone."""
    _change(finding, version, owner_id=owner)
    trail.record("parity.assigned", trail.Subject("finding", finding), actor=actor, details={"owner": owner})


def _change(finding: FindingId, version: int, **fields: object) -> None:
    if not models.Finding.objects.filter(id=finding).exists():
        raise NotFound(kind="difference", value=str(finding))
    if not models.Finding.objects.filter(id=finding, version=version, ended_at=None).update(**fields):
        raise DifferenceGone(finding=str(finding))
