"""What holds for every basket and all rules."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from oneshelf.modules.pricing.public import compiled, priced
from tests.pricing.kernel.build import basket, line, priced_with

ARTICLES = ("ale", "bread", "cheese", "dates", "eggs")
CATEGORIES = ("food", "fresh", "drinks")


def _matches() -> st.SearchStrategy[compiled.Match]:
    tags = st.sampled_from([*(f"c:{each}" for each in CATEGORIES), *(f"v:{each}" for each in ARTICLES)])
    return st.builds(
        compiled.Match,
        any_of=st.lists(tags, max_size=3, unique=True).map(tuple),
        none_of=st.lists(tags, max_size=1).map(tuple),
    )


def _percent_from(least: int, bp: int) -> compiled.Step:
    return compiled.Step(least, compiled.Percent(bp))


SIMPLE = st.one_of(
    st.builds(compiled.Percent, st.integers(1, 10_000)),
    st.builds(compiled.AmountEach, st.integers(1, 500)),
    st.builds(compiled.UnitPriced, st.integers(0, 500)),
)
SETS = st.one_of(
    st.builds(compiled.BuyGet, st.integers(1, 3), st.integers(1, 2), st.integers(1, 10_000)),
    st.builds(compiled.BuyGet, st.integers(1, 2), st.integers(1, 2), st.integers(1, 10_000), gets=_matches()),
    st.builds(
        compiled.Bundle,
        st.lists(st.builds(compiled.Part, _matches(), st.integers(1, 2)), min_size=1, max_size=2).map(tuple),
        st.integers(0, 900),
    ),
)
REWARDS = st.one_of(
    SIMPLE,
    SETS,
    st.builds(compiled.AmountOff, st.integers(1, 1_000)),
    st.builds(
        lambda by, leasts, bps: compiled.Tiers(by, tuple(map(_percent_from, sorted(leasts), sorted(bps)))),
        st.sampled_from(list(compiled.By)),
        st.lists(st.integers(1, 5), min_size=2, max_size=2, unique=True),
        st.lists(st.integers(1, 10_000), min_size=2, max_size=2),
    ),
    st.builds(compiled.Gift, st.sampled_from([f"v:{each}" for each in ARTICLES])),
)
GROWING = st.one_of(
    st.none(),
    st.builds(compiled.Holds, _matches(), st.integers(1, 4)),
    st.builds(compiled.Worth, _matches(), st.integers(1, 1_500)),
)
"""Conditions that more goods never break."""


@st.composite
def _lines(draw: st.DrawFn) -> tuple[compiled.Line, ...]:
    """Lines whose articles have one price and one set of tags, as in a shop; some are sold by weight, or labelled."""
    kinds = {}
    for article in ARTICLES:
        categories = draw(st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True))
        weighed = draw(st.sampled_from([False, False, False, True]))
        measure = {"per": 1000, "scale": 1000} if weighed else {}
        kinds[article] = line(article, 1, draw(st.integers(0, 900)), *categories, **measure)
    lines = []
    for number, article in enumerate(draw(st.lists(st.sampled_from(ARTICLES), min_size=1, max_size=6))):
        kind = kinds[article]
        quantity = draw(st.integers(1, 2_000 if kind.scale > 1 else 4))
        amount = draw(st.integers(0, 900)) if draw(st.sampled_from([False, False, False, True])) else None
        lines.append(replace(kind, key=str(number), quantity=quantity if amount is None else 1, amount=amount))
    return tuple(lines)


@st.composite
def _rules(
    draw: st.DrawFn, groups: tuple[str, ...] = ("unit", "basket", "stack", "turns")
) -> tuple[compiled.Rule, ...]:
    rules = []
    for number in range(draw(st.integers(1, 4))):
        limited = draw(st.sampled_from([False, False, True]))
        caps = (
            compiled.Caps(*draw(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 2)))
            if limited
            else compiled.Caps()
        )
        if limited and draw(st.booleans()):
            caps = replace(caps, off=draw(st.integers(1, 600)))
        rules.append(
            compiled.Rule(
                f"r{number}",
                1,
                f"Rule {number}",
                draw(REWARDS),
                draw(st.sampled_from(groups)),
                match=draw(_matches()),
                when=draw(GROWING),
                priority=draw(st.integers(1, 3)),
                exclusive=draw(st.sampled_from([False] * 5 + [True])),
                caps=caps,
            )
        )
    return tuple(rules)


@given(_lines(), _rules(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_neither_the_order_nor_the_splitting_of_lines_changes_anything(
    lines: tuple[compiled.Line, ...], rules: tuple[compiled.Rule, ...], chance: Random
) -> None:
    pieces = []
    for each in lines:
        if each.amount is None and each.quantity > 1:
            first = chance.randint(1, each.quantity - 1)
            pieces += [replace(each, quantity=first), replace(each, key=f"{each.key}+", quantity=each.quantity - first)]
        else:
            pieces.append(each)
    chance.shuffle(pieces)
    whole, parts = priced_with(rules, basket(*lines)), priced_with(rules, basket(*pieces))
    assert _without_keys(whole) == _without_keys(parts)


@given(_lines(), _rules())
@settings(max_examples=300, deadline=None)
def test_every_cent_is_explained_and_nothing_costs_less_than_nothing(
    lines: tuple[compiled.Line, ...], rules: tuple[compiled.Rule, ...]
) -> None:
    found = priced_with(rules, basket(*lines, delivery=compiled.Charge(490)))
    for each in (*found.lines, found.delivery):
        assert each is not None
        assert each.amount == each.base - sum(off.minor for off in each.off) >= 0
        assert all(off.minor > 0 and 0 < off.units <= each.quantity for off in each.off)
    assert found.items == sum(each.amount for each in found.lines)
    assert found.total == found.items + (found.delivery.amount if found.delivery else 0)
    taken = {each.rule: each.off for each in found.verdicts if each.off}
    by_rule: dict[str, int] = {}
    for each in found.lines:
        for off in each.off:
            by_rule[off.rule] = by_rule.get(off.rule, 0) + off.minor
    assert by_rule == taken


@given(_lines(), _rules(("unit",)), st.data())
@settings(max_examples=400, deadline=None)
def test_one_more_line_never_makes_the_others_dearer(
    lines: tuple[compiled.Line, ...], rules: tuple[compiled.Rule, ...], data: st.DataObject
) -> None:
    without = data.draw(st.integers(0, len(lines) - 1))
    fewer = tuple(each for at, each in enumerate(lines) if at != without)
    if not fewer:
        return
    all_of_it, less = priced_with(rules, basket(*lines)), priced_with(rules, basket(*fewer))
    assert _off(all_of_it) >= _off(less) or not all_of_it.exact


def _off(found: priced.PricedBasket) -> int:
    return sum(each.off for each in found.verdicts)


def _without_keys(found: priced.PricedBasket) -> priced.PricedBasket:
    return replace(found, lines=tuple(replace(each, keys=()) for each in found.lines))
