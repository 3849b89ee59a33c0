"""Keeping how far a rehearsal is and what it told, so that whoever began it can leave and find it again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import models, queries
from oneshelf.modules.promotions.queries.rehearsals import RehearsalId
from oneshelf.modules.promotions.rules.rehearsal import Told
from oneshelf.modules.promotions.types import PromotionId, RehearsalState

WHOLE = 100
"""The percentage of orders that is all of them."""


@transaction.atomic
def begin_rehearsal(
    promotion: PromotionId, since: datetime, until: datetime, *, percent: int = WHOLE, floor_bp: int = 0, actor: Actor
) -> RehearsalId:
    """Begin to try a promotion, as it says now, on `percent` of the orders placed in [since, until).

    `floor_bp` is the least margin, in basis points of what is paid without tax, under which a reduced line is counted.
    Joins the caller's transaction, which also defers the job that does it. Raises UnknownPromotion and Invalid.
    """
    if since >= until:
        raise Invalid(name="since", value=since.isoformat(), cure=f"< {until.isoformat()}")
    for name, value, least, most in (("percent", percent, 1, WHOLE), ("floor_bp", floor_bp, 0, compiled.WHOLE_BP)):
        if not least <= value <= most:
            raise Invalid(name=name, value=str(value), cure=f"{least}-{most}")
    found, run = queries.get_promotion(promotion), RehearsalId(new_id())
    said = queries.latest_versions([promotion])[promotion].rule
    models.Rehearsal.objects.create(
        id=run,
        market_id=found.market,
        promotion_id=promotion,
        rule=msgspec.json.encode(said).decode(),
        since=since,
        until=until,
        percent=percent,
        floor_bp=floor_bp,
        state=RehearsalState.RUNNING.value,
        begun_at=clock.now(),
    )
    days: dict[str, trail.Detail] = {"since": since.isoformat(), "until": until.isoformat(), "percent": percent}
    trail.record("promotion.rehearsal_begun", trail.Subject("promotion", promotion), actor=actor, details=days)
    return run


def note_progress(run: RehearsalId, told: Told, total: int, reached: tuple[datetime, UUID] | None) -> None:
    """Write what has been told so far, of how many, and by which order it has come."""
    at, order = reached or (None, None)
    models.Rehearsal.objects.filter(id=run).update(
        state=RehearsalState.RUNNING.value,
        told=msgspec.json.encode(told).decode(),
        done=told.orders,
        total=total,
        reached_at=at,
        reached_order=order,
    )


def end_rehearsal(run: RehearsalId, *, failed: bool) -> None:
    """Write that a rehearsal is over. Twice is once."""
    state = RehearsalState.FAILED if failed else RehearsalState.DONE
    models.Rehearsal.objects.filter(id=run).update(state=state.value)
