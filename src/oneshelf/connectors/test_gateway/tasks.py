"""Jobs of the test gateway."""

from __future__ import annotations

from procrastinate.contrib.django import app

from oneshelf.connectors.test_gateway import gateway


@app.periodic(cron="* * * * * */5")
@app.task(name="test_gateway.report_due", queueing_lock="test_gateway.report_due", lock="test_gateway.report_due")
def report_due(timestamp: int) -> int:
    """Report delayed payments, every five seconds; return how many."""
    return gateway.report_due()
