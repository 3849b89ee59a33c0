"""Jobs of the test gateway."""

from __future__ import annotations

from oneshelf.connectors.test_gateway import gateway
from oneshelf.kernel import jobs


@jobs.scheduled("* * * * * */5")
def report_due() -> None:
    """Report delayed payments, every five seconds (the sixth field)."""
    gateway.report_due()
