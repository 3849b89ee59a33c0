"""Giving back what checkouts held too long."""

from __future__ import annotations

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.reserve import ReservedKey

_EXPIRED = sql.statement(__name__, "expired_keys", row=ReservedKey)
_RECLAIM = sql.statement(__name__, "reclaim", row=int)

KEYS_A_RUN = 1000
"""The most keys that one run looks at; the next run takes the rest."""


def expire_holds() -> int:
    """Release every hold whose time is over, one key a transaction; return how many units came back.

    Nothing waits for this: whoever is short of a key reclaims its expired holds at once. It keeps what
    people see fresh.
    """
    return sum(_reclaim(key) for key in _EXPIRED.all(at=clock.now(), limit=KEYS_A_RUN))


@retried
def _reclaim(key: ReservedKey) -> int:
    now = clock.now()
    freed = _RECLAIM.one(market=key.market, place=key.place, variant=key.variant, at=now)
    if freed:
        announce(key.market, [(key.place, key.variant)], cause=new_id(), at=now)
    return freed
