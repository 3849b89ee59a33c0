"""From which places an order is sent: the cheapest choice by a policy.

The problem: choose places and how many units of each line come from which, so that every line is complete, no place
gives more than it has, every place that is used has a free slot, at most `most_parcels` are used, and the sum of what
the used places cost (fixed), of what the units cost there, and of what each further parcel counts like is least.

The search: for a given set of places the best filling is plain, line by line from the cheapest units up, since only
the places' fixed costs tie lines together. Sets are searched depth first, small ones and cheap ones first, and left
where even the cheapest imaginable rest would cost more than what is found already (branch and bound). That is exact.
A hard case may touch MOST_NODES sets at most; then the best set found so far is the answer, `exact` is False and
`bound` says what no choice can go below.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.rules.explaining import Rest, alternatives, parts_of
from oneshelf.modules.sourcing.rules.weighing import (
    Goods,
    Site,
    Weights,
    gathered,
    left_out,
    most_parcels,
    split_mills,
    weighed,
)
from oneshelf.modules.sourcing.types import Assignment, Candidate, Decision, Lost, OrderLine, Policy, Short

MOST_NODES = 1500
"""How many sets of places one decision may look at beyond single places: some 5 ms."""

Filling = tuple[tuple[PlaceId, int], ...]
"""How many units of one of the goods come from which place."""


def decide(
    lines: Sequence[OrderLine],
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    region: str = "",
    excluding: Collection[PlaceId] = (),
    explain: bool = True,
) -> Decision:
    """Choose the places that send `lines` at the least cost by `policy`; all lines or none.

    `region` is the shopper's. Places of `excluding` are not asked, which is how an order is sourced again after one of
    them refused. Neither the order of lines nor that of candidates matters: at equal cost one place goes before
    several, then the place whose fixed cost, then id, is least. Without `explain` parts and alternatives stay empty.
    """
    goods = gathered(lines)
    weights = Weights.of(policy, region)
    out: list[tuple[Candidate, Lost]] = []
    sites: list[Site] = []
    for each in candidates:
        lost = Lost.EXCLUDED if each.place in excluding else left_out(each, policy)
        if lost is not None:
            out.append((each, lost))
        elif any(each.units):
            sites.append(weighed(each, goods, weights))
    sites.sort(key=lambda site: (site.fixed, site.candidate.place))
    search = _Search(goods, sites, parcels=most_parcels(policy), split=split_mills(policy))
    search.run()
    used = [sites[at] for at in search.chosen or ()]
    fillings = [_filling(each, at, used) for at, each in enumerate(goods)] if used else []
    parts = parts_of(goods, [site.candidate for site in used], fillings, policy, region) if explain and used else ()
    return Decision(
        _dealt(lines, goods, fillings) if used else (),
        search.best,
        parts,
        alternatives(lines, goods, Rest(out, sites, used), policy, region, parts) if explain else (),
        search.exact,
        search.bound,
        () if used else _short(lines, goods, sites),
    )


class _Search:
    """One search: the sites stand in the order of their fixed cost."""

    def __init__(self, goods: Sequence[Goods], sites: Sequence[Site], *, parcels: int, split: int) -> None:
        self.goods, self.sites, self.parcels, self.split = goods, sites, parcels, split
        self.best = 0
        self.chosen: tuple[int, ...] | None = None
        self.nodes = 0
        self.exact = True
        self._seen: set[tuple[int, ...]] = set()
        self._suppliers = [[at for at, site in enumerate(sites) if site.have[one]] for one in range(len(goods))]
        self._units = 0  # what all units cost at least, wherever they come from
        self._least: list[int] = []  # what the cheapest place with some of each of the goods costs at least

    @property
    def bound(self) -> int:
        """What no choice can go below."""
        if self.chosen is not None and self.exact:
            return self.best
        return max(self._least, default=0) + self._units

    def run(self) -> None:
        """Find the best set."""
        for at, each in enumerate(self.goods):
            suppliers = [self.sites[one] for one in self._suppliers[at]]
            if sum(site.have[at] for site in suppliers) < each.quantity:
                return
            self._units += each.quantity * min(site.stock[at][0][0] for site in suppliers)
            self._least.append(suppliers[0].fixed)
        self._singles()
        if self.parcels > 1:
            self._greedily()
            self._extend((), 0)

    def _singles(self) -> None:
        """Try every place alone: the usual answer, found without the machinery of sets."""
        wants = [each.quantity for each in self.goods]
        for at, site in enumerate(self.sites):
            if self.chosen is not None and site.fixed + self._units >= self.best:
                break
            if any(have < want for have, want in zip(site.have, wants, strict=True)):
                continue
            cost = site.fixed
            for stock, want in zip(site.stock, wants, strict=True):
                cost += _cheapest(stock, want)
            self._offer((at,), cost)

    def _greedily(self) -> None:
        """Find a first answer of several places: again and again the one that completes most of what is open.

        What it costs lets the search leave dear sets early, and it stands when a hard case ends the search.
        """
        chosen: list[int] = []
        open_units = {at: each.quantity for at, each in enumerate(self.goods)}
        while open_units and len(chosen) < self.parcels:
            best, best_value = -1, (0, 0)
            for one, site in enumerate(self.sites):
                have = site.have
                covered = sum(min(have[at], wanted) for at, wanted in open_units.items())
                complete = sum(have[at] >= wanted for at, wanted in open_units.items())
                if (complete, covered) > best_value and one not in chosen:  # sites stand by cost: the first wins
                    best, best_value = one, (complete, covered)
            if best < 0:
                return
            chosen.append(best)
            have = self.sites[best].have
            open_units = {at: wanted - have[at] for at, wanted in open_units.items() if wanted > have[at]}
        if not open_units and len(chosen) > 1:
            grown = tuple(sorted(chosen))
            self._try(grown, sum(self.sites[at].fixed for at in grown))

    def _extend(self, chosen: tuple[int, ...], fixed: int) -> None:
        """Look at every set that holds `chosen` and more."""
        open_at = self._scarcest(chosen)
        used = set(chosen)
        for at in range(len(self.sites)) if open_at is None else self._suppliers[open_at]:
            if at in used:
                continue
            site = self.sites[at]
            if not self._may_win(fixed + site.fixed, len(chosen) + 1):
                break  # those behind it cost more still
            grown = tuple(sorted((*chosen, at)))
            if grown in self._seen:
                continue
            if self.nodes >= MOST_NODES:
                self.exact = False
                return
            self.nodes += 1
            self._seen.add(grown)
            if len(grown) > 1:
                self._try(grown, fixed + site.fixed)
            if len(grown) < self.parcels:
                self._extend(grown, fixed + site.fixed)

    def _may_win(self, fixed: int, size: int) -> bool:
        """Tell whether a set of `size` places or more that cost `fixed` can beat what was found."""
        if size == 1:  # never left alone: a second place joins it
            fixed, size = fixed + self.sites[0].fixed, 2
        return self.chosen is None or fixed + self.split * (size - 1) + self._units < self.best

    def _scarcest(self, chosen: tuple[int, ...]) -> int | None:
        """Return which of the goods is not complete in `chosen` and lies at the fewest places; None when all are."""
        rest = []
        for at, each in enumerate(self.goods):
            if sum(self.sites[one].have[at] for one in chosen) < each.quantity:
                rest.append((len(self._suppliers[at]), at))
        return min(rest)[1] if rest else None

    def _try(self, chosen: tuple[int, ...], fixed: int) -> None:
        """Fill the order from `chosen`, when that is enough of everything."""
        sites = [self.sites[at] for at in chosen]
        cost = fixed + self.split * (len(chosen) - 1)
        for at, each in enumerate(self.goods):
            if sum(site.have[at] for site in sites) < each.quantity:
                return
            cost += _cheapest(sorted(segment for site in sites for segment in site.stock[at]), each.quantity)
        self._offer(chosen, cost)

    def _offer(self, chosen: tuple[int, ...], cost: int) -> None:
        if self.chosen is None or cost < self.best:
            self.chosen, self.best = chosen, cost


def _cheapest(segments: Sequence[tuple[int, int]], wanted: int) -> int:
    """Return what `wanted` units cost from segments that lie in the order of their cost."""
    total = 0
    for cost, count in segments:
        if count >= wanted:
            return total + cost * wanted
        total += cost * count
        wanted -= count
    raise AssertionError("asked only of places that have enough")


def _filling(goods: Goods, at: int, used: Sequence[Site]) -> Filling:
    """Return how many units come from which of the used places: the cheapest first, then the first place."""
    offers = sorted((cost, site.candidate.place, count) for site in used for cost, count in site.stock[at])
    taken: dict[PlaceId, int] = {}
    wanted = goods.quantity
    for _, place, count in offers:
        units = min(count, wanted)
        if units:
            taken[place] = taken.get(place, 0) + units
            wanted -= units
    return tuple(sorted(taken.items()))


def _dealt(lines: Sequence[OrderLine], goods: Sequence[Goods], fillings: Sequence[Filling]) -> tuple[Assignment, ...]:
    """Give each line its units: lines of one variant in the order of their numbers."""
    left = {each.variant: list(filling) for each, filling in zip(goods, fillings, strict=True)}
    found = []
    for line in sorted(lines, key=lambda each: (each.line, each.variant)):
        wanted = line.quantity
        while wanted:
            place, units = left[line.variant].pop(0)
            given = min(units, wanted)
            found.append(Assignment(line.line, place, line.variant, given))
            wanted -= given
            if units > given:
                left[line.variant].insert(0, (place, units - given))
    return tuple(found)


def _short(lines: Sequence[OrderLine], goods: Sequence[Goods], sites: Sequence[Site]) -> tuple[Short, ...]:
    """Return the lines of which all places together have too little; a later line of a variant is short first."""
    found = []
    for at, each in enumerate(goods):
        missing = each.quantity - sum(site.have[at] for site in sites)
        for line in sorted((one for one in lines if one.variant == each.variant), key=lambda one: -one.line):
            if missing > 0:
                found.append(Short(line.line, min(missing, line.quantity)))
                missing -= line.quantity
    return tuple(sorted(found, key=lambda each: each.line))
