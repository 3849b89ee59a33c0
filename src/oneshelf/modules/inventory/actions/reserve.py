"""Reserving stock, and giving it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.demands import columns
from oneshelf.modules.inventory.actions.hold_hot import held_in_groups, hold_hot
from oneshelf.modules.inventory.errors import HoldExpired
from oneshelf.modules.inventory.types import Demand, Owner
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class ReservedKey:
    """A level that somebody has reserved units of."""

    market: MarketId
    place: PlaceId
    variant: VariantId


_RESERVE = sql.statement(__name__, "reserve")
_RELEASE = sql.statement(__name__, "release", row=int)
_EXTEND = sql.statement(__name__, "extend")
_KEYS = sql.statement(__name__, "reserved_keys_of", row=ReservedKey)


def hold(
    market: MarketId,
    demands: Sequence[Demand],
    *,
    checkout: UUID,
    expires_at: datetime,
    channel: ChannelId | None = None,
) -> None:
    """Hold all of `demands` for a checkout until `expires_at`, or none of them: see `hold_for`."""
    hold_for(market, Owner.CHECKOUT, checkout, demands, expires_at=expires_at, channel=channel)


def hold_for(
    market: MarketId,
    owner: Owner,
    owner_id: UUID,
    demands: Sequence[Demand],
    *,
    expires_at: datetime,
    channel: ChannelId | None = None,
) -> None:
    """Hold all of `demands` for whoever shops (a cart, a checkout, a till ...) until `expires_at`, or none of them.

    What the owner holds already is given back first, so that a changed basket is held anew. Hard rules keep their
    buffer back from `channel`; its fence gives first. A variant that many ask for at once is granted by groups, see
    `hold_hot`. Raises OutOfStock (naming the first key that is short, in key order) and BadQuantity.
    """
    grouped = held_in_groups(market, demands)
    if not grouped or not hold_hot(market, owner, owner_id, demands[0], expires_at=expires_at, channel=channel):
        _hold(market, owner, owner_id, demands, expires_at=expires_at, channel=channel)


@retried
def _hold(
    market: MarketId,
    owner: Owner,
    owner_id: UUID,
    demands: Sequence[Demand],
    *,
    expires_at: datetime,
    channel: ChannelId | None,
) -> None:
    release(owner, owner_id)
    _reserve(market, demands, owner=owner, owner_id=owner_id, expires_at=expires_at, channel=channel)


@retried
def allocate(market: MarketId, demands: Sequence[Demand], *, order: UUID, channel: ChannelId | None = None) -> None:
    """Reserve all of `demands` for an order, for good, or none of them. Raises OutOfStock and BadQuantity.

    Hard rules keep their buffer back; the fence of `channel` gives first.
    """
    _reserve(market, demands, owner=Owner.ORDER, owner_id=order, expires_at=None, channel=channel)


@retried
def extend_hold(owner_id: UUID, *, by: timedelta) -> None:
    """Let what a checkout, a cart or another owner holds expire `by` from now. Raises HoldExpired when nothing is."""
    now = clock.now()
    if _EXTEND.execute(owner=owner_id, at=now, expires=now + by) == 0:
        raise HoldExpired(owner=str(owner_id))


@retried
def release(owner: Owner, owner_id: UUID, *, place: PlaceId | None = None, lines: Sequence[int] | None = None) -> int:
    """Give back what an owner still has reserved (at `place`, of `lines` only, if given); return how many keys.

    Releasing twice is harmless. Used and expired reservations are left as they are.
    """
    known = _KEYS.all(owner=owner_id)
    keys = [(key.place, key.variant, key.market) for key in known if place in (None, key.place)]
    count = _RELEASE.one(
        owner_kind=owner.value, owner=owner_id, place=place, lines=list(lines) if lines is not None else None
    )
    if count:
        announce(keys[0][2], [(place, variant) for place, variant, _ in keys], cause=owner_id, at=clock.now())
    return count


def _reserve(
    market: MarketId,
    demands: Sequence[Demand],
    *,
    owner: Owner,
    owner_id: UUID,
    expires_at: datetime | None,
    channel: ChannelId | None,
) -> None:
    rules.check_quantities(demands)
    now = clock.now()
    _RESERVE.execute(
        market=market,
        owner_kind=owner.value,
        owner=owner_id,
        channel=channel,
        expires=expires_at,
        at=now,
        **columns(market, channel, demands),
    )
    announce(market, [(demand.place, demand.variant) for demand in demands], cause=owner_id, at=now)
