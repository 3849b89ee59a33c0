"""Jobs of coupons."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import jobs
from oneshelf.modules.coupons.actions import reserve, write_codes
from oneshelf.modules.coupons.types import BatchId


@jobs.task
def make_codes(batch: str) -> None:
    """Make the codes of a batch; a run that broke off is gone on with."""
    write_codes.make_codes(BatchId(UUID(batch)))


@jobs.scheduled("* * * * *")
def expire_holds() -> None:
    """Let go of what checkouts held for longer than they may."""
    reserve.expire()
