"""What ladders of markdowns make of lots that are soon past their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.checkout.queries.quotes import priced_by
from oneshelf.modules.checkout.types import Occasion, QuotedLine
from oneshelf.modules.lots.public import Expiring
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelKind
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled
from oneshelf.modules.promotions import public as promotions


@dataclass(frozen=True, slots=True)
class MarkedDown:
    """A lot, and what a shown unit of it costs at the tills of its place today: `now`, and `before` without `ladder`.

    Without a ladder for it both are the same; both are None where it has no price.
    """

    lot: Expiring
    snapshot: VariantSnapshot
    before: Money | None
    now: Money | None
    ladder: str = ""


def marked_down(place: Place, lots: Sequence[Expiring]) -> list[MarkedDown]:
    """Return lots of a place with what ladders take off them today, in their order; other promotions are left out.

    What is past its day is not sold, and comes without a price. Five statements, however many lots; none without.
    """
    if not lots:
        return []
    market, at = markets.get_market(place.market), clock.now()
    till = next((each.id for each in markets.list_channels(market.id) if each.kind is ChannelKind.TILL), None)
    occasion = Occasion(market, pricing.Buyer(till, place.id), at, place)
    snapshots = catalogue.snapshots(sorted({each.variant for each in lots}))
    prices = pricing.prices(market.id, list(snapshots), at, occasion.buyer)
    today = occasion.local.date()
    sold = {
        (each.variant, each.expires_on)
        for each in lots
        if each.variant in prices and each.expires_on >= today and each.sell_until > at
    }
    lines = [
        _line(number, snapshots[variant], prices[variant], day) for number, (variant, day) in enumerate(sorted(sold), 1)
    ]
    book = promotions.book_at(market.id, at)
    quoted = {
        (line.snapshot.variant, line.expires_on): line
        for line in priced_by(occasion, lines, replace(book, rules=_ladders(book.rules), limited=frozenset()))
    }
    return [
        _told(each, snapshots[each.variant], quoted.get((each.variant, each.expires_on)))
        for each in lots
        if each.variant in snapshots
    ]


def _ladders(rules: Rulebook) -> Rulebook:
    entries = [each for each in rules.entries if isinstance(each.rule.reward, compiled.Markdown)]
    return Rulebook([each.rule for each in entries], {each.group.code: each.group for each in entries}.values())


def _line(number: int, snapshot: VariantSnapshot, price: pricing.Price, day: date) -> QuotedLine:
    units = snapshot.unit.scale
    listed = pricing.PricedLine(snapshot.variant, units, price.unit_price, price.unit_price.times(units))
    return QuotedLine(number, snapshot, listed, price_version=str(price.id), expires_on=day)


def _told(lot: Expiring, snapshot: VariantSnapshot, line: QuotedLine | None) -> MarkedDown:
    if line is None:
        return MarkedDown(lot, snapshot, None, None)
    return MarkedDown(lot, snapshot, line.listed, line.reduced, ", ".join(each.label for each in line.savings))
