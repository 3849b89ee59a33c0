"""The goods of a basket while rules are applied to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from oneshelf.kernel.money import round_half_away
from oneshelf.modules.pricing.rules.kernel.arithmetic import divided
from oneshelf.modules.pricing.rules.kernel.book import Matcher
from oneshelf.modules.pricing.types.compiled import Basket, Line

DELIVERY = -1
"""The line number of what delivery costs."""


class Row(Struct, frozen=True):
    """A line of the priced basket: all lines of one article at one price, as fresh, and what they are listed at."""

    line: Line
    keys: tuple[str, ...]
    quantity: int
    base: int
    tags: frozenset[str]

    @property
    def pieces(self) -> int:
        """How many pieces it is: a labelled portion is one, what is sold by measure is none."""
        if self.line.amount is not None:
            return 1
        return self.quantity if self.line.scale == 1 else 0


class Stretch(Struct, frozen=True, gc=False):
    """Pieces of one row that cost the same so far: `left` minor units for `units` smallest sale units.

    `pieces` is 0 of what is sold by measure: it is reduced as a whole or not at all.
    """

    row: int
    units: int
    pieces: int
    left: int
    scale: int = 1
    days_left: int | None = None

    def worth(self, start: int, end: int) -> int:
        """Return what its pieces from `start` until before `end` cost, so that parts add up to the whole."""
        if start == 0 and end == self.pieces:
            return self.left
        return divided(self.left * end, self.pieces) - divided(self.left * start, self.pieces)

    def units_of(self, pieces: int) -> int:
        """Return how many smallest sale units so many of its pieces are."""
        return self.units if pieces == self.pieces else self.units * pieces // self.pieces


class Take(Struct, frozen=True, gc=False):
    """A rule's hold on the pieces of a stretch from `start` until before `end`, and what it takes `off` them.

    `role` is the part that they play in a set. Of what is sold by measure start and end are 0, and all of it is meant.
    """

    stretch: int
    start: int
    end: int
    off: int = 0
    role: int = 0


class Shelf:
    """Stretches in order, and where those of a row are."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.stretches = stretches
        self.by_row: dict[int, list[int]] = {}
        for at, stretch in enumerate(stretches):
            self.by_row.setdefault(stretch.row, []).append(at)

    def __getitem__(self, at: int) -> Stretch:
        return self.stretches[at]

    def of(self, rows: frozenset[int]) -> list[int]:
        """Return where the stretches of rows are, in order."""
        return sorted(at for row in rows for at in self.by_row.get(row, ()))


class Goods:
    """Rows, the stretches that rules have made of them, and which rows have which tags."""

    def __init__(self, rows: Sequence[Row], delivery: int | None) -> None:
        self.rows = rows
        listed = [
            Stretch(at, row.quantity, row.pieces, row.base, row.line.scale, row.line.days_left)
            for at, row in enumerate(rows)
        ]
        self._listed = listed if delivery is None else [Stretch(DELIVERY, 1, 1, delivery), *listed]
        self.shelf = Shelf(self._listed)
        self.by_tag: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            if not row.line.protected:
                for tag in row.line.tags:
                    self.by_tag.setdefault(tag, []).append(at)
        self._matched: dict[Matcher, frozenset[int]] = {}

    def matched(self, matcher: Matcher) -> frozenset[int]:
        """Return the rows that match; those that are protected never do."""
        known = self._matched.get(matcher)
        if known is None:
            known = self._matched[matcher] = self._find(matcher)
        return known

    def _find(self, matcher: Matcher) -> frozenset[int]:
        if matcher.any_of:
            few, many = (matcher.any_of, self.by_tag)
            tags = few if len(few) <= len(many) else many
            found = {at for tag in tags if tag in few and tag in many for at in many[tag]}
        else:
            found = {at for at, row in enumerate(self.rows) if not row.line.protected}
        if matcher.all_of or matcher.none_of:
            found = {at for at in found if self._fits(self.rows[at], matcher)}
        return frozenset(found)

    def _fits(self, row: Row, matcher: Matcher) -> bool:
        return matcher.all_of <= row.tags and matcher.none_of.isdisjoint(row.tags)

    def left(self, rows: frozenset[int]) -> int:
        """Return what rows cost so far."""
        return sum(self.shelf[at].left for at in self.shelf.of(rows))

    def begin_anew(self) -> None:
        """Let everything cost what is listed again."""
        self.shelf = Shelf(self._listed)

    def put(self, stretches: Sequence[Stretch]) -> None:
        """Let these be the stretches from now on."""
        self.shelf = Shelf(sorted(stretches, key=lambda stretch: stretch.row))


def gathered(basket: Basket) -> list[Row]:
    """Return the rows of a basket: neither the order of its lines nor their splitting shows in them.

    A labelled portion keeps a row of its own.
    """
    same: dict[tuple[str, int, int, int, str, bool, int, int, int, str], list[Line]] = {}
    for line in basket.lines:
        own = (line.amount, line.quantity, line.key) if line.amount is not None else (-1, 0, "")
        fresh = -1 if line.days_left is None else line.days_left
        key = (line.article, line.price, line.per, line.scale, line.tax_class, line.protected, fresh, *own)
        same.setdefault(key, []).append(line)
    return [_row(same[key]) for key in sorted(same)]


def _row(lines: list[Line]) -> Row:
    first = lines[0]
    quantity = first.quantity if first.amount is not None else sum(line.quantity for line in lines)
    base = first.amount if first.amount is not None else round_half_away(first.price * quantity, first.per)
    return Row(first, tuple(sorted(line.key for line in lines)), quantity, base, frozenset(first.tags))


def split(shelf: Shelf, takes: Iterable[Take]) -> tuple[list[Stretch], list[Stretch]]:
    """Return the stretches that `takes` made, with what they took off, and those that are left as they were."""
    by_stretch: dict[int, list[Take]] = {}
    for take in takes:
        by_stretch.setdefault(take.stretch, []).append(take)
    taken: list[Stretch] = []
    free: list[Stretch] = []
    for at, stretch in enumerate(shelf.stretches):
        own = sorted(by_stretch.get(at, ()), key=lambda take: take.start)
        if not own:
            free.append(stretch)
        elif not stretch.pieces:
            taken.append(replace(stretch, left=stretch.left - own[0].off))
        else:
            taken += [_piece(stretch, take.start, take.end, take.off) for take in own]
            if own[-1].end < stretch.pieces:
                free.append(_piece(stretch, own[-1].end, stretch.pieces, 0))
    return taken, free


def _piece(stretch: Stretch, start: int, end: int, off: int) -> Stretch:
    pieces = end - start
    return replace(stretch, units=stretch.units_of(pieces), pieces=pieces, left=stretch.worth(start, end) - off)
