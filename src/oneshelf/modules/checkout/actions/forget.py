"""Forgetting checkouts that ended: an order keeps all that matters of its own."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import first_id_at
from oneshelf.kernel.transactions import retried

KEPT_FOR = timedelta(days=7)
"""How long after its start an ended checkout still leads to its order: longer than any idempotency key is kept."""

FORGET_BATCH = 1_000
"""How many checkouts one statement forgets."""

_FORGET_ENDED = sql.statement(__name__, "forget_ended")


def forget_ended() -> int:
    """Forget the ended checkouts that began KEPT_FOR ago, each batch in a transaction of its own.

    Returns how many there were. Whoever completes one again after that is told UnknownCheckout.
    """
    forgotten = 0
    while batch := _forget_batch():
        forgotten += batch
    return forgotten


@retried
def _forget_batch() -> int:
    return _FORGET_ENDED.execute(before=first_id_at(clock.now() - KEPT_FOR), most=FORGET_BATCH)
