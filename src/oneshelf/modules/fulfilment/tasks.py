"""Jobs of fulfilment."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, jobs
from oneshelf.modules.fulfilment.actions import bring_in as goods
from oneshelf.modules.fulfilment.actions import cancel
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId


@jobs.scheduled("*/10 * * * *")
def expire_no_shows() -> None:
    """Give up what nobody has collected in time."""
    cancel.expire_no_shows(clock.now())


@jobs.task
def bring_in(market: str, place: str) -> None:
    """Let a place pick what it was waiting for, as far as that has come. May be repeated."""
    goods.bring_in(MarketId(UUID(market)), PlaceId(UUID(place)))


@jobs.scheduled("27 * * * *")
def bring_in_everywhere() -> None:
    """See to everybody who waits: days pass without anything coming."""
    for market, place in inventory.waiting_places():
        goods.bring_in(market, place)
