"""Keeping search and lists in step with the products."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.transactions import retried

PRODUCTS_A_BATCH = 1000
"""How many products one transaction renews: well below a second."""

_FORGET = sql.statement(__name__, "forget_unsold")
_RENEW = sql.statement(__name__, "renew_search")
_LEARN = sql.statement(__name__, "learn_words")
_BELOW = sql.statement(__name__, "products_below", row=UUID)


def renew_search(products: Sequence[UUID]) -> None:
    """Show `products` in search and lists as they are now, in the caller's transaction."""
    _FORGET.execute(products=list(products))
    _RENEW.execute(products=list(products))
    _LEARN.execute(products=list(products))


def rebuild_search(below: str = "") -> int:
    """Renew all products whose category lies at or below path `below`, batch by batch; return how many.

    Each batch is a transaction of its own unless the caller has one open. Bulk loads call it at their end.
    """
    renewed, after = 0, UUID(int=0)
    while batch := _BELOW.all(path=below, after=after, limit=PRODUCTS_A_BATCH):
        retried(renew_search)(batch)
        renewed, after = renewed + len(batch), batch[-1]
    return renewed
