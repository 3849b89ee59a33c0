"""What fulfilment refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class WrongPin(Refusal):
    """The PIN is not that of the consignment; `left` more tries are allowed."""

    code = "wrong_pin"
    status = 403
    field = "pin"
    consignment: str
    left: int


@dataclass(eq=False)
class PinLocked(Refusal):
    """Too many wrong PINs: only the QR code, or somebody who may unlock, helps now."""

    code = "pin_locked"
    status = 403
    field = "pin"
    consignment: str


@dataclass(eq=False)
class WrongToken(Refusal):
    """The QR code is not one that we signed, or belongs to another consignment."""

    code = "wrong_collection_token"
    status = 403
    field = "token"


@dataclass(eq=False)
class MoneyDue(Refusal):
    """The consignment is paid when it is handed over: without its money it goes to nobody."""

    code = "money_due"
    consignment: str


@dataclass(eq=False)
class ShortPick(Refusal):
    """`missing` units are neither picked nor reported short, so the consignment is not complete."""

    code = "short_pick"
    consignment: str
    missing: int


@dataclass(eq=False)
class NothingPicked(Refusal):
    """Not one unit of the consignment was found; there is nothing to hand over or to send."""

    code = "nothing_picked"
    consignment: str


@dataclass(eq=False)
class BadPick(Refusal):
    """Line `line` can be picked with 0 to `most` units, not with `value`."""

    code = "bad_pick"
    status = 422
    field = "quantity"
    line: int
    value: int
    most: int


@dataclass(eq=False)
class NoSuchLine(Refusal):
    """The consignment has no line `line`."""

    code = "no_such_consignment_line"
    status = 404
    field = "line"
    consignment: str
    line: int


@dataclass(eq=False)
class UnitsPicked(Refusal):
    """`wanted` units of line `line` were to be taken out; only `left` are not picked yet."""

    code = "units_picked"
    consignment: str
    line: int
    wanted: int
    left: int


@dataclass(eq=False)
class WrongMethod(Refusal):
    """A consignment of this `method` is never `wanted`."""

    code = "wrong_fulfilment_method"
    consignment: str
    method: str
    wanted: str
