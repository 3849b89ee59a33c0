"""What one offer does by itself, when no other wants the same pieces: in closed form, however many pieces there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cmp_to_key

from msgspec.structs import replace

from oneshelf.modules.pricing.rules.kernel.arithmetic import shared
from oneshelf.modules.pricing.rules.kernel.goods import Shelf, Stretch, Take
from oneshelf.modules.pricing.rules.kernel.offers import Kind, Offer

BOUGHT, REDUCED = 0, 1
"""The roles of pieces in a CHEAPEST set."""


def alone(offer: Offer, shelf: Shelf) -> list[Take]:
    """Return what an offer takes of a shelf, at its best for the customer; nothing where that takes nothing off.

    Where parts of a set want some of the same goods, the part with fewer to choose from goes first: that need not be
    the best, which `search` finds.
    """
    match offer.kind:
        case Kind.EACH:
            takes = list(_each(offer, shelf))
        case Kind.WHOLE:
            takes = _whole(offer, shelf)
        case Kind.CHEAPEST:
            takes = priced(offer, _cheapest(offer, shelf), shelf)
        case Kind.PARTS:
            takes = priced(offer, _parts(offer, shelf), shelf)
    takes = capped(offer, takes)
    return takes if any(take.off for take in takes) else []


def capped(offer: Offer, takes: list[Take]) -> list[Take]:
    """Return takes that come to no more than the offer takes off at most."""
    total = sum(take.off for take in takes)
    if offer.most is None or total <= offer.most:
        return takes
    offs = shared(offer.most, [take.off for take in takes])
    return [replace(take, off=off) for take, off in zip(takes, offs, strict=True)]


def dearest_first(at: Iterable[int], shelf: Shelf) -> list[int]:
    """Return the stretches that have pieces by what a piece costs, the dearest first, and of equals the first."""

    def compare(one: int, other: int) -> int:
        a, b = shelf[one], shelf[other]
        return b.left * a.pieces - a.left * b.pieces or one - other

    return sorted((each for each in at if shelf[each].pieces), key=cmp_to_key(compare))


def in_turn(offer: Offer, at: int, start: int, end: int, position: int) -> list[Take]:
    """Return what a CHEAPEST offer takes of a stretch, `position` pieces into a set: the reduced pieces come last."""
    turn = end - (_reduced_until(offer, position + end - start) - _reduced_until(offer, position))
    takes = [Take(at, start, turn, role=BOUGHT), Take(at, turn, end, role=REDUCED)]
    return [take for take in takes if take.start < take.end]


def _reduced_until(offer: Offer, pieces: int) -> int:
    sets, rest = divmod(pieces, offer.size)
    return sets * (offer.size - offer.buy) + max(0, rest - offer.buy)


def priced(offer: Offer, takes: Sequence[Take], shelf: Shelf) -> list[Take]:
    """Return the takes of sets with what they take off; what a bundle does is shared by what its pieces cost."""
    if offer.price is not None:
        worths = [shelf[take.stretch].worth(take.start, take.end) for take in takes]
        sets = sum(take.end - take.start for take in takes) // offer.size
        offs = shared(max(0, sum(worths) - sets * offer.price), worths)
        return [replace(take, off=off) for take, off in zip(takes, offs, strict=True)]
    return [replace(take, off=off_of(offer, take, shelf[take.stretch])) for take in takes]


def off_of(offer: Offer, take: Take, stretch: Stretch) -> int:
    """Return what a set that is no bundle takes off the pieces that it holds of a stretch."""
    reward = offer.roles[take.role].reward if offer.kind is Kind.PARTS else (None, offer.reward)[take.role]
    if reward is None:
        return 0
    return offer.off(reward, stretch.worth(take.start, take.end), stretch, take.end - take.start)


def _each(offer: Offer, shelf: Shelf) -> Iterator[Take]:
    assert offer.reward is not None
    for at in shelf.of(offer.rows):
        stretch = shelf[at]
        off = offer.off(offer.reward, stretch.left, stretch, stretch.pieces)
        if off:
            yield Take(at, 0, stretch.pieces, off)


def _whole(offer: Offer, shelf: Shelf) -> list[Take]:
    if offer.reward is not None:
        return list(_each(offer, shelf))
    of = [at for at in shelf.of(offer.rows) if shelf[at].left]
    weights = [shelf[at].left for at in of]
    offs = shared(min(offer.amount, sum(weights)), weights)
    return [Take(at, 0, shelf[at].pieces, off) for at, off in zip(of, offs, strict=True)]


def _cheapest(offer: Offer, shelf: Shelf) -> list[Take]:
    order = dearest_first(shelf.of(offer.rows), shelf)
    sets = sum(shelf[at].pieces for at in order) // offer.size
    wanted = min(sets, offer.times if offer.times is not None else sets) * offer.size
    takes: list[Take] = []
    position = 0
    for at in order:
        pieces = min(shelf[at].pieces, wanted - position)
        takes += in_turn(offer, at, 0, pieces, position)
        position += pieces
    return takes


def _parts(offer: Offer, shelf: Shelf) -> list[Take]:
    most = min(_pieces(role.rows, shelf) // role.need for role in offer.roles)
    most = most if offer.times is None else min(most, offer.times)
    sets = _last(most, lambda sets: bool(_assigned(offer, shelf, sets)))
    if offer.price is not None:
        sets = _last(sets, lambda sets: _gain(offer, shelf, sets) > _gain(offer, shelf, sets - 1))
    return _assigned(offer, shelf, sets) if sets else []


def _last(most: int, holds: Callable[[int], bool]) -> int:
    """Return the last number from 1 to `most` for which something holds that holds for all before it; 0 for none."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _gain(offer: Offer, shelf: Shelf, sets: int) -> int:
    takes = _assigned(offer, shelf, sets) if sets else []
    worth = sum(shelf[take.stretch].worth(take.start, take.end) for take in takes)
    return worth - sets * (offer.price or 0)


def _assigned(offer: Offer, shelf: Shelf, sets: int) -> list[Take]:
    """Return which pieces make so many sets, none where there are not enough.

    What is only bought is the cheapest there is, so that the dearest are left to be reduced.
    """
    used = dict.fromkeys(shelf.of(offer.rows), 0)
    takes: list[Take] = []
    for number in sorted(range(len(offer.roles)), key=lambda each: _pieces(offer.roles[each].rows, shelf)):
        role = offer.roles[number]
        wanted = role.need * sets
        order = dearest_first(shelf.of(role.rows), shelf)
        for at in order if role.reward is not None or offer.price is not None else reversed(order):
            pieces = min(shelf[at].pieces - used[at], wanted)
            if pieces:
                takes.append(Take(at, used[at], used[at] + pieces, role=number))
                used[at], wanted = used[at] + pieces, wanted - pieces
        if wanted:
            return []
    return takes


def _pieces(rows: frozenset[int], shelf: Shelf) -> int:
    return sum(shelf[at].pieces for at in shelf.of(rows))
