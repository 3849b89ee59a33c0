"""What is counted at the door, and which units they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.supply.queries import batches_of
from oneshelf.modules.supply.types import Arrived, Purchase, Transfer


def counted_at_door(known: Purchase | Transfer) -> list[Arrived]:
    """Return what is counted at the door of each line, and which units they are."""
    batches = batches_of(known.id)
    return [
        Arrived(each.line, each.tallied, each.tallied_damaged, each.damage, batches.get(each.line, ()))
        for each in known.lines
    ]


def told_of(taken: Sequence[Arrived], variants: Mapping[int, VariantId]) -> list[Told]:
    """Return what was said of the good units of each line, as lots take it."""
    return [
        Told(each.line, variants[each.line], one.quantity, lot=one.code, serial=one.serial, expires_on=one.expires_on)
        for each in taken
        for one in each.batches
    ]


def check_told(known: Purchase, taken: Sequence[Arrived], told: Sequence[Told]) -> None:
    """Raise LotNeeded unless each good unit of what is told apart has its lot or serial number; BadLot."""
    good = {line.variant: each.good for line in known.lines for each in taken if each.line == line.line}
    lots.check_all_told(catalogue.tracking(list(good)), good, told)
