"""Keep how far a rehearsal is and what it told, so that whoever began it can leave and find it again."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.sourcing import models
from oneshelf.modules.sourcing.queries import get_policy
from oneshelf.modules.sourcing.types import PolicyId, Rehearsal, RehearsalId, RehearsalState


@transaction.atomic
def begin_rehearsal(policy: PolicyId, since: datetime, until: datetime, *, actor: Actor) -> RehearsalId:
    """Begin to try a policy on the orders placed in [since, until). Raises NotFound and Invalid.

    Joins the caller's transaction, which also defers the job that does it.
    """
    if since >= until:
        raise Invalid(name="since", value=since.isoformat(), cure=f"< {until.isoformat()}")
    found, run = get_policy(policy), RehearsalId(new_id())
    models.RehearsalRun.objects.create(
        id=run,
        market_id=found.market,
        policy_id=policy,
        since=since,
        until=until,
        state=RehearsalState.RUNNING.value,
        begun_at=clock.now(),
    )
    days = {"since": since.isoformat(), "until": until.isoformat()}
    trail.record("sourcing.rehearsal_begun", trail.Subject("policy", policy), actor=actor, details=days)
    return run


def note_progress(run: RehearsalId, done: int, total: int) -> None:
    """Write how many of the orders are tried."""
    models.RehearsalRun.objects.filter(id=run).update(done=done, total=total)


def end_rehearsal(run: RehearsalId, told: tuple[Rehearsal, Rehearsal] | None) -> None:
    """Write what a rehearsal told, now and then; None when it failed. Twice is once."""
    state = RehearsalState.DONE if told else RehearsalState.FAILED
    text = msgspec.json.encode(told).decode() if told else ""
    models.RehearsalRun.objects.filter(id=run).update(state=state.value, told=text)
