"""Jobs of pricing."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.pricing.actions import announce_started


@jobs.scheduled("* * * * *")
def announce_started_prices() -> int:
    """Tell, each minute, of planned prices whose time has come; return how many."""
    return announce_started.announce_started()
