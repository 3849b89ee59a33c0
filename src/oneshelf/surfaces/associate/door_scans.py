"""What a scan at the door says of lots and serial numbers."""

from __future__ import annotations

from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Scan, Tracks
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Batch, Purchase, PurchaseLine, Transfer, TransferLine


def scanned(found: Purchase | Transfer, line: PurchaseLine | TransferLine, code: str) -> bool:
    """Count what was scanned as of its lot or serial number, when its units are told apart; tell whether they are.

    What somebody scans without its lot is not counted yet when it comes from a supplier: the page asks for it.
    """
    known = catalogue.tracking([line.variant]).get(line.variant)
    if known is None:
        return False
    said = _read(code)
    serial = known.tracks is Tracks.SERIALS
    named = (said.serial if serial else said.lot) if said else ""
    if not named or said is None:
        return isinstance(found, Purchase)
    if line.unit is Unit.EACH:
        add(found, line, Batch(named, 1, serial, said.expires_on))
    return True


def add(found: Purchase | Transfer, line: PurchaseLine | TransferLine, batch: Batch) -> None:
    """Count units of a lot or with a serial number at the door."""
    if isinstance(found, Purchase):
        supply.add_delivered(found.id, line.line, batch)
    else:
        supply.add_transferred(found.id, line.line, batch)


def _read(code: str) -> Scan | None:
    try:
        return catalogue.read_scan(code)
    except (catalogue.NotABarcode, catalogue.WrongCheckDigit):  # a SKU
        return None
