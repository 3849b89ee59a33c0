"""Which units leave, where a label says their lot or their last day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.checkout.rules.wanted import gathered
from oneshelf.modules.checkout.types import BasketQuote, QuotedLine, Wanted
from oneshelf.modules.lots.public import Condition, Part, Told


class _Shelf:
    """What lies at a place and may be sold, lot by lot, as one line after another takes of it."""

    def __init__(self, here: Sequence[Part], at: datetime) -> None:
        self.left = {
            part: part.quantity
            for part in here
            if part.code and part.condition is Condition.NEW and (part.sell_until is None or part.sell_until > at)
        }
        self.told: Counter[tuple[int, VariantId, str]] = Counter()

    def take(self, line: QuotedLine, units: int, *, lot: str = "", day: date | None = None) -> None:
        """Let a line take up to so many units, of a `lot`, or what expires on a `day`, the first to expire first."""
        for part, there in self.left.items():
            fits = part.variant == line.snapshot.variant and lot in ("", part.code) and day in (None, part.expires_on)
            taken = min(units, there) if fits else 0
            if taken:
                assert part.code, "only what has a lot is looked at"
                self.left[part], units = there - taken, units - taken
                self.told[line.line, part.variant, part.code] += taken


def labelled(quote: BasketQuote) -> list[QuotedLine]:
    """Return the lines of a quote whose units a label tells apart, in stock too."""
    return [line for line in quote.lines if line.labelled and line.snapshot.tracks is Tracks.LOTS]


def told_lots(quote: BasketQuote, lines: Iterable[Wanted], here: Sequence[Part], at: datetime) -> tuple[Told, ...]:
    """Return which lots leave, `here` being what lies at the place: those that labels name, and of those that say only
    a day one that expires then. The other units of these articles leave what is left.

    Of a lot that is not here, or not enough of it, nothing is told: any leaves then.
    """
    said, shelf, own = dict(enumerate(gathered(lines), start=1)), _Shelf(here, at), labelled(quote)
    for line in own:
        wanted, units = said[line.line], line.priced.quantity
        named = Counter(dict.fromkeys(wanted.lots[:1], units) if line.portion else wanted.lots[:units])
        for code, each in named.items():
            shelf.take(line, each, lot=code)
        if wanted.expires_on:
            shelf.take(line, units - named.total(), day=wanted.expires_on)
    variants = {line.snapshot.variant for line in own}
    for line in quote.lines:
        if line.snapshot.variant in variants and not line.labelled:
            shelf.take(line, line.priced.quantity)
    return tuple(Told(line, variant, units, lot=code) for (line, variant, code), units in shelf.told.items())
