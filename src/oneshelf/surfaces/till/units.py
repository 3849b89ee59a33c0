"""Serial numbers at the till: which unit is in the cashier's hand, and why it is not one that can be sold here."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.errors import Refusal
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Condition
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from oneshelf.surfaces.till.device import Counter
from oneshelf.surfaces.till.errors import SerialElsewhere, SerialSold, SerialTwice, SerialUnknown
from oneshelf.surfaces.till.requests import Line


def number_in(code: str) -> str:
    """Return the serial number that a GS1 code says; '' when it says none, and for what is no such code."""
    try:
        return catalogue.read_scan(code).serial
    except (catalogue.NotABarcode, catalogue.WrongCheckDigit):
        return ""


def with_unit(counter: Counter, lines: Sequence[Line], variant: VariantId, serial: str) -> list[Line]:
    """Return the basket with the unit of that number in it: one of those that had no number yet, else one more.

    Raises SerialTwice, and what `check` does.
    """
    if any(serial in line.serials for line in lines if line.variant == variant):
        raise SerialTwice(serial=serial)
    check(counter, variant, serial)
    line = next((each for each in lines if each.variant == variant and not each.label), None)
    if line is None:
        return [*lines, Line(variant, 1, serials=[serial])]
    line.quantity = max(line.quantity, len(line.serials) + 1)
    line.serials.append(serial)
    return list(lines)


def check(counter: Counter, variant: VariantId, serial: str) -> None:
    """Let pass a unit that lies here as new. Raises SerialUnknown, SerialElsewhere and SerialSold."""
    known = [
        each for each in lots.find_lots(counter.till.market, [variant], serial) if each.serial and each.code == serial
    ]
    if not known:
        raise SerialUnknown(serial=serial, title=catalogue.snapshots([variant])[variant].title)
    (unit,) = known
    for part in lots.whereabouts([unit.id]):
        if part.place != counter.till.place or part.condition is not Condition.NEW:
            raise SerialElsewhere(serial=serial, place=places.get_place(part.place).name)
        return
    last = next((order for order in reversed(orders.sold_in(lots.history(unit.id))) if order), None)
    raise SerialSold(serial=serial, number=last.number if last else "–")


def why_not(counter: Counter, lines: Sequence[Line], serial: str) -> Refusal | None:
    """Return why a unit of the basket cannot be sold any more, or None when it is none of them."""
    for line in lines:
        if serial in line.serials:
            try:
                check(counter, VariantId(line.variant), serial)
            except Refusal as refusal:
                return refusal
    return None


def numbered(snapshot: catalogue.VariantSnapshot) -> bool:
    """Tell whether each unit has a number of its own."""
    return snapshot.tracks is Tracks.SERIALS
