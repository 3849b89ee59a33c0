"""Sealed prices: they say when something was changed, and give back exactly what was paid."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, Sealed, compiled

FACTS = compiled.Facts(at=0, weekday=0, minute=0)
GROUPS = (compiled.Group("first", 1), compiled.Group("second", 2, compiled.Mode.STACK))


def rule(
    number: int, reward: compiled.Reward, group: str = "first", when: compiled.Condition | None = None
) -> compiled.Rule:
    return compiled.Rule(f"r{number}", 1, f"Rule {number}", reward, group, when=when)


THREE_FOR_TWO = rule(1, compiled.BuyGet(buy=2, get=1))
RULES = [
    THREE_FOR_TWO,
    rule(2, compiled.Percent(1_500), when=compiled.Worth(compiled.EVERYTHING, 1_000)),
    rule(3, compiled.AmountOff(333), group="second", when=compiled.Holds(compiled.EVERYTHING, 2, 5)),
    rule(4, compiled.Tiers(compiled.By.PIECES, (compiled.Step(3, compiled.Percent(700)),)), group="second"),
]


def priced(lines: Sequence[tuple[int, int]], rules: Sequence[compiled.Rule]) -> Sealed:
    """Seal a basket of (quantity, price) lines under rules."""
    rows = tuple(
        compiled.Line(str(number), f"v:{number}", quantity, price, tags=(f"v:{number}",))
        for number, (quantity, price) in enumerate(lines, start=1)
    )
    basket, book = compiled.Basket("USD", rows, FACTS), Rulebook(rules, GROUPS)
    return pricing.sealed(basket, book, pricing.price(basket, book))


def paid(found: Sealed) -> int:
    return sum(pricing.amounts(found).values())


def test_a_broken_promotion_is_taken_back_exactly() -> None:
    found = priced([(3, 250)], [THREE_FOR_TWO])
    assert paid(found) == 500
    assert pricing.given_back(found, {"1": 3}, [{"1": 1}, {"1": 1}, {"1": 1}]) == [0, 250, 250]


def test_what_never_came_breaks_no_promotion() -> None:
    found = priced([(3, 250)], [THREE_FOR_TWO])
    assert pricing.given_back(found, {"1": 2}, [{"1": 2}]) == [333]


def test_nobody_pays_more_than_its_price_for_what_they_keep_when_some_never_came() -> None:
    found = priced([(3, 250)], [THREE_FOR_TWO])
    assert pricing.given_back(found, {"1": 2}, [{"1": 1}, {"1": 1}]) == [83, 250]


@pytest.mark.parametrize(
    "when",
    [
        compiled.Any((compiled.Holds(compiled.EVERYTHING, 9), compiled.Holds(compiled.EVERYTHING, 1, 2))),
        compiled.Any((compiled.Channel(("web",)), compiled.Not(compiled.Holds(compiled.EVERYTHING, 3)))),
        compiled.Worth(compiled.EVERYTHING, 301, reduced=True),
    ],
)
def test_a_rule_that_holds_for_what_is_kept_only_is_sealed_too(when: compiled.Condition) -> None:
    half = rule(5, compiled.Percent(5_000), when=compiled.Holds(compiled.EVERYTHING, 3))
    found = priced([(3, 200)], [half, rule(6, compiled.AmountOff(50), group="second", when=when)])
    assert paid(found) == 300
    assert pricing.price_of_kept(found, {"1": 2}) == 350


@given(st.data())
def test_bringing_everything_back_leaves_nothing_in_whatever_parts(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 900)), min_size=1, max_size=4))
    rules = data.draw(st.lists(st.sampled_from(RULES), unique_by=lambda each: each.id))
    found = priced(lines, rules)
    units = [str(number) for number, (quantity, _) in enumerate(lines, start=1) for _ in range(quantity)]
    received = {key: units.count(key) for key in set(units)}
    steps = [{key: 1} for key in data.draw(st.permutations(units))]
    back = pricing.given_back(found, received, steps)
    assert min(back) >= 0
    assert sum(back) == paid(found)


def test_a_price_that_was_changed_is_not_what_was_sealed() -> None:
    found = priced([(3, 250)], [THREE_FOR_TWO])
    assert pricing.is_intact(msgspec.json.decode(msgspec.json.encode(found), type=Sealed))
    cheaper = msgspec.structs.replace(found.priced, total=1)
    assert not pricing.is_intact(msgspec.structs.replace(found, priced=cheaper))


@pytest.mark.parametrize(("kept", "costs"), [({"1": 3}, 500), ({"1": 2}, 500), ({"1": 1}, 250), ({}, 0)])
def test_what_is_kept_is_priced_by_the_rules_of_then(kept: dict[str, int], costs: int) -> None:
    assert pricing.price_of_kept(priced([(3, 250)], [THREE_FOR_TWO]), kept) == costs
