"""Jobs of checkout."""

from __future__ import annotations

from oneshelf.kernel import jobs
from oneshelf.modules.checkout.actions import expire, forget


@jobs.scheduled("* * * * *")
def expire_checkouts() -> None:
    """End checkouts whose time is over, and release what they held."""
    expire.expire_checkouts()


@jobs.scheduled("* * * * *")
def complete_paid() -> None:
    """Complete what was paid and left alone."""
    expire.complete_paid()


@jobs.scheduled("*/5 * * * *")
def give_back_stranded() -> None:
    """Give back money that no order will take."""
    expire.give_back_stranded()


@jobs.scheduled("23 * * * *")
def forget_ended() -> None:
    """Forget checkouts that ended days ago."""
    forget.forget_ended()
