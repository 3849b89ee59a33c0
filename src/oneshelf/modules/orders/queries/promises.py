"""What became of the promises by when goods are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from oneshelf.kernel import sql
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.types import Method, OrderId, PromiseMissed, PromiseSent, PromisesMade
from oneshelf.modules.places.public import PlaceId

_PROMISES = sql.statement(__name__, "promises_made", row=PromisesMade)
_PROMISES_SENT = sql.statement(__name__, "promises_sent", row=PromiseSent)
_PROMISES_BROKEN = sql.statement(__name__, "promises_broken", row=PromiseMissed)


def promises_made(
    market: MarketId,
    since: datetime,
    until: datetime,
    *,
    places: Sequence[PlaceId],
    methods: Sequence[Method],
    zone: str,
) -> list[PromisesMade]:
    """Return what became of the promises of orders placed in [since, until): by week, place and way."""
    ways = [each.value for each in methods]
    return _PROMISES.all(market=market, since=since, until=until, places=list(places), methods=ways, zone=zone)


def promises_sent(
    market: MarketId, since: datetime, until: datetime, *, places: Sequence[PlaceId], most: int
) -> list[PromiseSent]:
    """Return what became of each promise of orders to be sent, placed in [since, until), the latest first."""
    return _PROMISES_SENT.all(market=market, since=since, until=until, places=list(places), most=most)


def promises_broken(
    market: MarketId,
    since: datetime,
    until: datetime,
    *,
    places: Sequence[PlaceId],
    methods: Sequence[Method],
    most: int,
    among: Sequence[OrderId] | None = None,
) -> list[PromiseMissed]:
    """Return orders placed in [since, until) whose promise was broken, the latest first; `among` some, if given."""
    ways, orders = [each.value for each in methods], list(among) if among is not None else None
    asked = {"market": market, "since": since, "until": until, "places": list(places), "methods": ways}
    return _PROMISES_BROKEN.all(**asked, orders=orders, most=most)
