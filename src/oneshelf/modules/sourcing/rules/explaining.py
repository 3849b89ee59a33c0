"""Why a decision came out as it did: the parts of its cost, and what speaks against the other places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.rules.weighing import (
    Goods,
    Site,
    fixed_mills,
    split_mills,
    unit_mills,
)
from oneshelf.modules.sourcing.types import (
    Alternative,
    Candidate,
    Lost,
    OrderLine,
    Part,
    Policy,
    RuleKind,
)

MOST_ALTERNATIVES = 8
"""How many of the places that could have been chosen a decision explains."""

MOST_LEFT_OUT = 4
"""How many of the places that could not be asked it explains."""


def parts_of(
    goods: Sequence[Goods],
    used: Sequence[Candidate],
    fillings: Sequence[Sequence[tuple[PlaceId, int]]],
    policy: Policy,
    region: str,
) -> tuple[Part, ...]:
    """Return what each rule adds to the cost of sending `fillings` (parallel to `goods`) from the places used."""
    known = {each.place: each for each in used}
    found = []
    for at, rule in enumerate(policy.rules):
        mills = sum(fixed_mills(rule, each, region) for each in used)
        for each, filling in zip(goods, fillings, strict=True):
            mills += sum(unit_mills(rule, known[place], each, units) for place, units in filling)
        if rule.kind is RuleKind.SPLIT:
            mills += split_mills(Policy((rule,))) * (len(used) - 1)
        if mills:
            found.append(Part(at, rule.kind, mills))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Rest:
    """What a search had to choose among: places that may not be asked, the others by fixed cost, and those used."""

    out: Sequence[tuple[Candidate, Lost]]
    sites: Sequence[Site]
    used: Sequence[Site]


def alternatives(
    lines: Sequence[OrderLine], goods: Sequence[Goods], rest: Rest, policy: Policy, region: str, parts: Sequence[Part]
) -> tuple[Alternative, ...]:
    """Return why other places did not send it all: those with the cheapest parcels, and the nearest left out."""
    out = sorted(rest.out, key=lambda pair: (pair[0].distance_m is None, pair[0].distance_m or 0, pair[0].place))
    found = [Alternative(each.place, lost) for each, lost in out[:MOST_LEFT_OUT]]
    by_line = {line.variant: line.line for line in sorted(lines, key=lambda one: -one.line)}
    # Each of several places is worth a word as well: why not that one alone.
    alone = rest.used[0].candidate.place if len(rest.used) == 1 else None
    others = [site for site in rest.sites[: MOST_ALTERNATIVES + 1] if site.candidate.place != alone]
    for site in others[:MOST_ALTERNATIVES]:
        place = site.candidate.place
        lacking = [
            (one.quantity - have, -by_line[one.variant])
            for one, have in zip(goods, site.have, strict=True)
            if have < one.quantity
        ]
        if lacking:
            missing, line = max(lacking)
            found.append(Alternative(place, Lost.LACKS, line=-line, missing=missing))
            continue
        own = parts_of(goods, [site.candidate], [((place, one.quantity),) for one in goods], policy, region)
        mills = sum(part.mills for part in own)
        found.append(Alternative(place, Lost.COSTS_MORE, mills, own, _because(own, parts)))
    return tuple(found)


def _because(own: Sequence[Part], chosen: Sequence[Part]) -> RuleKind | None:
    """Return the kind of the rule that counts most against a place beside the chosen ones; the earlier at a tie."""
    theirs = {part.rule: part.mills for part in chosen}
    gaps = [(part.mills - theirs.get(part.rule, 0), -part.rule, part.kind) for part in own]
    worst = max(gaps, default=None, key=lambda gap: gap[:2])
    return worst[2] if worst and worst[0] > 0 else None
