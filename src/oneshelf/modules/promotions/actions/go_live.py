"""Letting promotions go live, pausing and ending them."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor
from oneshelf.kernel.transactions import retried
from oneshelf.modules.promotions import models, rules
from oneshelf.modules.promotions.actions import write
from oneshelf.modules.promotions.actions.check import check_plan
from oneshelf.modules.promotions.events import PromotionEnded, PromotionPaused, PromotionWentLive
from oneshelf.modules.promotions.types import Promotion, PromotionId, State

ENDED_AT_ONCE = 500
"""How many promotions one run of the job ends."""


@retried
def go_live(promotion: PromotionId, *, version: int | None = None, actor: Actor) -> Promotion:
    """Let a draft, or a paused promotion, hold from its beginning on, or from now if that is past.

    What it names is looked at again. Whoever has looked at it says at which `version` that was. Raises
    PromotionChanged, WrongState, UnknownPromotion, and what `draft` raises.
    """
    known, groups = write.as_seen(promotion, version)
    now = clock.now()
    rules.MACHINE.check(known.state, State.LIVE)
    check_plan(known.market, promotion, known.plan, groups)
    rules.check_still_ahead(known.plan.ends, now)
    begins = max(now, known.plan.starts or now)
    write.say(known, known.plan, groups[known.plan.group], begins)
    live = write.move(promotion, State.LIVE, starts=known.plan.starts or begins)
    event = PromotionWentLive(live.market, live.plan.code, live.number, begins, live.plan.ends)
    return write.announce(live, event, "promotion.went_live", actor, starts=begins)


@retried
def pause(promotion: PromotionId, *, version: int | None = None, actor: Actor) -> Promotion:
    """Let a promotion, as it was looked at, at `version`, hold no more until it goes live again: what it says waits.

    Raises PromotionChanged and WrongState.
    """
    known, groups = write.as_seen(promotion, version)
    rules.MACHINE.check(known.state, State.PAUSED)
    newest = write.cut(promotion, clock.now())
    if newest is not None and newest.valid is not None:
        write.say(known, known.plan, groups[known.plan.group], None)
    paused = write.move(promotion, State.PAUSED)
    return write.announce(paused, PromotionPaused(paused.market), "promotion.paused", actor)


@retried
def end(promotion: PromotionId, *, version: int | None = None, actor: Actor) -> Promotion:
    """Let a promotion, as it was looked at, at `version`, hold no more, for good; a draft is put aside.

    Raises PromotionChanged and WrongState.
    """
    known, _ = write.as_seen(promotion, version)
    rules.MACHINE.check(known.state, State.ENDED)
    write.cut(promotion, clock.now())
    ended = write.move(promotion, State.ENDED)
    return write.announce(ended, PromotionEnded(ended.market), "promotion.ended", actor)


def end_what_is_over(at: datetime) -> int:
    """End the live promotions whose time was over at `at`; return how many, 500 at most.

    They have held for nobody since: this is for who looks for what is live.
    """
    over = models.Promotion.objects.filter(state=State.LIVE.value, ends__lte=at).order_by("ends")
    found = list(over.values_list("id", flat=True)[:ENDED_AT_ONCE])
    return sum(_end_if_over(PromotionId(each), at) for each in found)


@retried
def _end_if_over(promotion: PromotionId, at: datetime) -> bool:
    """End a promotion unless somebody has stopped it meanwhile, or given it more time; tell whether it was ended."""
    known, _ = write.locked(promotion)
    if known.state is not State.LIVE or known.plan.ends is None or known.plan.ends > at:
        return False
    end(promotion, actor=SYSTEM)
    return True
