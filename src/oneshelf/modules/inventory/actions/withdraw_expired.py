"""Taking goods whose time is over out of what is sold."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory.actions.keep_apart import keep_apart
from oneshelf.modules.inventory.errors import OutOfStock
from oneshelf.modules.inventory.queries import levels
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import ApartReason, Condition, Expiring, LotNotThere
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places

_SELLING = frozenset({places.PlaceKind.STORE, places.PlaceKind.WAREHOUSE})

ROUNDS = 20
"""The most pages of expired lots that one run takes; the next run takes the rest."""


def withdraw_expired() -> int:
    """Move what may no longer be sold into quarantines, and return how many units that were.

    Units that are promised to somebody stay, since they are counted as theirs: they cannot be handed over any more, and
    the list of what expires shows them until the order is settled.
    """
    moved = 0
    for market in markets.list_markets():
        at = [place.id for place in places.list_places(market.id, _SELLING)]
        for _ in range(ROUNDS):
            found = [_withdraw(market.id, each) for each in lots.expiring(market.id, at, until=clock.now())]
            moved += sum(found)
            if not any(found):
                break
    return moved


@retried
def _withdraw(market: MarketId, expired: Expiring) -> int:
    (level,) = levels(market, [expired.variant], [expired.place])
    free = min(expired.quantity, level.on_hand - level.reserved)
    if free <= 0:
        return 0
    serial = any(
        each.lot == expired.lot and each.serial for each in lots.parts(market, [expired.variant], [expired.place])
    )
    try:
        keep_apart(
            *(market, expired.place, expired.variant, free),
            reason=ApartReason.EXPIRED,
            condition=Condition.NEW,
            actor=SYSTEM,
            lot=expired.code,
            serial=serial,
        )
    except (OutOfStock, LotNotThere):  # somebody was faster; the next run looks again
        return 0
    return free
