"""From which places an order is sent."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.sourcing.rules import decide, deciding
from oneshelf.modules.sourcing.rules.weighing import Weights, gathered, left_out, most_parcels, split_mills, weighed
from oneshelf.modules.sourcing.types import Candidate, Lost, OrderLine, Policy, Rule, RuleKind, Short
from tests.sourcing.builders import COSTS, candidate, line, place, policy, variant

SMALL_MONEY = st.integers(0, 30)


@st.composite
def rules(draw: st.DrawFn) -> Policy:
    """Any policy that a person could write."""
    places = st.lists(st.sampled_from([place(n) for n in range(1, 7)]), max_size=3, unique=True).map(tuple)
    any_rule = st.one_of(
        st.builds(Rule, st.just(RuleKind.COST), number=st.integers(0, 200)),
        st.builds(Rule, st.just(RuleKind.SPLIT), worth=SMALL_MONEY, number=st.integers(0, 4)),
        st.builds(Rule, st.just(RuleKind.DISTANCE), worth=SMALL_MONEY, number=st.integers(0, 20)),
        st.builds(Rule, st.just(RuleKind.REGION), worth=SMALL_MONEY),
        st.builds(Rule, st.just(RuleKind.PREFER), worth=SMALL_MONEY, places=places),
        st.builds(Rule, st.just(RuleKind.STORES), worth=SMALL_MONEY),
        st.builds(
            Rule, st.just(RuleKind.KEEP), worth=SMALL_MONEY, number=st.integers(0, 3), firm=st.booleans(), places=places
        ),
        st.builds(Rule, st.just(RuleKind.BUSY), worth=SMALL_MONEY, number=st.integers(0, 100)),
        st.builds(Rule, st.just(RuleKind.REJECTION), worth=SMALL_MONEY),
        st.builds(Rule, st.just(RuleKind.AGE), worth=SMALL_MONEY, number=st.integers(0, 60)),
        st.builds(Rule, st.just(RuleKind.NEVER), places=places),
    )
    return Policy(tuple(draw(st.lists(any_rule, max_size=5))))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[OrderLine], list[Candidate], Policy]:
    """A small order, up to five places, and a policy."""
    wants = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    lines = [line(n, want, weight_g=draw(st.integers(0, 2000))) for n, want in enumerate(wants, start=1)]
    if draw(st.booleans()):
        lines.append(OrderLine(len(lines) + 1, variant(1), draw(st.integers(1, 2)), lines[0].weight_g))
    found = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        units = [draw(st.integers(0, 5)) for _ in wants]
        if len(lines) > len(wants):
            units.append(units[0])
        found.append(
            candidate(
                number,
                *units,
                kind=draw(st.sampled_from([PlaceKind.STORE, PlaceKind.WAREHOUSE])),
                region=draw(st.sampled_from(["", "north", "south"])),
                distance_m=draw(st.none() | st.integers(0, 400_000)),
                parcel_cost=draw(SMALL_MONEY),
                unit_cost=draw(SMALL_MONEY),
                kg_cost=draw(SMALL_MONEY),
                free_slots=draw(st.none() | st.integers(0, 2)),
                busy_percent=draw(st.integers(0, 100)),
                rejection_permille=draw(st.integers(0, 1000)),
                age_days=tuple(draw(st.integers(0, 90)) for _ in units) if draw(st.booleans()) else (),
            )
        )
    return lines, found, draw(rules())


def cheapest_by_trying_everything(lines: list[OrderLine], candidates: list[Candidate], rules: Policy) -> int | None:
    """Return the least cost over every set of places and every way to fill from them."""
    goods = gathered(lines)
    sites = [weighed(each, goods, Weights.of(rules, "north")) for each in candidates if left_out(each, rules) is None]
    best: int | None = None
    for size in range(1, most_parcels(rules) + 1):
        for used in combinations(sites, size):
            cost = sum(site.fixed for site in used) + split_mills(rules) * (size - 1)
            for at, each in enumerate(goods):
                units = sorted(cost for site in used for cost, count in site.stock[at] for _ in range(count))
                if len(units) < each.quantity:
                    break
                cost += sum(units[: each.quantity])
            else:
                best = cost if best is None else min(best, cost)
    return best


@given(cases())
@settings(max_examples=400)
def test_small_cases_are_exact(case: tuple[list[OrderLine], list[Candidate], Policy]) -> None:
    lines, candidates, rules = case
    found = decide(lines, candidates, rules, region="north")
    assert found.exact
    best = cheapest_by_trying_everything(lines, candidates, rules)
    assert (found.mills if found.placed else None) == best
    if found.placed:
        assert found.bound == found.mills == sum(part.mills for part in found.parts)


@given(cases())
def test_nothing_is_given_twice_and_all_or_nothing(case: tuple[list[OrderLine], list[Candidate], Policy]) -> None:
    lines, candidates, rules = case
    found = decide(lines, candidates, rules, region="north")
    known = {each.place: each for each in candidates}
    given_units: Counter[tuple[PlaceId, VariantId]] = Counter()
    for each in found.assignments:
        assert each.quantity > 0
        given_units[each.place, each.variant] += each.quantity
    for (where, what), units in given_units.items():
        at = next(at for at, one in enumerate(lines) if one.variant == what)
        assert units <= known[where].units[at]
        assert known[where].free_slots != 0
    if found.placed:
        assert len(found.places) <= most_parcels(rules)
        for wanted in lines:
            assert sum(one.quantity for one in found.assignments if one.line == wanted.line) == wanted.quantity


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_places_decides_nothing(
    case: tuple[list[OrderLine], list[Candidate], Policy], chance: Random
) -> None:
    lines, candidates, rules = case
    order = list(range(len(lines)))
    chance.shuffle(order)
    shuffled = [
        Candidate(
            each.place,
            each.kind,
            tuple(each.units[at] for at in order),
            each.region,
            each.distance_m,
            each.parcel_cost,
            each.unit_cost,
            each.kg_cost,
            each.free_slots,
            each.busy_percent,
            each.rejection_permille,
            tuple(each.age_days[at] for at in order) if each.age_days else (),
        )
        for each in chance.sample(candidates, len(candidates))
    ]
    # Ages of one variant are one number: lines that repeat it must agree, as the caller's query makes them.
    if len({one.variant for one in lines}) < len(lines) and any(each.age_days for each in candidates):
        return
    before = decide(lines, candidates, rules, region="north")
    after = decide([lines[at] for at in order], shuffled, rules, region="north")
    assert after == before


@given(cases())
def test_another_place_never_makes_it_dearer(case: tuple[list[OrderLine], list[Candidate], Policy]) -> None:
    lines, candidates, rules = case
    fewer, all_of_them = decide(lines, candidates[:-1], rules), decide(lines, candidates, rules)
    if fewer.placed:
        assert all_of_them.placed
        assert all_of_them.mills <= fewer.mills


def test_one_place_with_everything_goes_before_two() -> None:
    apart = [candidate(1, 5, 0, parcel_cost=100), candidate(2, 0, 5, parcel_cost=100)]
    both = candidate(3, 5, 5, parcel_cost=250)
    found = decide([line(1), line(2)], [*apart, both], policy(COSTS, Rule(RuleKind.SPLIT, worth=100)))
    assert found.places == (place(3),)
    assert found.mills == 250_000


def test_an_order_is_split_when_that_is_cheaper() -> None:
    apart = [candidate(1, 5, 0, parcel_cost=100), candidate(2, 0, 5, parcel_cost=100)]
    found = decide([line(1), line(2)], [*apart, candidate(3, 5, 5, parcel_cost=900)], policy())
    assert found.places == (place(1), place(2))
    assert found.mills == 200_000


def test_the_last_units_stay_for_those_who_walk_in() -> None:
    keep = Rule(RuleKind.KEEP, worth=500, number=2)
    near, far = candidate(1, 2, parcel_cost=100), candidate(2, 9, parcel_cost=400)
    assert decide([line(1)], [near, far], policy(COSTS, keep)).places == (place(2),)
    assert decide([line(1)], [near], policy(COSTS, keep)).places == (place(1),)
    firm = Rule(RuleKind.KEEP, number=2, firm=True)
    refused = decide([line(1)], [near], policy(COSTS, firm))
    assert not refused.placed
    assert refused.short == (Short(1, 1),)


def test_who_lost_is_told_why() -> None:
    asked = [
        candidate(1, 3, parcel_cost=100, distance_m=1_000),
        candidate(2, 3, parcel_cost=100, distance_m=90_000),
        candidate(3, 0, parcel_cost=1),
        candidate(4, 1, parcel_cost=1),
        candidate(5, 3, free_slots=0),
        candidate(6, 3),
    ]
    rules = policy(COSTS, Rule(RuleKind.DISTANCE, worth=10, number=10), Rule(RuleKind.NEVER, places=(place(6),)))
    found = decide([line(1, 2)], asked, rules)
    told = {each.place: each for each in found.alternatives}
    assert found.places == (place(1),)
    assert told[place(2)].lost is Lost.COSTS_MORE
    assert told[place(2)].because is RuleKind.DISTANCE
    assert told[place(2)].mills == found.mills + 89_000
    assert (told[place(4)].lost, told[place(4)].line, told[place(4)].missing) == (Lost.LACKS, 1, 1)
    assert told[place(5)].lost is Lost.FULL
    assert told[place(6)].lost is Lost.FORBIDDEN
    assert place(3) not in told, "a place with nothing of the order is not worth a word"


def test_who_refused_is_not_asked_again() -> None:
    asked = [candidate(1, 3, parcel_cost=1), candidate(2, 3, parcel_cost=900)]
    again = decide([line(1)], asked, policy(), excluding={place(1)})
    assert again.places == (place(2),)
    assert again.alternatives[0].lost is Lost.EXCLUDED


def test_old_goods_go_first() -> None:
    rules = policy(COSTS, Rule(RuleKind.AGE, worth=50, number=30))
    asked = [candidate(1, 3, parcel_cost=100, age_days=(3,)), candidate(2, 3, parcel_cost=120, age_days=(45,))]
    assert decide([line(1)], asked, rules).places == (place(2),)


def test_a_hard_case_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST_NODES", 20)
    chance = Random(7)
    lines = [line(n, 3) for n in range(1, 9)]
    asked = [
        candidate(n, *(chance.choice([0, 0, 1, 2, 3]) for _ in lines), parcel_cost=chance.randint(100, 101))
        for n in range(1, 60)
    ]
    found = decide(lines, asked, policy(COSTS, Rule(RuleKind.SPLIT, number=4)))
    assert not found.exact
    assert found.bound <= found.mills or not found.placed
