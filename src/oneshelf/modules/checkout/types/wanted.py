"""What somebody wants to buy, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneshelf.modules.catalogue.public import VariantId


@dataclass(frozen=True, slots=True)
class Wanted:
    """`quantity` smallest sale units of a variant; `serials` are the numbers of those that are in somebody's hand.

    They `expires_on` a day that their label says. A packed portion, which is one piece, costs the `amount` (minor
    units) that its label says, before rules take anything off.
    """

    variant: VariantId
    quantity: int
    serials: tuple[str, ...] = ()
    expires_on: date | None = None
    amount: int | None = None

    @property
    def labelled(self) -> bool:
        """Whether a label says more of it than which article it is."""
        return self.expires_on is not None or self.amount is not None
