"""Reading rehearsals: how far they are, and what they told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from oneshelf.kernel import decoding
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import models
from oneshelf.modules.promotions.queries import read_rule
from oneshelf.modules.promotions.rules.rehearsal import Told
from oneshelf.modules.promotions.types import PromotionId, RehearsalState

RehearsalId = NewType("RehearsalId", UUID)

MOST_LISTED = 20
"""How many rehearsals of a promotion are listed."""


@dataclass(frozen=True, slots=True)
class RehearsalRun:
    """A rehearsal of a promotion on `percent` of the orders placed in [since, until): `done` of `total` are tried.

    `rule` is what the promotion said when it began. `told` is what they come to so far, `reached` the instant and the
    id of the last order that is in it.
    """

    id: RehearsalId
    market: MarketId
    promotion: PromotionId
    rule: compiled.Rule
    since: datetime
    until: datetime
    percent: int
    floor_bp: int
    state: RehearsalState
    done: int
    total: int
    begun_at: datetime
    told: Told
    reached: tuple[datetime, UUID] | None


def get_rehearsal(run: RehearsalId) -> RehearsalRun:
    """Return one rehearsal. Raises NotFound."""
    row = models.Rehearsal.objects.filter(id=run).first()
    if row is None:
        raise NotFound(kind="rehearsal", value=str(run))
    return _as_run(row)


def list_rehearsals(promotion: PromotionId) -> list[RehearsalRun]:
    """Return the rehearsals of a promotion, the latest first; 20 at most."""
    return [_as_run(row) for row in models.Rehearsal.objects.filter(promotion=promotion).order_by("-id")[:MOST_LISTED]]


def _as_run(row: models.Rehearsal) -> RehearsalRun:
    return RehearsalRun(
        id=RehearsalId(row.id),
        market=MarketId(row.market_id),
        promotion=PromotionId(row.promotion_id),
        rule=read_rule(row.rule),
        since=row.since,
        until=row.until,
        percent=row.percent,
        floor_bp=row.floor_bp,
        state=RehearsalState(row.state),
        done=row.done,
        total=row.total,
        begun_at=row.begun_at,
        told=decoding.decode(row.told, Told) if row.told else Told(),
        reached=(row.reached_at, row.reached_order) if row.reached_at and row.reached_order else None,
    )
