"""What a place costs by a policy, in mills, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceKind
from oneshelf.modules.sourcing.types import MILLS, Candidate, Lost, OrderLine, Policy, Rule, RuleKind

FAR_M = 500_000
"""How far a place whose position nobody knows is taken to be, in metres."""

MOST_PARCELS = 4
"""More parcels than that are never made of one order, whatever a policy says."""

Segment = tuple[int, int]
"""What a unit costs (mills), and how many units cost so much."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What an order wants of one variant, over all of its lines; `at` is the first of them in the candidates' units."""

    variant: VariantId
    quantity: int
    weight_g: int
    at: int


@dataclass(frozen=True, slots=True)
class Site:
    """A candidate, weighed: `fixed` mills for using it at all, and for each of the goods its units, cheapest first."""

    candidate: Candidate
    fixed: int
    stock: tuple[tuple[Segment, ...], ...]
    have: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """A policy, sorted once for hundreds of places: rules for a parcel, for its units, and those that keep units."""

    parcel: tuple[Rule, ...]
    percents: tuple[int, ...]
    ages: tuple[Rule, ...]
    keeps: tuple[Rule, ...]
    region: str

    @classmethod
    def of(cls, policy: Policy, region: str) -> Weights:
        """Sort the rules of `policy`; `region` is the shopper's."""
        by_kind = {kind: tuple(rule for rule in policy.rules if rule.kind is kind) for kind in RuleKind}
        return cls(
            tuple(rule for rule in policy.rules if rule.kind not in _NO_PARCEL_COST),
            tuple(rule.number for rule in by_kind[RuleKind.COST]),
            by_kind[RuleKind.AGE],
            by_kind[RuleKind.KEEP],
            region,
        )


_NO_PARCEL_COST = {RuleKind.AGE, RuleKind.KEEP, RuleKind.SPLIT, RuleKind.NEVER}


def gathered(lines: Sequence[OrderLine]) -> list[Goods]:
    """Return the demand by variant, in the order of variants: the order of lines decides nothing."""
    sums: dict[VariantId, tuple[int, int, int]] = {}
    for at, line in enumerate(lines):
        known = sums.get(line.variant)
        if known is None:
            sums[line.variant] = (line.quantity, line.weight_g, at)
        else:
            sums[line.variant] = (known[0] + line.quantity, known[1], known[2])
    return [Goods(variant, *sums[variant]) for variant in sorted(sums)]


def most_parcels(policy: Policy) -> int:
    """Return how many parcels one order may become."""
    asked = [rule.number for rule in policy.rules if rule.kind is RuleKind.SPLIT and rule.number > 0]
    return min([MOST_PARCELS, *asked])


def split_mills(policy: Policy) -> int:
    """Return what each further parcel counts like."""
    return sum(rule.worth * MILLS for rule in policy.rules if rule.kind is RuleKind.SPLIT)


def left_out(candidate: Candidate, policy: Policy) -> Lost | None:
    """Return why a place may not be asked at all, or None."""
    if candidate.free_slots is not None and candidate.free_slots <= 0:
        return Lost.FULL
    never = (rule for rule in policy.rules if rule.kind is RuleKind.NEVER)
    return Lost.FORBIDDEN if any(candidate.place in rule.places for rule in never) else None


def weighed(candidate: Candidate, goods: Sequence[Goods], weights: Weights) -> Site:
    """Return what a place would cost for these goods."""
    region = weights.region
    fixed = 0
    for rule in weights.parcel:
        fixed += fixed_mills(rule, candidate, region)
    ages = weights.ages if candidate.age_days else ()
    keeps = [rule for rule in weights.keeps if _keeps(rule, candidate)]
    picking, per_gram, units = candidate.unit_cost * MILLS, candidate.kg_cost, candidate.units
    stock: list[tuple[Segment, ...]] = []
    have: list[int] = []
    for each in goods:
        on_shelf = units[each.at]
        if on_shelf <= 0:
            stock.append(())
            have.append(0)
            continue
        real = picking + each.weight_g * per_gram
        cost = 0
        for percent in weights.percents:
            cost += real * percent // 100
        for rule in ages:
            if candidate.age_days[each.at] > rule.number:
                cost -= rule.worth * MILLS
        if keeps:
            segments = _segments(on_shelf, cost, keeps)
            stock.append(segments)
            have.append(sum(count for _, count in segments))
        else:
            stock.append(((cost, on_shelf),))
            have.append(on_shelf)
    return Site(candidate, fixed, tuple(stock), tuple(have))


def fixed_mills(rule: Rule, candidate: Candidate, region: str) -> int:
    """Return what `rule` counts for one parcel from a place, whatever is in it."""
    kind = rule.kind  # asked in the order in which policies mostly have them: this runs for every place and rule
    if kind is RuleKind.COST:
        return candidate.parcel_cost * MILLS * rule.number // 100
    if kind is RuleKind.DISTANCE:
        far = FAR_M if candidate.distance_m is None else candidate.distance_m
        return rule.worth * far // (rule.number or 1)  # mills a metre: worth * 1000 / (km * 1000)
    if kind is RuleKind.STORES:
        return rule.worth * MILLS if candidate.kind is PlaceKind.STORE else 0
    if kind is RuleKind.BUSY:
        return rule.worth * MILLS if candidate.busy_percent >= rule.number else 0
    if kind is RuleKind.REJECTION:
        return rule.worth * candidate.rejection_permille
    if kind is RuleKind.REGION:
        return rule.worth * MILLS if region and candidate.region != region else 0
    if kind is RuleKind.PREFER:
        places = rule.places
        return rule.worth * MILLS * (places.index(candidate.place) if candidate.place in places else len(places))
    return 0


def unit_mills(rule: Rule, candidate: Candidate, goods: Goods, taken: int) -> int:
    """Return what `rule` counts for `taken` units of the goods from a place."""
    match rule.kind:
        case RuleKind.COST:
            real = candidate.unit_cost * MILLS + goods.weight_g * candidate.kg_cost
            return real * rule.number // 100 * taken
        case RuleKind.AGE:
            old = bool(candidate.age_days) and candidate.age_days[goods.at] > rule.number
            return -rule.worth * MILLS * taken if old else 0
        case RuleKind.KEEP if not rule.firm and _keeps(rule, candidate):
            free = max(candidate.units[goods.at] - rule.number, 0)
            return rule.worth * MILLS * max(taken - free, 0)
        case _:
            return 0


def _keeps(rule: Rule, candidate: Candidate) -> bool:
    return candidate.place in rule.places if rule.places else candidate.kind is PlaceKind.STORE


def _segments(on_shelf: int, cost: int, keeps: Sequence[Rule]) -> tuple[Segment, ...]:
    """Return the units by what they cost: the last ones of the shelf cost more with each rule that keeps them."""
    if len(keeps) == 1 and not keeps[0].firm:  # the usual policy, without the general machinery
        free = on_shelf - keeps[0].number
        dear = cost + keeps[0].worth * MILLS
        return ((dear, on_shelf),) if free <= 0 else ((cost, free), (dear, on_shelf - free))
    firm = max((rule.number for rule in keeps if rule.firm), default=0)
    last = on_shelf - firm
    levels = sorted({0, last, *(on_shelf - rule.number for rule in keeps if not rule.firm)})
    found = []
    for begins, ends in pairwise(levels):
        if begins < 0 or ends > last:
            continue
        extra = sum(rule.worth * MILLS for rule in keeps if not rule.firm and begins >= on_shelf - rule.number)
        found.append((cost + extra, ends - begins))
    return tuple(found)
