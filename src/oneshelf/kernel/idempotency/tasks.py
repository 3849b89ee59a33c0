"""Idempotency's jobs."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.kernel.idempotency import public as idempotency


@jobs.scheduled("17 * * * *")
def sweep_answers() -> None:
    """Forget the answers whose 48 hours are over."""
    idempotency.sweep()
