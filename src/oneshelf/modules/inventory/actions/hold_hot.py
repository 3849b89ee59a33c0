"""Holding what many want at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.combiner import Combiner
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import queries, rules
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.actions.set_rule import tell_rules_changed
from oneshelf.modules.inventory.errors import OutOfStock
from oneshelf.modules.inventory.models import HotVariant
from oneshelf.modules.inventory.types import Demand, Owner
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

MOST_AT_ONCE = 500
"""The most holds that one statement grants: more would keep the level's row too long."""


@dataclass(frozen=True, slots=True)
class _Key:
    market: MarketId
    place: PlaceId
    variant: VariantId
    channel: ChannelId | None


@dataclass(frozen=True, slots=True)
class _Request:
    owner: Owner
    owner_id: UUID
    line: int
    quantity: int
    per: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Granted:
    granted: bool | None
    available: int


_GRANT = sql.statement(__name__, "hold_many", row=_Granted)


def held_in_groups(market: MarketId, demands: Sequence[Demand]) -> bool:
    """Tell whether `hold_for` grants these demands together with others': one that is hot, in no open transaction."""
    return len(demands) == 1 and not connection.in_atomic_block and queries.is_hot(market, demands[0].variant)


def hold_hot(
    market: MarketId,
    owner: Owner,
    owner_id: UUID,
    demand: Demand,
    *,
    expires_at: datetime,
    channel: ChannelId | None,
) -> bool:
    """Hold a demand together with all that ask for the same at this moment: one statement, in order of arrival.

    False, and nothing done, for an owner who holds something already: that is exchanged alone.

    The guarantee is that of `hold_for`, since the same row decides; each gets an answer of its own. Whoever wants more
    than is left is refused, and who comes behind and wants less may be granted. Raises OutOfStock and BadQuantity.
    """
    rules.check_quantities([demand])
    key = _Key(market, demand.place, demand.variant, channel)
    return _GRANTS.ask(key, _Request(owner, owner_id, demand.line, demand.quantity, demand.per, expires_at))


@retried
def mark_hot(market: MarketId, variant: VariantId, *, actor: Actor) -> None:
    """Say that many will ask for a variant at once: holds of it are granted by groups. Repeating it is harmless."""
    HotVariant.objects.get_or_create(market_id=market, variant_id=variant, defaults={"since": clock.now()})
    _tell(market, variant, hot=True, actor=actor)


@retried
def mark_calm(market: MarketId, variant: VariantId, *, actor: Actor) -> None:
    """Say that the rush for a variant is over. Repeating it is harmless."""
    HotVariant.objects.filter(market_id=market, variant_id=variant).delete()
    _tell(market, variant, hot=False, actor=actor)


def _tell(market: MarketId, variant: VariantId, *, hot: bool, actor: Actor) -> None:
    now = clock.now()
    tell_rules_changed(market, cause=variant, at=now)
    trail.record("stock.hot", trail.Subject("variant", variant), actor=actor, details={"hot": hot}, at=now)


@retried
def _grant(key: _Key, asked: Sequence[_Request]) -> list[bool | BaseException]:
    now = clock.now()
    requests = list({request.owner_id: request for request in asked}.values())  # who asks twice means the latter
    (kept_back,) = queries.withheld(key.market, key.channel, [(key.place, key.variant)])
    answers = _GRANT.all(
        market=key.market,
        place=key.place,
        variant=key.variant,
        channel=key.channel,
        withheld=kept_back,
        at=now,
        kinds=[request.owner.value for request in requests],
        owners=[request.owner_id for request in requests],
        lines=[request.line for request in requests],
        quantities=[request.quantity for request in requests],
        pers=[request.per for request in requests],
        expiries=[request.expires_at for request in requests],
    )
    if any(answer.granted for answer in answers):
        announce(key.market, [(key.place, key.variant)], cause=requests[0].owner_id, at=now)
    answered = {
        request.owner_id: _answer(key, request, answer) for request, answer in zip(requests, answers, strict=True)
    }
    return [answered[request.owner_id] for request in asked]


def _answer(key: _Key, request: _Request, answer: _Granted) -> bool | BaseException:
    if answer.granted is None:
        return False
    if answer.granted:
        return True
    return OutOfStock(
        variant=str(key.variant), place=str(key.place), wanted=request.quantity, available=answer.available
    )


_GRANTS: Combiner[_Key, _Request, bool] = Combiner(_grant, most=MOST_AT_ONCE)
