"""What somebody wants to buy, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneshelf.modules.catalogue.public import VariantId


@dataclass(frozen=True, slots=True)
class Wanted:
    """`quantity` smallest sale units of a variant; `serials` are the numbers of those that are in somebody's hand.

    They `expires_on` a day that their label says; `lots` are those that labels name, one for each unit that has one. A
    packed portion, which is one piece, costs the `amount` (minor units) that its label says or, `weighed` by its label,
    what so much of it costs: before rules take anything off.
    """

    variant: VariantId
    quantity: int
    serials: tuple[str, ...] = ()
    expires_on: date | None = None
    amount: int | None = None
    weighed: bool = False
    lots: tuple[str, ...] = ()

    @property
    def portion(self) -> bool:
        """Whether it is one packed piece, rounded by itself as its label is."""
        return self.weighed or self.amount is not None

    @property
    def labelled(self) -> bool:
        """Whether a label says more of it than which article it is."""
        return self.portion or self.expires_on is not None
