"""Comparing a plan with what is there: what it names, and the promotions it stands among."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import CategoryId, ProductId, SetId, VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import compiled, conditions
from oneshelf.modules.promotions import models, queries, rules
from oneshelf.modules.promotions.errors import UnknownTarget
from oneshelf.modules.promotions.rules import reading, sanity
from oneshelf.modules.promotions.types import Group, GroupId, Plan, PromotionId, State, Terms


def check_plan(market: MarketId, promotion: PromotionId, plan: Plan, groups: Mapping[GroupId, Group]) -> None:
    """Raise BadRule, BadPromotionWindow, UnknownTarget, CircularRules or AppliedTooLate unless a plan can go live."""
    sanity.check_plan(plan)
    rules.check_window(plan.starts, plan.ends)
    _check_articles(plan.terms)
    _check_codes(market, plan.terms)
    _check_others(market, promotion, plan, groups)


def _check_articles(terms: Terms) -> None:
    """Each tag names something of the catalogue: one statement for each kind of thing that is named."""
    named = [(part, tag) for part, match in reading.matches(terms) for tag in reading.tags(match)]
    ids = {kind: [UUID(tag[2:]) for _, tag in named if tag[0] == kind] for kind in "vpcs"}
    known = {f"v:{each}" for each in catalogue.snapshots([VariantId(each) for each in ids["v"]])}
    known |= {f"p:{each}" for each in catalogue.hits([ProductId(each) for each in ids["p"]])}
    known |= {f"c:{each}" for each in catalogue.categories_by_id([CategoryId(each) for each in ids["c"]])}
    known |= {f"s:{each}" for each in catalogue.sets_by_id([SetId(each) for each in ids["s"]])}
    known |= catalogue.known_brands([tag for _, tag in named if tag[0] == "b"])
    for part, tag in named:
        if tag not in known:
            raise UnknownTarget(part=part, value=tag)


def _check_codes(market: MarketId, terms: Terms) -> None:
    for each in conditions(terms.when):
        if isinstance(each, compiled.Channel):
            _known("when.channel", each.any_of, {found.code for found in markets.list_channels(market)})
        if isinstance(each, compiled.Segment):
            _known("when.segment", each.any_of, {found.code for found in customers.list_groups()})
        if isinstance(each, compiled.Place):
            _known("when.place", each.any_of, {found.code for found in places.list_places(market)})


def _check_others(market: MarketId, promotion: PromotionId, plan: Plan, groups: Mapping[GroupId, Group]) -> None:
    """The promotions that this one waits for are there, are applied before it, and do not wait for it."""
    own = rules.standing(plan.code, plan.terms, groups[plan.group])
    waits = models.Version.objects.filter(rule__contains='"kind":"applied"').values("promotion")
    others = models.Promotion.objects.filter(market=market).exclude(state=State.ENDED.value).exclude(id=promotion)
    wanted = others.filter(id__in=waits) | others.filter(id__in=[each for each in own.named if _is_id(each)])
    found = queries.promotions_by_id([PromotionId(row) for row in wanted.values_list("id", flat=True)])
    standings = {
        str(each.id): rules.standing(each.plan.code, each.plan.terms, groups[each.plan.group])
        for each in found.values()
    }
    _known("when.applied", own.named, standings.keys() | {str(promotion)})
    rules.check_order(standings | {str(promotion): own}, str(promotion))


def _known(part: str, named: Collection[str], known: Collection[str]) -> None:
    for each in named:
        if each not in known:
            raise UnknownTarget(part=part, value=each)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
