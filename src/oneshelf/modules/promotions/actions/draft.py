"""Drafting promotions, and changing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import models, queries, rules
from oneshelf.modules.promotions.actions import write
from oneshelf.modules.promotions.actions.check import check_plan
from oneshelf.modules.promotions.errors import PromotionHasBegun
from oneshelf.modules.promotions.events import PromotionChanged, PromotionDrafted
from oneshelf.modules.promotions.types import Group, Plan, Promotion, PromotionId, State


@retried
def draft(market: MarketId, plan: Plan, *, actor: Actor) -> Promotion:
    """Think of a promotion: it holds for nobody until it goes live. Returns it.

    Raises BadRule, BadPromotionWindow, UnknownTarget, UnknownGroup, PromotionCodeTaken, CircularRules and
    AppliedTooLate: each names the part, its value, and the cure.
    """
    plan, groups = rules.once_each(plan), write.lock_groups(market)
    group, promotion = write.group_of(plan, groups), PromotionId(new_id())
    check_plan(market, promotion, plan, groups)
    with write.unique_code(plan):
        models.Promotion.objects.create(id=promotion, market_id=market, state=State.DRAFT.value, **write.columns(plan))
    number = write.say(Promotion(promotion, market, State.DRAFT, plan, 1, 1), plan, group, None)
    drafted = Promotion(promotion, market, State.DRAFT, plan, number, 1)
    return write.announce(drafted, PromotionDrafted(market, plan.code), "promotion.drafted", actor)


@retried
def duplicate(promotion: PromotionId, code: str, *, actor: Actor) -> Promotion:
    """Draft a promotion like another under a code of its own, without its time. Raises as `draft` does."""
    known = queries.get_promotion(promotion)
    return draft(known.market, replace(known.plan, code=code, starts=None, ends=None), actor=actor)


@retried
def change(
    promotion: PromotionId, plan: Plan, *, version: int, since: datetime | None = None, actor: Actor
) -> Promotion:
    """Put another plan in place of what a promotion said, as it was looked at, at `version`.

    Of a live one, another rule holds from `since` (now, when None or past) on, in place of all that was planned from
    then on; what was in force is not rewritten. Where its terms stay and no `since` is named, what is planned waits for
    its time: only name, group and end hold at once. So do limits. Raises as `draft` does, PromotionChanged,
    PromotionHasBegun, WrongState for an ended one, UnknownPromotion.
    """
    plan, (known, groups) = rules.once_each(plan), write.as_seen(promotion, version)
    now = clock.now()
    if known.state is State.ENDED:
        rules.MACHINE.check(known.state, State.DRAFT)
    group = write.group_of(plan, groups)
    check_plan(known.market, promotion, plan, groups)
    moment = _moment(known, plan, since, now) if known.state is State.LIVE else None
    with write.unique_code(plan):
        models.Promotion.objects.filter(id=promotion).update(**write.columns(plan))
    is_ahead = moment is not None and _waits_beyond(promotion, moment)
    if moment is not None and is_ahead and since is None and plan.terms == known.plan.terms:
        if _says_otherwise(known, plan, group, groups):
            write.say_again(known, plan, group, moment)
    elif moment is None or is_ahead or _says_otherwise(known, plan, group, groups):
        write.say(known, plan, group, moment)
    changed = write.move(promotion)
    event = PromotionChanged(known.market, changed.number, moment)
    return write.announce(changed, event, "promotion.changed", actor, since=moment)


def _moment(known: Promotion, plan: Plan, since: datetime | None, now: datetime) -> datetime:
    """Return from when on a live promotion says something else."""
    rules.check_still_ahead(plan.ends, now)
    has_begun = known.plan.starts is not None and known.plan.starts <= now
    if has_begun and plan.starts != known.plan.starts:
        raise PromotionHasBegun(starts=known.plan.starts.isoformat() if known.plan.starts else "")
    moment = max(now, since or now, plan.starts or now)
    rules.check_window(moment, plan.ends)
    return moment


def _waits_beyond(promotion: PromotionId, moment: datetime) -> bool:
    """Tell whether what is said last was to hold only from a later moment on."""
    begins = queries.latest_versions([promotion])[promotion].since
    return begins is not None and begins > moment


def _says_otherwise(known: Promotion, plan: Plan, group: Group, groups: write.Groups) -> bool:
    """Tell whether baskets would be priced otherwise, or for another time: limits and codes are not the rule's."""
    before = (known.plan.terms, known.plan.name, known.plan.names, groups[known.plan.group], known.plan.starts)
    return (*before, known.plan.ends) != (plan.terms, plan.name, plan.names, group, plan.starts, plan.ends)
