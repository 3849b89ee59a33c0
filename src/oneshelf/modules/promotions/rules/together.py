"""Which promotions get in each other's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.rules.reading import matches
from oneshelf.modules.promotions.types import Group, GroupId, Promotion, PromotionId, State

NOTHING_ABOVE: Mapping[str, Collection[str]] = MappingProxyType({})


def goods_named(found: Iterable[Promotion]) -> set[str]:
    """Return the tags of what promotions reduce, those that may reduce anything left out."""
    return {tag for each in found for tag in _reduced(each)}


def competing(
    found: Sequence[Promotion], groups: Mapping[GroupId, Group], above: Mapping[str, Collection[str]] = NOTHING_ABOVE
) -> dict[PromotionId, list[Promotion]]:
    """Return, for each promotion that may lose against others, those others: by their plans, at some moment.

    In a group that reduces a piece or a basket by one of its promotions, those compete whose times overlap, and, piece
    by piece, whose goods may be the same: they name the same, or one names what the other's are part of (`above`, by
    their tags). What applies alone competes with all of its time.
    """
    standing = [each for each in found if each.state is not State.ENDED]
    goods = [_reduced(each) for each in standing]
    within = [own.union(*(above.get(tag, ()) for tag in own)) for own in goods]
    tagged, anything, grouped = _filed(standing, goods)
    holding, _, _ = _filed(standing, within)
    rivals: dict[PromotionId, list[Promotion]] = {}
    for at, one in enumerate(standing):
        mode, group = groups[one.plan.group].mode, one.plan.group
        if one.plan.terms.exclusive:
            others = set(range(len(standing)))
        elif mode is compiled.Mode.STACK:
            others = set()
        elif mode is compiled.Mode.BASKET or not goods[at]:
            others = set(grouped[group])
        else:
            others = {*anything[group], *(other for tag in within[at] for other in tagged[group, tag])}
            others |= {other for tag in goods[at] for other in holding[group, tag]}
        others |= {other for other, each in enumerate(standing) if each.plan.terms.exclusive}
        met = [standing[other] for other in sorted(others - {at}) if _at_once(one, standing[other])]
        if met:
            rivals[one.id] = met
    return rivals


def _filed(
    found: Sequence[Promotion], goods: Sequence[set[str]]
) -> tuple[dict[tuple[GroupId, str], list[int]], dict[GroupId, list[int]], dict[GroupId, list[int]]]:
    """File promotions by what they reduce, those that may reduce anything, and all: each by group."""
    tagged: dict[tuple[GroupId, str], list[int]] = defaultdict(list)
    anything: dict[GroupId, list[int]] = defaultdict(list)
    grouped: dict[GroupId, list[int]] = defaultdict(list)
    for at, (each, tags) in enumerate(zip(found, goods, strict=True)):
        grouped[each.plan.group].append(at)
        if not tags:
            anything[each.plan.group].append(at)
        for tag in tags:
            tagged[each.plan.group, tag].append(at)
    return tagged, anything, grouped


def _at_once(one: Promotion, other: Promotion) -> bool:
    def before(first: Promotion, second: Promotion) -> bool:
        ends, starts = first.plan.ends, second.plan.starts
        return ends is not None and starts is not None and ends <= starts

    return not before(one, other) and not before(other, one)


def _reduced(promotion: Promotion) -> set[str]:
    """Return the tags of what a promotion reduces; none when that may be anything."""
    of = [match.any_of for part, match in matches(promotion.plan.terms) if part != "when"]
    return set() if () in of[:1] and len(of) == 1 else {tag for any_of in of for tag in any_of}
