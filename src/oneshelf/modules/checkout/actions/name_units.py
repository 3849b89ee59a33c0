"""Saying which units are sold: those whose serial numbers a till scanned, and those of which a label says the lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.rules.labelled import labelled, told_lots
from oneshelf.modules.checkout.types import NewOrder, PlacedOrder, Purchase
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told

LOOKS_AGAIN = 3
"""How often it is looked again which lots are here, when another till sold one between looking and selling."""


def as_told(new: NewOrder, purchase: Purchase, write: Callable[[NewOrder], PlacedOrder]) -> PlacedOrder:
    """Write an order; where another till was faster to sell a lot that a label names, see what is left of it."""
    for _ in range(LOOKS_AGAIN if labelled(new.quote) else 0):
        try:
            return write(new)
        except lots.LotNotThere:
            new = replace(new, told=units_in_hand(purchase, new))
    return write(new)


def units_in_hand(purchase: Purchase, new: NewOrder) -> tuple[Told, ...]:
    """Return which units are sold, where labels say their lot or, at a till, they have numbers; else nothing is asked.

    Raises SerialsNeeded at a till.
    """
    priced = rules.along(new) if purchase.onward else new.quote
    numbered = {line.snapshot.variant for line in priced.lines if line.snapshot.tracks is Tracks.SERIALS}
    variants = (numbered if purchase.till else set()) | {line.snapshot.variant for line in labelled(priced)}
    if not variants:
        return ()
    here = lots.parts(purchase.market, sorted(variants), [purchase.place])
    told = rules.told_units(priced, purchase.lines, here) if purchase.till else ()
    return told + told_lots(priced, purchase.lines, here, new.at)
