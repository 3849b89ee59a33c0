"""Taking work away from places that have not begun it in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.states import WrongState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.actions.source_again import could_send
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

TAKEN_AWAY_WITHIN = timedelta(days=1)
"""How long after it was due a parcel is looked at: what nobody else could send by then stays where it is."""

_log = structlog.get_logger(__name__)


def take_away_missed(at: datetime) -> int:
    """Reject for their places the parcels that were due by `at` and are not begun, if another place can send them.

    What is rejected is sent from elsewhere like all that a place cannot do; what nobody else has stays, late as it is.
    That is looked at again when it is twice as late, so that however many wait, each costs nine looks a day. Each in a
    transaction of its own; one that is refused keeps nobody from those behind it, and is told to the log. Returns how
    many were taken away.
    """
    return sum(
        _taken_away(parcel, at)
        for market in markets.list_markets()
        for parcel in fulfilment.missed(_senders(market.id), at, since=at - TAKEN_AWAY_WITHIN)
    )


def _senders(market: MarketId) -> list[PlaceId]:
    return [place.id for place in places.list_places(market, places.COUNTED_KINDS)]


def _taken_away(parcel: Consignment, at: datetime) -> bool:
    try:
        if could_send(parcel, at):
            fulfilment.take_away(parcel.id, actor=SYSTEM)
            return True
    except WrongState:  # somebody took it in hand after all
        return False
    except Refusal as refusal:
        _log.error("a late parcel was not looked at", consignment=str(parcel.id), because=refusal.code)
    fulfilment.look_again(parcel.id, at + (at - parcel.due_at))
    return False
