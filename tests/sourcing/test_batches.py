"""Many open orders at once."""

from __future__ import annotations

import builtins
from collections import Counter
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Assignment, OpenOrder, Option, OrderLine
from tests.sourcing.builders import candidate, line, place, policy, variant

Stock = dict[tuple[PlaceId, VariantId], int]


@st.composite
def batches(draw: st.DrawFn) -> tuple[list[OpenOrder], dict[PlaceId, int], Stock]:
    """Up to five orders of one line with up to three options each, few rooms and few goods."""
    orders = []
    for number in range(draw(st.integers(1, 5))):
        what = draw(st.integers(1, 2))
        options = [
            Option((Assignment(1, place(where), variant(what), draw(st.integers(1, 2))),), draw(st.integers(1, 50)))
            for where in draw(st.sets(st.integers(1, 3), max_size=3))
        ]
        orders.append(OpenOrder(UUID(int=number), tuple(sorted(options, key=lambda each: each.mills))))
    room = {place(n): draw(st.integers(0, 3)) for n in draw(st.sets(st.integers(1, 3)))}
    return orders, room, {(place(p), variant(v)): draw(st.integers(0, 5)) for p in (1, 2, 3) for v in (1, 2)}


def fits(chosen: tuple[Option | None, ...], room: dict[PlaceId, int], stock: Stock) -> bool:
    used: Counter[PlaceId] = Counter()
    goods: Counter[tuple[PlaceId, VariantId]] = Counter()
    for option in chosen:
        for each in option.assignments if option else ():
            used[each.place] += 1
            goods[each.place, each.variant] += each.quantity
    return all(used[key] <= most for key, most in room.items()) and all(
        units <= stock[key] for key, units in goods.items()
    )


@given(batches())
@settings(max_examples=40)
def test_a_small_batch_is_the_best_that_fits(batch: tuple[list[OpenOrder], dict[PlaceId, int], Stock]) -> None:
    orders, room, stock = batch
    plan = sourcing.optimise(orders, room, stock, gap=0)
    assert fits(plan.chosen, room, stock)
    costs = [
        sum(option.mills if option else plan.unserved for option in chosen)
        for chosen in product(*[(*order.options, None) for order in orders])
        if fits(chosen, room, stock)
    ]
    assert plan.mills == min(costs)
    rule = tuple(sourcing.first_fit(orders, room, stock))
    assert fits(rule, room, stock)
    assert sum(option.mills if option else plan.unserved for option in rule) >= plan.mills


def test_options_are_the_cheapest_places_and_then_parcels() -> None:
    asked = [candidate(n, 2, 2, parcel_cost=100 * n) for n in range(1, 12)]
    found = sourcing.options([line(1), line(2)], asked, policy())
    assert [option.mills for option in found] == [100_000 * n for n in range(1, 9)]
    apart = [candidate(1, 1, 0, parcel_cost=10), candidate(2, 0, 1, parcel_cost=10), candidate(3, 0, 1, parcel_cost=50)]
    split = sourcing.options([line(1), line(2)], apart, policy())
    assert [len({each.place for each in option.assignments}) for option in split] == [2, 2]
    assert sourcing.options([OrderLine(1, variant(1), 9)], apart, policy()) == ()


def test_nothing_is_a_batch_as_well() -> None:
    assert sourcing.optimise([], {}, {}).chosen == ()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "highspy":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(sourcing.OptimiserMissing):
        sourcing.optimise([OpenOrder(UUID(int=1), ())], {}, {})
