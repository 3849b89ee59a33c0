"""Forgetting codes that nobody can use any more."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models

CODES_KEPT_FOR = timedelta(days=1)
"""How long after its end a code is still known."""


@retried
def forget_codes() -> int:
    """Forget codes that ended CODES_KEPT_FOR ago; return how many there were."""
    return models.HandOver.objects.filter(expires_at__lt=clock.now() - CODES_KEPT_FOR).delete()[0]
