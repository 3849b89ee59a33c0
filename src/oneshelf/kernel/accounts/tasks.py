"""Accounts' jobs."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from oneshelf.kernel import clock, jobs
from oneshelf.kernel.accounts import public as accounts

SESSION_BATCH = 2_000
"""How many expired sessions one statement forgets."""


@jobs.scheduled("*/15 * * * *")
def sweep_attempts() -> None:
    """Forget attempts to sign in that no longer count."""
    accounts.sweep_attempts()


@jobs.scheduled("47 * * * *")
def sweep_sessions() -> None:
    """Forget sessions that have expired, in batches."""
    expired = Session.objects.filter(expire_date__lt=clock.now()).order_by()
    while keys := list(expired.values_list("session_key", flat=True)[:SESSION_BATCH]):
        Session.objects.filter(session_key__in=keys).delete()
