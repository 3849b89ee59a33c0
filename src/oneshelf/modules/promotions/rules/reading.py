"""Walking through what a rule says."""

from __future__ import annotations

from collections.abc import Iterator

from oneshelf.modules.pricing.public import compiled, conditions
from oneshelf.modules.promotions.types import Terms


def left_out(when: compiled.Condition | None, *, inside_not: bool = False) -> Iterator[str]:
    """Go through the codes of the groups that whoever a condition is for must not be in."""
    match when:
        case compiled.Segment() if inside_not:
            yield from when.any_of
        case compiled.Not():
            yield from left_out(when.of, inside_not=not inside_not)
        case compiled.All() | compiled.Any():
            for part in when.of:
                yield from left_out(part, inside_not=inside_not)


def depth(when: compiled.Condition | None) -> int:
    """Return how deep conditions stand in each other."""
    if isinstance(when, compiled.All | compiled.Any):
        return 1 + max(map(depth, when.of), default=0)
    if isinstance(when, compiled.Not):
        return 1 + depth(when.of)
    return 0 if when is None else 1


def matches(terms: Terms) -> Iterator[tuple[str, compiled.Match]]:
    """Go through all that says which articles are meant, with the part of the rule in which it stands."""
    yield "match", terms.match
    reward = terms.reward
    if isinstance(reward, compiled.BuyGet) and reward.gets is not None:
        yield "reward.gets", reward.gets
    if isinstance(reward, compiled.Bundle):
        yield from ((f"reward.parts[{at}].match", part.match) for at, part in enumerate(reward.parts))
    if isinstance(reward, compiled.Gift):
        yield "reward.article", compiled.Match(any_of=(reward.article,))
    for each in conditions(terms.when):
        if isinstance(each, compiled.Holds | compiled.Worth):
            yield "when", each.match


def tags(match: compiled.Match) -> tuple[str, ...]:
    """Return all tags that a match names."""
    return (*match.any_of, *match.all_of, *match.none_of)


def may_hold_in(when: compiled.Condition | None, channel: str) -> bool:
    """Tell whether a condition leaves a channel (its code) open, whatever else it asks for."""
    match when:
        case compiled.Channel(any_of):
            return channel in any_of
        case compiled.All(of):
            return all(may_hold_in(each, channel) for each in of)
        case compiled.Any(of):
            return any(may_hold_in(each, channel) for each in of)
        case compiled.Not(compiled.Channel(any_of)):
            return channel not in any_of
        case compiled.Not(compiled.Any(of)):
            return all(may_hold_in(compiled.Not(each), channel) for each in of)
        case _:
            return True
