"""Jobs of tills."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.tills.actions import issue_missing, settle_carts


@jobs.scheduled("*/5 * * * *")
def issue_missing_receipts() -> None:
    """Give sales their receipts that a crash left out."""
    issue_missing.issue_missing_receipts()


@jobs.scheduled("*/5 * * * *")
def close_cut_off_sales() -> None:
    """Close carts whose sale was cut off, or let others at them."""
    settle_carts.settle_carts()
