"""Saying which units a till sells, where each has a serial number."""

from __future__ import annotations

from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.types import BasketQuote, Purchase
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told


def units_in_hand(purchase: Purchase, priced: BasketQuote) -> tuple[Told, ...]:
    """Return which units a till sells, where they have numbers; nothing is asked elsewhere. Raises SerialsNeeded."""
    numbered = [line.snapshot.variant for line in priced.lines if line.snapshot.tracks is Tracks.SERIALS]
    if not numbered or not purchase.till:
        return ()
    return rules.told_units(priced, purchase.lines, lots.parts(purchase.market, numbered, [purchase.place]))
