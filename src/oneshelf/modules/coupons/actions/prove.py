"""Proving coupons: counting uses and codes again."""

from __future__ import annotations

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy

_AUDITS = [sql.statement(__name__, f"audit_{name}", row=Discrepancy) for name in ("codes", "tallies", "events")]


def audit() -> list[Discrepancy]:
    """Compare what counts against limits with uses, batches with their codes, and both with the outbox."""
    return [row for statement in _AUDITS for row in statement.all()]
