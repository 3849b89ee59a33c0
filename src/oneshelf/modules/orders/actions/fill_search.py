"""Letting search know of orders that no event told of: imported ones, and those from before there was a search."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.actions import renew_search as renewing
from oneshelf.modules.orders.actions.renew_search import BATCH, Seen
from oneshelf.modules.orders.queries import LAST_ID

LOOKED_AT = 5 * BATCH
"""How many orders one transaction looks at; it renews a batch of them at most."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How far, newest first, the orders of a market were looked at."""

    reached_at: datetime
    reached_id: UUID
    done: bool


_FILLING = sql.statement(__name__, "filling", row=Filling)
_BEGIN = sql.statement(__name__, "begin_filling")
_BEGIN_ANEW = sql.statement(__name__, "begin_filling_anew")
_NOTE = sql.statement(__name__, "note_filling")
_BEFORE = sql.statement(__name__, "orders_before", row=Seen)
_KNOWN = sql.statement(__name__, "known_to_search", row=UUID)


def fill_search(*, within: timedelta) -> bool:
    """Look at the orders of every market, newest first, for `within` at most; return whether all are known now.

    Each batch is a transaction of its own that also notes how far it came: the next run goes on there.
    """
    ends = time.monotonic() + within.total_seconds()
    for market in markets.list_markets():
        while not _fill_batch(market.id):
            if time.monotonic() >= ends:
                return False
    return True


def filled_down_to(market: MarketId) -> datetime | None:
    """Return the instant whose older orders search may not know yet, or None when it knows all of a market."""
    filling = _FILLING.find(market=market)
    if filling is None:
        return clock.now()
    return None if filling.done else filling.reached_at


def fill_anew(loaded: Iterable[UUID]) -> None:
    """Let `fill_search` begin from the newest order of some markets again, in the caller's transaction."""
    _BEGIN_ANEW.execute(markets=list(loaded), reached_at=_after_now(), reached_id=LAST_ID)


@retried
def _fill_batch(market: MarketId) -> bool:
    """Fill in what the next orders lack; return whether there are none left to look at."""
    _BEGIN.execute(markets=[market], reached_at=_after_now(), reached_id=LAST_ID)
    was = _FILLING.one(market=market)
    if was.done:
        return True
    seen = _BEFORE.all(market=market, before=was.reached_at, before_id=was.reached_id, limit=LOOKED_AT)
    known = set(_KNOWN.all(orders=[each.id for each in seen]))
    unknown = [each for each in seen if each.id not in known][:BATCH]
    renewing.renew_search([each.id for each in unknown])
    done = len(seen) < LOOKED_AT and len(unknown) < BATCH
    last = unknown[-1] if len(unknown) == BATCH else seen[-1] if seen else None
    noted = _NOTE.execute(
        market=market,
        was_at=was.reached_at,
        was_id=was.reached_id,
        reached_at=last.placed_at if last else was.reached_at,
        reached_id=last.id if last else was.reached_id,
        done=done,
    )
    return done and bool(noted)


def _after_now() -> datetime:
    return clock.now() + timedelta(days=1)
