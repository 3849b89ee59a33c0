"""Jobs of inventory."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock, jobs, months
from oneshelf.modules.inventory.actions import expire_holds as verbs
from oneshelf.modules.inventory.actions import fence
from oneshelf.modules.inventory.actions import renew_confidence as trust
from oneshelf.modules.inventory.actions import withdraw_expired as withdraw
from oneshelf.modules.lots import public as lots

AHEAD = timedelta(days=62)
"""How far ahead the ledger's months are made."""


@jobs.scheduled("* * * * *")
def expire_holds() -> None:
    """Give back what checkouts held too long."""
    verbs.expire_holds()


@jobs.scheduled("* * * * *")
def tend_fences() -> None:
    """Lift fences whose time is over, and fill those that want more."""
    fence.tend_fences()


@jobs.scheduled("7 * * * *")
def withdraw_expired() -> None:
    """Take what may no longer be sold out of what is sold: each market's day ends at another hour."""
    lots.renew_margins()
    withdraw.withdraw_expired()


@jobs.scheduled("13 2 * * *")
def renew_confidence() -> None:
    """Compute anew how far each level may be trusted."""
    trust.renew_confidence()


@jobs.scheduled("43 3 * * *")
def make_months() -> None:
    """Make the stock ledger's coming partitions."""
    now = clock.now()
    months.ensure("inventory_movement", now, now + AHEAD)
