"""What labels say at the till: how much is in a portion, what it costs, and on which day goods are sold last."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Portion, VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.tills.public import Till
from oneshelf.surfaces.till import units
from oneshelf.surfaces.till.goods import buyer_at
from oneshelf.surfaces.till.requests import Line


def with_portion(till: Till, lines: list[Line], portion: Portion, code: str) -> list[Line] | None:
    """Return the basket with what a label is stuck on; None where more is to be asked: a weight, or a serial number.

    Packed portions stand each for itself, goods with a last day beside those of another. Raises NoPrice.
    """
    snapshot = catalogue.snapshots([portion.variant])[portion.variant]
    if units.numbered(snapshot) or (snapshot.unit.scale > 1 and portion.units is None and portion.price is None):
        return None
    more = checkout.units_on_label(portion, snapshot, till.market, buyer_at(till))
    lots = [portion.lot] if portion.lot else []
    if portion.price is not None or snapshot.unit.scale > 1:
        return [*lines, Line(portion.variant, more, label=code, lots=lots)]
    days = catalogue.find_portions(till.market, [line.label for line in lines if line.label])
    for line in lines:
        known = days.get(line.label, Portion(VariantId(line.variant)))
        if (line.variant, known.expires_on, known.price) == (portion.variant, portion.expires_on, None):
            line.quantity += more
            line.lots += lots if line.label else []
            return lines
    fresh = Line(portion.variant, more, label=code, lots=lots) if portion.expires_on else Line(portion.variant, more)
    return [*lines, fresh]


def wanted(till: Till, lines: Sequence[Line]) -> list[Wanted]:
    """Return what a quote asks for, line by line; labels are read again. Raises WrongLabel, NoPrice."""
    asked = [
        Wanted(VariantId(line.variant), line.quantity, tuple(line.serials), lots=tuple(line.lots)) for line in lines
    ]
    return checkout.as_labelled(asked, [line.label for line in lines], market=till.market, buyer=buyer_at(till))


def keys_of(lines: Sequence[Line]) -> list[str]:
    """Return what the page calls each line: its article, or what was scanned, with a number where it is twice."""
    called: dict[str, int] = {}
    keys = []
    for line in lines:
        own = line.label or str(line.variant)
        called[own] = called.get(own, 0) + 1
        keys.append(own if called[own] == 1 else f"{own} {called[own]}")
    return keys
