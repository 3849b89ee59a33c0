"""What several offers do together when a piece is reduced by one of them at most: the best there is for the customer.

Offers on wholes and sets that want none of the same goods are looked at apart. Among those that do:

- an offer on a whole (an amount off, or one with a limit in money) takes all that it matches or nothing: every
  combination of such offers that do not overlap is tried;
- sets (buy and get, bundles, so many pieces) are found by going through the goods from the dearest to the cheapest, and
  keeping for each state of the sets that have been begun the best way there (dynamic programming). So the result is
  exact: a set is left out where that makes room for a better one;
- what no set takes goes to the one offer that takes most off it.

The work is bounded by STEPS a basket; where that is not enough, the offer that gains most goes first, again and again,
and the result says that it is not exact. So it does where a limit in money cuts what sets took, since that is done
after the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from oneshelf.modules.pricing.rules.kernel.alone import alone, capped, dearest_first, in_turn, off_of, priced
from oneshelf.modules.pricing.rules.kernel.goods import Shelf, Stretch, Take
from oneshelf.modules.pricing.rules.kernel.offers import Kind, Offer

STEPS = 6_000
"""How many steps the search may take for one basket: a step is one way of handing out the pieces of a stretch."""

MOST_WHOLES = 4
"""Of how many offers on a whole all combinations are tried; of more only each by itself."""

Plan: TypeAlias = dict[int, list[Take]]
"""What each offer takes, by its number."""

State: TypeAlias = tuple[tuple[int, ...], ...]
"""How far each set has been begun: the pieces of its parts; then how many are done, where those are limited."""


class Way(NamedTuple):
    """The best way to a state: what it takes off, from which state it came, and what each role took on that step."""

    off: int
    came_from: State
    pieces: tuple[int, ...]


Layer: TypeAlias = dict[State, Way]


@dataclass(slots=True)
class Effort:
    """How many steps are left, and whether they were enough so far."""

    left: int = STEPS
    exact: bool = True


def together(offers: Sequence[Offer], shelf: Shelf, effort: Effort) -> Plan:
    """Return what each offer takes of what is on a shelf, so that together they take off as much as they can."""
    singles: dict[int, list[int]] = {}
    for number, offer in enumerate(offers):
        if offer.kind is Kind.EACH:
            for row in offer.rows:
                singles.setdefault(row, []).append(number)
    plan: Plan = {}
    rows: set[int] = set()
    for numbers in _apart(offers, shelf):
        own = frozenset[int]().union(*(offers[number].rows for number in numbers))
        rows |= own
        if len(numbers) == 1 and not offers[numbers[0]].competes_with_itself and own.isdisjoint(singles):
            plan[numbers[0]] = alone(offers[numbers[0]], shelf)
        else:
            for number, takes in _contested(numbers, own, _Search(offers, shelf, effort, singles)).items():
                plan.setdefault(number, []).extend(takes)
    rest = _Search(offers, shelf, effort, singles)
    for at in shelf.of(frozenset(singles) - rows):
        rest.leave(plan, at, 0)
    return plan


def by_itself(offer: Offer, shelf: Shelf, effort: Effort) -> list[Take]:
    """Return what an offer takes of what is on a shelf when no other wants the same pieces."""
    takes = alone(offer, shelf) if not offer.competes_with_itself else together([offer], shelf, effort).get(0, [])
    return takes if any(take.off for take in takes) else []


def _apart(offers: Sequence[Offer], shelf: Shelf) -> list[list[int]]:
    """Return the numbers of offers on wholes and sets that want some of the same goods, together."""
    first: dict[int, int] = {}
    root = list(range(len(offers)))
    numbers = [number for number, offer in enumerate(offers) if offer.kind is not Kind.EACH]

    def top(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    for number in numbers:
        for row in offers[number].rows & shelf.by_row.keys():
            one, other = top(number), top(first.setdefault(row, number))
            root[max(one, other)] = min(one, other)
    joined: dict[int, list[int]] = {}
    for number in numbers:
        joined.setdefault(top(number), []).append(number)
    return list(joined.values())


def _contested(numbers: Sequence[int], rows: frozenset[int], search: _Search) -> Plan:
    """Return the best that offers do which want the same rows, together with what the other offers do there."""
    offers, effort = search.offers, search.effort
    wholes = [number for number in numbers if offers[number].kind is Kind.WHOLE]
    search.begin([number for number in numbers if offers[number].kind is not Kind.WHOLE])
    best: Plan = {}
    most = -1
    for chosen in _combinations(wholes, offers, effort):
        plan = {number: alone(offers[number], search.shelf) for number in chosen}
        taken = {take.stretch for takes in plan.values() for take in takes}
        plan.update(search.best([at for at in search.shelf.of(rows) if at not in taken]))
        within = {number: capped(offers[number], takes) for number, takes in plan.items()}
        effort.exact = effort.exact and within == plan
        off = sum(take.off for takes in within.values() for take in takes)
        if off > most:
            best, most = within, off
    return best


def _combinations(wholes: Sequence[int], offers: Sequence[Offer], effort: Effort) -> Iterator[tuple[int, ...]]:
    """Give which offers on a whole may be taken together: first none, then one, then more."""
    size = len(wholes) if len(wholes) <= MOST_WHOLES else 1
    effort.exact = effort.exact and size == len(wholes)
    for count in range(size + 1):
        for chosen in combinations(wholes, count):
            if all(offers[one].rows.isdisjoint(offers[other].rows) for one, other in combinations(chosen, 2)):
                yield chosen


class _Search:
    """The search for the best sets, and for who gets what no set takes."""

    def __init__(
        self, offers: Sequence[Offer], shelf: Shelf, effort: Effort, singles: Mapping[int, Sequence[int]]
    ) -> None:
        self.offers = offers
        self.shelf = shelf
        self.effort = effort
        self.singles = singles
        self.sets: Sequence[int] = ()
        self.nothing: State = ()

    def begin(self, sets: Sequence[int]) -> None:
        """Let these be the sets that are searched for."""
        self.sets = sets
        self.nothing = tuple((0,) * (len(self.offers[number].roles) + 1) for number in sets)

    def best(self, free: Sequence[int]) -> Plan:
        """Return what the offers take of free stretches."""
        wanted = frozenset[int]().union(*(self.offers[number].rows for number in self.sets))
        contested = dearest_first([at for at in free if self.shelf[at].row in wanted], self.shelf)
        plan = self._search(contested)
        if plan is None:
            self.effort.exact = False
            plan = self._greedy(contested)
        for at in sorted(set(free) - set(contested)):
            self.leave(plan, at, 0)
        return plan

    def _search(self, contested: Sequence[int]) -> Plan | None:
        """Return the best plan for contested stretches; None where the steps do not suffice."""
        layers: list[Layer] = [{self.nothing: Way(0, self.nothing, ())}]
        for at in contested:
            following = self._next(at, layers[-1])
            if following is None:
                return None
            layers.append(following)
        ended = {state: way.off for state, way in layers[-1].items() if not any(any(each[:-1]) for each in state)}
        state = max(ended, key=lambda state: ended[state])
        steps: list[tuple[int, Way]] = []
        for at, layer in zip(reversed(contested), reversed(layers[1:]), strict=True):
            steps.append((at, layer[state]))
            state = layer[state].came_from
        return self._plan(reversed(steps))

    def _next(self, at: int, layer: Layer) -> Layer | None:
        """Return the best ways on from a layer of states through one stretch."""
        roles, pieces = self._roles(at), self.shelf[at].pieces
        following: Layer = {}
        for ways in _ways(len(roles), pieces):
            self.effort.left -= len(layer)
            if self.effort.left < 0:
                return None
            used = sum(ways)
            rest = self._left_over(at, used)[0] if used < pieces else 0
            for state, way in layer.items():
                step = self._step(at, roles, ways, state)
                if step is not None:
                    off, reached = way.off + rest + step[0], step[1]
                    if reached not in following or off > following[reached].off:
                        following[reached] = Way(off, state, ways)
        return following

    def _roles(self, at: int) -> list[tuple[int, int]]:
        """Return the roles that a stretch may play: the place of the set among the sets, and the part in it."""
        row = self.shelf[at].row
        return [
            (place, part)
            for place, number in enumerate(self.sets)
            for part, role in enumerate(self.offers[number].roles)
            if row in role.rows
        ]

    def _step(
        self, at: int, roles: Sequence[tuple[int, int]], ways: Sequence[int], state: State
    ) -> tuple[int, State] | None:
        """Return what is gained when roles take so many pieces of a stretch, and how far the sets are then.

        None where a set would go on beyond its limit.
        """
        stretch, reached, gain, start = self.shelf[at], [list(each) for each in state], 0, 0
        for (place, part), pieces in zip(roles, ways, strict=True):
            if not pieces:
                continue
            offer, end = self.offers[self.sets[place]], start + pieces
            if offer.kind is Kind.CHEAPEST:
                takes = in_turn(offer, at, start, end, reached[place][0])
                gain += sum(off_of(offer, take, stretch) for take in takes)
            elif offer.price is not None:
                gain += stretch.worth(start, end)
            else:
                gain += off_of(offer, Take(at, start, end, role=part), stretch)
            reached[place][part] += pieces
            start = end
        for place, counts in enumerate(reached):
            paid = _completed(self.offers[self.sets[place]], counts)
            if paid is None:
                return None
            gain -= paid
        return gain, tuple(tuple(each) for each in reached)

    def _plan(self, steps: Iterator[tuple[int, Way]]) -> Plan:
        """Return the plan of a way through all stretches."""
        plan: Plan = {number: [] for number in self.sets}
        for at, way in steps:
            start = 0
            for (place, part), pieces in zip(self._roles(at), way.pieces, strict=True):
                number = self.sets[place]
                if self.offers[number].kind is Kind.CHEAPEST:
                    plan[number] += in_turn(self.offers[number], at, start, start + pieces, way.came_from[place][0])
                elif pieces:
                    plan[number].append(Take(at, start, start + pieces, role=part))
                start += pieces
            self.leave(plan, at, start)
        for number in self.sets:
            plan[number] = priced(self.offers[number], plan[number], self.shelf)
        return plan

    def _left_over(self, at: int, start: int) -> tuple[int, int]:
        """Return what is taken off the pieces from `start` on that no set takes, and by which offer (-1: by none)."""
        stretch = self.shelf[at]
        worth = stretch.worth(start, stretch.pieces) if start else stretch.left
        most, by = 0, -1
        for number in self.singles.get(stretch.row, ()):
            offer = self.offers[number]
            if offer.reward is not None:
                off = offer.off(offer.reward, worth, stretch, stretch.pieces - start)
                if off > most:
                    most, by = off, number
        return most, by

    def leave(self, plan: Plan, at: int, start: int) -> None:
        """Let the pieces of a stretch from `start` on go to the offer that takes most off them."""
        if start and start == self.shelf[at].pieces:
            return
        off, by = self._left_over(at, start)
        if off:
            plan.setdefault(by, []).append(Take(at, start, self.shelf[at].pieces, off))

    def _greedy(self, contested: Sequence[int]) -> Plan:
        """Return a plan in which the set that gains most goes first, each as often as it can."""
        plan: Plan = {}
        used = dict.fromkeys(contested, 0)
        waiting = list(self.sets)
        while waiting:
            rest = Shelf([self._rest(at, used.get(at)) for at in range(len(self.shelf.stretches))])
            found = {number: alone(self.offers[number], rest) for number in waiting}
            gains = {number: self._gain(takes, rest) for number, takes in found.items()}
            number = max(waiting, key=lambda number: gains[number])
            if gains[number] <= 0:
                break
            waiting.remove(number)
            shifted = [
                replace(take, start=take.start + used[take.stretch], end=take.end + used[take.stretch])
                for take in found[number]
            ]
            plan[number] = priced(self.offers[number], shifted, self.shelf)
            for take in shifted:
                used[take.stretch] = max(used[take.stretch], take.end)
        for at in contested:
            self.leave(plan, at, used[at])
        return plan

    def _rest(self, at: int, used: int | None) -> Stretch:
        """Return what is free of a stretch; nothing of one that is not contested."""
        stretch = self.shelf[at]
        start = stretch.pieces if used is None else used
        pieces = stretch.pieces - start
        if not pieces:
            return replace(stretch, units=0, pieces=0, left=0)
        return replace(
            stretch, units=stretch.units_of(pieces), pieces=pieces, left=stretch.worth(start, stretch.pieces)
        )

    def _gain(self, takes: Sequence[Take], rest: Shelf) -> int:
        """Return what takes gain over what the same pieces would get by themselves."""
        lost = 0
        for take in takes:
            stretch, pieces = rest[take.stretch], take.end - take.start
            worth = stretch.worth(take.start, take.end)
            own = (self.offers[number] for number in self.singles.get(stretch.row, ()))
            lost += max((offer.off(offer.reward, worth, stretch, pieces) for offer in own if offer.reward), default=0)
        return sum(take.off for take in takes) - lost


def _completed(offer: Offer, counts: list[int]) -> int | None:
    """Take the sets that are complete out of `counts`; return what they cost, None where they are too many."""
    if offer.kind is Kind.CHEAPEST:
        done, counts[0] = divmod(counts[0], offer.size)
    else:
        done = min(counts[part] // role.need for part, role in enumerate(offer.roles))
        for part, role in enumerate(offer.roles):
            counts[part] -= done * role.need
    if offer.times is not None:
        counts[-1] += done
        if counts[-1] > offer.times or (counts[-1] == offer.times and any(counts[:-1])):
            return None
    return done * (offer.price or 0)


def _ways(roles: int, pieces: int) -> Iterator[tuple[int, ...]]:
    """Give every way in which so many roles may take of so many pieces, none first."""
    if not roles:
        yield ()
        return
    for first in range(pieces + 1):
        for others in _ways(roles - 1, pieces - first):
            yield (first, *others)
