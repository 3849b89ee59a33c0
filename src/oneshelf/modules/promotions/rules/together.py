"""Which promotions get in each other's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.rules.reading import matches
from oneshelf.modules.promotions.types import Group, GroupId, Promotion, PromotionId, State


def competing(found: Sequence[Promotion], groups: Mapping[GroupId, Group]) -> dict[PromotionId, list[Promotion]]:
    """Return, for each promotion that may lose against others, those others: by their plans, at some moment.

    In a group that reduces a piece or a basket by one of its promotions, those compete whose times overlap, and, piece
    by piece, whose goods may be the same. What applies alone competes with all of its time.
    """
    rivals: dict[PromotionId, list[Promotion]] = {}
    for one, other in combinations([each for each in found if each.state is not State.ENDED], 2):
        if _at_once(one, other) and _in_the_way(one, other, groups):
            rivals.setdefault(one.id, []).append(other)
            rivals.setdefault(other.id, []).append(one)
    return rivals


def _at_once(one: Promotion, other: Promotion) -> bool:
    def before(first: Promotion, second: Promotion) -> bool:
        ends, starts = first.plan.ends, second.plan.starts
        return ends is not None and starts is not None and ends <= starts

    return not before(one, other) and not before(other, one)


def _in_the_way(one: Promotion, other: Promotion, groups: Mapping[GroupId, Group]) -> bool:
    if one.plan.terms.exclusive or other.plan.terms.exclusive:
        return True
    mode = groups[one.plan.group].mode
    if one.plan.group != other.plan.group or mode is compiled.Mode.STACK:
        return False
    return mode is compiled.Mode.BASKET or _same_goods(one, other)


def _same_goods(one: Promotion, other: Promotion) -> bool:
    """Tell whether two may reduce the same piece: as far as tags tell, of which one may hold the other."""
    mine, others = _reduced(one), _reduced(other)
    return not mine or not others or not mine.isdisjoint(others)


def _reduced(promotion: Promotion) -> set[str]:
    """Return the tags of what a promotion reduces; none when that may be anything."""
    of = [match.any_of for part, match in matches(promotion.plan.terms) if part != "when"]
    return set() if () in of[:1] and len(of) == 1 else {tag for any_of in of for tag in any_of}
