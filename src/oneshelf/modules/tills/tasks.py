"""Jobs of tills."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.tills.actions import issue_missing


@jobs.scheduled("*/5 * * * *")
def issue_missing_receipts() -> None:
    """Give sales their receipts that a crash left out."""
    issue_missing.issue_missing_receipts()
