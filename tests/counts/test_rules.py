"""Decisions about counts, for whatever is found."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import rules
from oneshelf.modules.counts.types import Loss, RecountRule, Tally
from oneshelf.modules.places.public import PlaceId

UNITS = st.integers(0, 50)
TALLIES = st.lists(st.builds(Tally, counter=st.uuids(), counted=UNITS, expected=UNITS), min_size=1, max_size=5)
RULES = st.builds(RecountRule, units=st.integers(0, 5), percent=st.integers(0, 20), value=st.integers(0, 1000))
COSTS = st.none() | st.builds(UnitPrice, minor=st.integers(0, 500), currency=st.just("USD"))
LOSSES = st.lists(
    st.builds(
        Loss,
        place=st.just(PlaceId(UUID(int=1))),
        variant=st.integers(1, 3).map(lambda number: VariantId(UUID(int=number))),
        reason=st.sampled_from(["damaged", "stolen", "found"]),
        units=st.integers(-20, 20),
    ),
    max_size=12,
)


@given(TALLIES, RULES, COSTS)
def test_a_large_difference_stands_only_when_two_agree(
    tallies: list[Tally], rule: RecountRule, cost: UnitPrice | None
) -> None:
    differences = [each.difference for each in tallies]
    small = len(tallies) == 1 and rules.is_small(tallies[0], rule, cost)
    doubled = any(differences.count(each) > 1 for each in differences)
    assert rules.agreed(tallies, rule, cost) == (small or doubled or 0 in differences)


@given(TALLIES, RULES, COSTS, st.integers(0, 30))
def test_sales_between_two_counts_never_part_them(
    tallies: list[Tally], rule: RecountRule, cost: UnitPrice | None, sold: int
) -> None:
    first = tallies[0]
    later = Tally(UUID(int=7), first.counted + sold, first.expected + sold)
    assert rules.agreed([first, later], rule, cost)
    assert rules.agreed([later, *tallies], rule, cost), "a clock was set back between them"


@given(LOSSES, st.dictionaries(st.integers(1, 3), st.integers(0, 500)))
def test_groups_add_up_to_all_rows(losses: list[Loss], prices: dict[int, int]) -> None:
    costs = {VariantId(UUID(int=number)): UnitPrice(cents, "USD") for number, cents in prices.items()}
    groups = rules.grouped(losses, lambda each: each.reason, costs)
    assert sum(each.lost for each in groups) == sum(-each.units for each in losses if each.units < 0)
    assert sum(each.found for each in groups) == sum(each.units for each in losses if each.units > 0)
    whole = rules.grouped(losses, lambda each: "", costs)
    assert sum(each.cost for each in groups) == sum(each.cost for each in whole)
    assert len(groups) == len({each.reason for each in losses})


@given(st.integers(-50, 50), COSTS, st.none() | st.integers(0, 5000))
def test_nobody_decides_above_their_limit(change: int, cost: UnitPrice | None, limit: int | None) -> None:
    value = rules.value_of(change, cost)
    assert rules.may_decide(value, limit) == (limit is None or (value is not None and value.minor <= limit))
