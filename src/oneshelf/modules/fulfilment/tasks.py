"""Jobs of fulfilment."""

from __future__ import annotations

from procrastinate.contrib.django import app

from oneshelf.kernel import clock
from oneshelf.modules.fulfilment.actions import cancel


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="fulfilment.expire_no_shows", queueing_lock="fulfilment.expire_no_shows", lock="fulfilment.expire_no_shows"
)
def expire_no_shows(timestamp: int) -> int:
    """Give up, every ten minutes, what nobody has collected in time; return how many consignments."""
    return cancel.expire_no_shows(clock.now())
