"""The rulebook: rules in the order in which they are applied, and an index of what in a basket calls for each.

A rule is filed under the rarest thing without which it cannot apply: its coupon, else the tags of what it reduces or
counts, else the buyer's segment, the place or the channel. A basket only looks up its own tags and facts, so what rules
there are besides costs it nothing. Only a rule that any basket may meet is looked at each time. A rule for a segment, a
place or a channel is passed over by all others, unless somebody asks why it did not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from oneshelf.modules.pricing.types.compiled import (
    NO_CAPS,
    All,
    AmountEach,
    Any,
    Bundle,
    BuyGet,
    Channel,
    Condition,
    DeliveryPriced,
    Facts,
    Gift,
    Group,
    Holds,
    Match,
    Not,
    Percent,
    Place,
    Rule,
    Segment,
    UnitPriced,
    Worth,
)


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """A match, ready to be asked."""

    any_of: frozenset[str]
    all_of: frozenset[str]
    none_of: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A rule in its group, at its place in the order of all. It needs one of each of the sets `facts` of facts.

    Most rules are `plain`: they reduce each piece by itself, without a coupon or a cap.
    """

    at: int
    rule: Rule
    group: Group
    matcher: Matcher
    facts: tuple[frozenset[str], ...]
    plain: bool


class Rulebook:
    """Rules compiled for one market: read by any number of threads, never changed."""

    def __init__(self, rules: Iterable[Rule], groups: Iterable[Group]) -> None:
        """Compile rules. KeyError for a rule whose group is not among `groups`."""
        by_code = {group.code: group for group in groups}
        ordered = sorted(rules, key=lambda rule: (*_place(by_code[rule.group]), rule.priority, rule.id))
        self.entries: Sequence[Entry] = [_entry(at, rule, by_code[rule.group]) for at, rule in enumerate(ordered)]
        self.by_id = {entry.rule.id: entry for entry in self.entries}
        self._always: list[int] = []
        self._filed: dict[str, list[int]] = {}
        self._matchers: dict[int, Matcher] = {}
        for entry in self.entries:
            for match in _matches(entry.rule):
                self._matchers[id(match)] = _matcher(match)
            self._file(entry)

    def _file(self, entry: Entry) -> None:
        if entry.rule.needs_coupon:
            return
        gates = [gate for gate in _gates(entry.rule) if gate]
        if not gates:
            self._always.append(entry.at)
        for tag in min(gates, key=_rarity, default=()):
            self._filed.setdefault(tag, []).append(entry.at)

    def matcher(self, match: Match) -> Matcher:
        """Return the ready form of a match of one of these rules."""
        known = self._matchers.get(id(match))
        return known if known is not None else _matcher(match)

    def candidates(self, tags: Iterable[str], facts: Facts, also: Iterable[str] = ()) -> list[Entry]:
        """Return the rules that a basket with these tags and facts may meet, and those `also` named, in order."""
        keys = frozenset(_fact_keys(facts))
        found = set(self._always)
        if self._filed:
            for key in (*tags, *keys):
                if key in self._filed:
                    found.update(self._filed[key])
        met = [at for at in found if not any(keys.isdisjoint(each) for each in self.entries[at].facts)]
        named = (*(each.rule for each in facts.coupons), *also)
        return [
            self.entries[at] for at in sorted({*met, *(self.by_id[rule].at for rule in named if rule in self.by_id)})
        ]


def _entry(at: int, rule: Rule, group: Group) -> Entry:
    simple = isinstance(rule.reward, Percent | AmountEach | UnitPriced)
    plain = simple and rule.caps == NO_CAPS and not rule.needs_coupon
    return Entry(at, rule, group, _matcher(rule.match), tuple(map(frozenset, _facts_needed(rule))), plain)


def _place(group: Group) -> tuple[int, str]:
    return group.order, group.code


def _matcher(match: Match) -> Matcher:
    return Matcher(frozenset(match.any_of), frozenset(match.all_of), frozenset(match.none_of))


def _rarity(gate: tuple[str, ...]) -> tuple[int, int]:
    """Tags of goods come before facts, and few before many."""
    return int(gate[0].startswith("@")), len(gate)


def _fact_keys(facts: Facts) -> Iterator[str]:
    yield f"@channel:{facts.channel}"
    yield f"@place:{facts.place}"
    yield from (f"@segment:{segment}" for segment in facts.segments)


def _gates(rule: Rule) -> Iterator[tuple[str, ...]]:
    """Give sets of tags and facts: of each of them a basket must have one, or the rule cannot apply."""
    reward = rule.reward
    if isinstance(reward, Bundle):
        for part in reward.parts:
            yield from _tags(part.match)
    elif not isinstance(reward, Gift | DeliveryPriced):
        yield from _tags(rule.match)
    for condition in _all_of(rule):
        if isinstance(condition, Holds | Worth) and condition.least > 0:
            yield from _tags(condition.match)
    yield from _facts_needed(rule)


def _facts_needed(rule: Rule) -> Iterator[tuple[str, ...]]:
    for condition in _all_of(rule):
        match condition:
            case Segment():
                yield tuple(f"@segment:{each}" for each in condition.any_of)
            case Channel():
                yield tuple(f"@channel:{each}" for each in condition.any_of)
            case Place():
                yield tuple(f"@place:{each}" for each in condition.any_of)
            case _:
                pass


def _all_of(rule: Rule) -> tuple[Condition, ...]:
    """Return the conditions that must all hold."""
    if isinstance(rule.when, All):
        return rule.when.of
    return (rule.when,) if rule.when is not None else ()


def _tags(match: Match) -> Iterator[tuple[str, ...]]:
    if match.any_of:
        yield match.any_of
    if match.all_of:
        yield match.all_of[:1]


def _matches(rule: Rule) -> Iterator[Match]:
    """Give every match in a rule besides what it reduces."""
    if isinstance(rule.reward, Bundle):
        yield from (part.match for part in rule.reward.parts)
    if isinstance(rule.reward, BuyGet) and rule.reward.gets is not None:
        yield rule.reward.gets
    yield from _matches_in(rule.when)


def _matches_in(condition: Condition | None) -> Iterator[Match]:
    match condition:
        case Holds() | Worth():
            yield condition.match
        case All() | Any():
            for part in condition.of:
                yield from _matches_in(part)
        case Not():
            yield from _matches_in(condition.of)
        case _:
            return
