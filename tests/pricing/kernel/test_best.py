"""The search finds what trying everything finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from oneshelf.modules.pricing.public import compiled
from tests.pricing.kernel.build import basket, line, priced_with

CATEGORIES = ("a", "b", "c")


@dataclass(frozen=True)
class Piece:
    """One piece on its own, as the trial of everything sees it."""

    row: str
    price: int
    categories: frozenset[str]


def _pieces(lines: Sequence[compiled.Line]) -> list[Piece]:
    tags = {each.article: frozenset(tag[2:] for tag in each.tags if tag.startswith("c:")) for each in lines}
    return [Piece(each.article, each.price, tags[each.article]) for each in lines for _ in range(each.quantity)]


def _roles(given: compiled.Rule) -> list[tuple[compiled.Match, int]]:
    reward = given.reward
    if isinstance(reward, compiled.Bundle):
        return [(part.match, part.pieces) for part in reward.parts]
    if isinstance(reward, compiled.BuyGet) and reward.gets is not None:
        return [(given.match, reward.buy), (reward.gets, reward.get)]
    return [(given.match, reward.buy + reward.get if isinstance(reward, compiled.BuyGet) else 1)]


def _fits(piece: Piece, match: compiled.Match) -> bool:
    return not match.any_of or any(tag[2:] in piece.categories for tag in match.any_of)


def _worth(given: compiled.Rule, held: dict[int, list[Piece]]) -> int | None:
    """Return what a rule takes off the pieces of each of its roles; None where they make no whole sets."""
    reward, needs = given.reward, [need for _, need in _roles(given)]
    counts = [len(held.get(role, [])) for role in range(len(needs))]
    if isinstance(reward, compiled.Percent):
        return sum(piece.price for piece in held[0]) * reward.bp // 10_000
    sets, rest = divmod(counts[0], needs[0])
    if rest or counts != [sets * need for need in needs]:
        return None
    if isinstance(reward, compiled.Bundle):
        return max(0, sum(piece.price for own in held.values() for piece in own) - sets * reward.minor)
    assert isinstance(reward, compiled.BuyGet)
    if reward.gets is not None:
        return sum(piece.price for piece in held[1]) * reward.bp // 10_000
    ordered = sorted((piece.price for piece in held[0]), reverse=True)
    cheap = (price for at, price in enumerate(ordered) if at % needs[0] >= reward.buy)
    return sum(cheap) * reward.bp // 10_000


def _tried(lines: Sequence[compiled.Line], rules: Sequence[compiled.Rule]) -> int:
    """Return the most that rules can take off: every way in which each piece may go to a role of a rule is tried."""
    pieces = _pieces(lines)
    roles = [(at, role, match) for at, each in enumerate(rules) for role, (match, _) in enumerate(_roles(each))]
    choices = [[(-1, 0), *((at, role) for at, role, match in roles if _fits(piece, match))] for piece in pieces]
    best = 0
    for ways in product(*choices):
        held: dict[int, dict[int, list[Piece]]] = {}
        for piece, (at, role) in zip(pieces, ways, strict=True):
            if at >= 0:
                held.setdefault(at, {}).setdefault(role, []).append(piece)
        gains = [_worth(rules[at], own) for at, own in held.items()]
        if None not in gains:
            best = max(best, sum(gain for gain in gains if gain is not None))
    return best


_MATCHES = st.lists(st.sampled_from([f"c:{each}" for each in CATEGORIES]), max_size=2, unique=True).map(
    lambda tags: compiled.Match(tuple(tags))
)
_REWARDS = st.one_of(
    st.builds(compiled.Percent, st.sampled_from([1_000, 3_000, 5_000])),
    st.builds(compiled.BuyGet, st.integers(1, 2), st.just(1), st.sampled_from([5_000, 10_000])),
    st.builds(compiled.BuyGet, st.just(1), st.just(1), st.sampled_from([5_000, 10_000]), gets=_MATCHES),
    st.builds(
        compiled.Bundle,
        st.lists(st.builds(compiled.Part, _MATCHES, st.integers(1, 2)), min_size=1, max_size=2).map(tuple),
        st.sampled_from([500, 1_000, 1_500]),
    ),
)
_RULES = st.lists(st.tuples(_REWARDS, _MATCHES), min_size=2, max_size=3).map(
    lambda given: [
        compiled.Rule(f"r{at}", 1, "", reward, "unit", match=match) for at, (reward, match) in enumerate(given)
    ]
)
_LINES = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 12), st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True)),
    min_size=1,
    max_size=4,
).map(lambda given: [line(f"v{at}", count, price * 100, *own) for at, (count, price, own) in enumerate(given)][:4])
"""Prices and percentages without anything to round."""


@given(_LINES, _RULES)
@settings(max_examples=400, deadline=None)
def test_the_search_takes_off_as_much_as_trying_everything(
    lines: list[compiled.Line], rules: list[compiled.Rule]
) -> None:
    few: list[compiled.Line] = []
    for each in lines:
        if sum(other.quantity for other in few) + each.quantity <= 5:
            few.append(each)
    found = priced_with(rules, basket(*few))
    assert found.exact
    assert sum(each.off for each in found.verdicts) == _tried(few, rules)
