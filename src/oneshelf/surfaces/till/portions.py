"""What labels say at the till: how much is in a portion, what it costs, and on which day goods are sold last."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel import clock
from oneshelf.kernel.money import UnitPrice, round_half_away
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Portion, VariantId, VariantSnapshot
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.tills.public import Till
from oneshelf.surfaces.till import units
from oneshelf.surfaces.till.errors import UnknownCode
from oneshelf.surfaces.till.goods import buyer_at
from oneshelf.surfaces.till.requests import Line


def with_portion(till: Till, lines: list[Line], portion: Portion, code: str) -> list[Line] | None:
    """Return the basket with what a label is stuck on; None where more is to be asked: a weight, or a serial number.

    Packed portions stand each for itself, goods with a last day beside those of another. Raises NoPrice.
    """
    snapshot = catalogue.snapshots([portion.variant])[portion.variant]
    if units.numbered(snapshot) or (snapshot.unit.scale > 1 and portion.units is None and portion.price is None):
        return None
    more, lots = _units_of(till, portion, snapshot), [portion.lot] if portion.lot else []
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
    """Return what a quote asks for, line by line; labels are read again. Raises UnknownCode, NoPrice.

    What a label says it costs is what it costs, and how much of it there is follows from today's price; what a label
    says it weighs is in it, whatever the page says.
    """
    read = catalogue.find_portions(till.market, [line.label for line in lines if line.label])
    for line in lines:
        if line.label and (line.label not in read or read[line.label].variant != line.variant):
            raise UnknownCode(value=line.label[:60])
    portioned = sorted({each.variant for each in read.values() if each.price is not None or each.units is not None})
    snapshots = catalogue.snapshots(portioned) if portioned else {}
    return [_wanted(till, line, read[line.label], snapshots) if line.label else _plain(line) for line in lines]


def keys_of(lines: Sequence[Line]) -> list[str]:
    """Return what the page calls each line: its article, or what was scanned, with a number where it is twice."""
    called: dict[str, int] = {}
    keys = []
    for line in lines:
        own = line.label or str(line.variant)
        called[own] = called.get(own, 0) + 1
        keys.append(own if called[own] == 1 else f"{own} {called[own]}")
    return keys


def _plain(line: Line) -> Wanted:
    return Wanted(VariantId(line.variant), line.quantity, tuple(line.serials))


def _wanted(till: Till, line: Line, read: Portion, snapshots: dict[VariantId, VariantSnapshot]) -> Wanted:
    snapshot = snapshots.get(read.variant)
    if snapshot is None or (read.price is None and snapshot.unit.scale == 1):
        said = tuple(line.lots[: max(0, line.quantity)])
        return Wanted(read.variant, line.quantity, expires_on=read.expires_on, lots=said)
    much, weighed = _units_of(till, read, snapshot), read.price is None
    return Wanted(
        read.variant,
        much,
        expires_on=read.expires_on,
        amount=read.price,
        weighed=weighed,
        lots=(read.lot,) if read.lot else (),
    )


def _units_of(till: Till, portion: Portion, snapshot: VariantSnapshot) -> int:
    """Return how many smallest sale units a portion is: one piece, or its weight, said or worked out from its price."""
    if snapshot.unit.scale == 1:
        return 1
    if portion.units is not None:
        return portion.units
    assert portion.price is not None, "a label of measured goods says its weight or its price"
    price = _price(till, portion.variant)
    return max(1, round_half_away(portion.price * price.per, price.minor))


def _price(till: Till, variant: VariantId) -> UnitPrice:
    found = pricing.prices(till.market, [variant], clock.now(), buyer_at(till)).get(variant)
    if found is None or not found.unit_price.minor:
        raise pricing.NoPrice(variant=str(variant))
    return found.unit_price
