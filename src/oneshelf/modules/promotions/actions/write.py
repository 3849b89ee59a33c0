"""What verbs about promotions share: locking one, checking a plan against what is there, writing it, telling of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

import msgspec
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.outbox.public import Event
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import models, queries, rules
from oneshelf.modules.promotions.errors import PromotionChanged, PromotionCodeTaken, UnknownGroup, UnknownPromotion
from oneshelf.modules.promotions.types import Group, GroupId, Limits, Plan, Promotion, PromotionId, State

Groups = dict[GroupId, Group]
"""The stacking groups of a market."""

_LIMITS = {"uses": "most_uses", "a_day": "most_a_day", "each": "most_each", "off": "most_off"}


def locked(promotion: PromotionId) -> tuple[Promotion, Groups]:
    """Return a promotion and its market's groups; whoever else plans in that waits. Raises UnknownPromotion."""
    market = models.Promotion.objects.filter(id=promotion).values_list("market", flat=True).first()
    if market is None:
        raise UnknownPromotion(promotion=str(promotion))
    groups = lock_groups(MarketId(market))
    return queries.get_promotion(promotion), groups


def as_seen(promotion: PromotionId, version: int | None) -> tuple[Promotion, Groups]:
    """Return what `locked` does. Raises PromotionChanged unless it is at `version` still; None is any."""
    known, groups = locked(promotion)
    if version is not None and known.version != version:
        raise PromotionChanged(version=known.version)
    return known, groups


def lock_groups(market: MarketId) -> Groups:
    """Return the groups of a market by id; whoever else plans in it waits: orders among promotions hold for all."""
    rows = models.Group.objects.select_for_update(no_key=True).filter(market=market).order_by("id")
    return {GroupId(row.id): queries.as_group(row) for row in rows}


def group_of(plan: Plan, groups: Groups) -> Group:
    """Return the group of a plan. Raises UnknownGroup."""
    if plan.group not in groups:
        raise UnknownGroup(group=str(plan.group))
    return groups[plan.group]


def columns(plan: Plan) -> dict[str, object]:
    """Return what the row of a promotion holds of a plan."""
    limits = {_LIMITS[name]: getattr(plan.limits, name) for name in Limits.__struct_fields__}
    said = {"code": plan.code, "name": plan.name.strip(), "names": dict(plan.names), "group_id": plan.group}
    return {**said, "starts": plan.starts, "ends": plan.ends, **limits}


def say(promotion: Promotion, plan: Plan, group: Group, since: datetime | None) -> int:
    """Write what a promotion says from `since` on (None: it waits), in place of what has not been in force yet.

    What is in force at `since` ends there. Returns the number of the version.
    """
    newest = cut(promotion.id, since)
    number = newest.number + (newest.valid is not None) if newest else 1
    language = markets.get_market(promotion.market).default_language
    rule = rules.compile_rule(promotion.id, number, plan, group, language)
    valid = DateTimeTZRange(since, plan.ends) if since is not None else None
    said = {"rule": msgspec.json.encode(rule).decode(), "valid": valid, "market_id": promotion.market}
    models.Version.objects.update_or_create(promotion_id=promotion.id, number=number, defaults=said)
    return number


def say_again(promotion: Promotion, plan: Plan, group: Group, since: datetime) -> None:
    """Write what a live promotion says, and is to say, once more from `since` on, each at its time, as `plan` calls it.

    Its terms stay: those in force, and those that are planned.
    """
    rows = models.Version.objects.filter(promotion=promotion.id, valid__endswith__isnull=True)
    rows |= models.Version.objects.filter(promotion=promotion.id, valid__endswith__gt=since)
    said = [queries.as_version(row) for row in rows.filter(valid__isnull=False).order_by("number")]
    cut(promotion.id, since)
    for each in said:
        begins = max(since, each.since or since)
        if plan.ends is None or begins < plan.ends:
            say(promotion, replace(plan, terms=rules.terms_of(each.rule)), group, begins)


def cut(promotion: PromotionId, at: datetime | None) -> models.Version | None:
    """Let nothing be in force from `at` on: the newest version that would have been waits, others go without a trace.

    Returns the newest version; None where there is none.
    """
    rows = models.Version.objects.filter(promotion=promotion)
    newest = rows.order_by("-number").first()
    if newest is None or at is None:
        return newest
    ahead = Q(valid__startswith__gte=at)
    rows.filter(ahead).exclude(id=newest.id).delete()
    rows.filter(ahead).update(valid=None)
    for row in rows.filter(valid__contains=at):
        models.Version.objects.filter(id=row.id).update(valid=DateTimeTZRange(row.valid.lower, at))
    return rows.order_by("-number").first()


def unique_code(plan: Plan) -> AbstractContextManager[None]:
    """Refuse a code that another promotion of the market has."""
    return refusals({"promotion_code_is_its_own": PromotionCodeTaken(value=plan.code)})


def move(promotion: PromotionId, state: State | None = None, **fields: object) -> Promotion:
    """Give a promotion its next version, in another state if one is given; return it as it is then."""
    changed = fields | ({"state": state.value} if state else {})
    models.Promotion.objects.filter(id=promotion).update(**changed, version=F("version") + 1)
    return queries.get_promotion(promotion)


def announce(promotion: Promotion, event: Event, action: str, actor: Actor, **details: trail.Detail) -> Promotion:
    """Tell of the latest change of a promotion, in the caller's transaction."""
    at = clock.now()
    outbox.emit([outbox.Draft(event, aggregate=promotion.id, sequence=promotion.version)], at=at)
    said = {"number": promotion.number, **details}
    trail.record(action, trail.Subject("promotion", promotion.id), actor=actor, details=said, at=at)
    return promotion
