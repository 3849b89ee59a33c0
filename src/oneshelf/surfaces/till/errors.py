"""What the till's screen refuses by itself."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class TillLocked(Refusal):
    """Nobody has unlocked this till with a PIN, or it was left alone for too long."""

    code = "till_locked"
    status = 401


@dataclass(eq=False)
class UnknownCode(Refusal):
    """What was scanned or typed is neither a product nor a customer's card."""

    code = "unknown_code"
    status = 404
    field = "code"
    value: str


@dataclass(eq=False)
class CouponNot(Refusal):
    """The coupon whose code ends in `tail` does not work here; `why` is for staff."""

    code = "coupon_not"
    status = 422
    field = "code"
    tail: str
    why: str


@dataclass(eq=False)
class SerialTwice(Refusal):
    """The unit with that serial number is in the basket already."""

    code = "serial_twice"
    field = "code"
    serial: str


@dataclass(eq=False)
class SerialUnknown(Refusal):
    """No unit of the article has that serial number."""

    code = "serial_unknown"
    status = 404
    field = "code"
    serial: str
    title: str


@dataclass(eq=False)
class SerialElsewhere(Refusal):
    """By the books the unit lies at another place, or is kept apart at `place`."""

    code = "serial_not_here"
    field = "code"
    serial: str
    place: str


@dataclass(eq=False)
class SerialSold(Refusal):
    """The unit has left the house before, with order `number`."""

    code = "serial_sold"
    field = "code"
    serial: str
    number: str


@dataclass(eq=False)
class NotUnderstood(Refusal):
    """The page sent something that this house cannot read; `what` says where."""

    code = "not_understood"
    status = 422
    field = "body"
    what: str


@dataclass(eq=False)
class KeyMissing(Refusal):
    """A sale came without the key that lets it be sent again safely."""

    code = "key_missing"
    status = 422
    field = "Idempotency-Key"


@dataclass(eq=False)
class TillHasBasket(Refusal):
    """The till has a customer's basket in hands already, and takes no second one before that is sold or parked."""

    code = "till_has_basket"
    field = "cart"


@dataclass(eq=False)
class TooMuchSent(Refusal):
    """The page sent more than `most` bytes, which no basket has."""

    code = "too_much_sent"
    status = 413
    field = "body"
    most: int


@dataclass(eq=False)
class LabelledInBasket(Refusal):
    """Something in the basket has a label of its own, which is not kept with a basket that is put aside."""

    code = "labelled_in_basket"
    field = "lines"
