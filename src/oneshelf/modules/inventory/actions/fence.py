"""Fences: units set apart for a channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory.actions.announce import announce
from oneshelf.modules.inventory.errors import BadBuffer, BadQuantity, FencesOverlap
from oneshelf.modules.inventory.models import Fence
from oneshelf.modules.inventory.rules import MOST_UNITS
from oneshelf.modules.inventory.types import FenceId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId


@dataclass(frozen=True, slots=True)
class _FencedKey:
    market: MarketId
    place: PlaceId
    variant: VariantId


_DUE = sql.statement(__name__, "fences_to_tend", row=_FencedKey)
_LIFT = sql.statement(__name__, "lift", row=int)
_FILL = sql.statement(__name__, "fill", row=int)

_INSTANT = timedelta(microseconds=1)
"""The shortest time that the database tells apart."""

KEYS_A_RUN = 1000
"""The most levels that one run of the task looks at; the next run takes the rest."""


@retried
def set_fence(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    channel: ChannelId,
    units: int,
    *,
    actor: Actor,
    begins: datetime | None = None,
    ends: datetime | None = None,
    note: str = "",
) -> FenceId:
    """Set `units` of a variant at a place apart for a channel, from `begins` (now, when None) until `ends`.

    What nobody was promised goes into the fence at once, the rest as goods come or are given back; nobody else is
    promised what lies in it. The channel's reservations and sales draw from it first. Raises BadQuantity, BadBuffer
    for a time without extent, FencesOverlap when the channel has a fence around these goods at the same time.
    """
    now = clock.now()
    begins = begins or now
    if not 1 <= units <= MOST_UNITS:
        raise BadQuantity(value=units)
    if ends is not None and ends <= max(begins, now):
        raise BadBuffer(value=ends.isoformat())
    fence = Fence(
        id=new_id(),
        market_id=market,
        place_id=place,
        variant_id=variant,
        channel_id=channel,
        quantity=units,
        valid=TimestamptzRange(begins, ends),
        note=note,
        set_by=actor.id,
        set_at=now,
    )
    with refusals({"fences_of_a_channel_never_overlap": FencesOverlap()}), transaction.atomic():
        fence.save(force_insert=True)
    if begins <= now:
        _tend(_FencedKey(market, place, variant), now)
    details: dict[str, trail.Detail] = {"variant": variant, "channel": channel, "units": units}
    subject = trail.Subject("fence", fence.id)
    trail.record("stock.fence_set", subject, actor=actor, place=place, details=details, at=now)
    return FenceId(fence.id)


@retried
def lift_fence(fence: FenceId, *, actor: Actor) -> None:
    """End a fence now and give what lies in it to everybody. Repeating it is harmless. Raises NotFound."""
    now = clock.now()
    row = Fence.objects.filter(id=fence).first()
    if row is None:
        raise NotFound(kind="fence", value=str(fence))
    if row.lifted_at is not None:
        return
    key = _FencedKey(MarketId(row.market_id), PlaceId(row.place_id), VariantId(row.variant_id))
    if row.valid.lower > now:
        Fence.objects.filter(id=fence).delete()
    else:
        over = max(now, row.valid.lower + _INSTANT)  # a window without extent would be none
        _tend(key, now)  # the level's row first, as everybody takes them
        Fence.objects.filter(id=fence).update(valid=TimestamptzRange(row.valid.lower, over))
        _tend(key, over)
    subject = trail.Subject("fence", row.id)
    trail.record("stock.fence_lifted", subject, actor=actor, place=key.place, details={}, at=now)


def tend_fences() -> int:
    """Lift fences whose time is over and fill those that want more, one level a transaction; return how many units.

    Nothing waits for this: whoever is short of a level lifts its expired fences at once.
    """
    return sum(_tended(key) for key in _DUE.all(at=clock.now(), limit=KEYS_A_RUN))


@retried
def _tended(key: _FencedKey) -> int:
    return _tend(key, clock.now())


def _tend(key: _FencedKey, now: datetime) -> int:
    given = {"market": key.market, "place": key.place, "variant": key.variant, "at": now}
    moved = _LIFT.one(**given) + _FILL.one(**given)
    if moved:
        announce(key.market, [(key.place, key.variant)], cause=new_id(), at=now)
    return moved
