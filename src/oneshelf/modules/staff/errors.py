"""What staff refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownMember(Refusal):
    """Nobody who works here has that id."""

    code = "unknown_member"
    status = 404
    field = "member"
    member: str


@dataclass(eq=False)
class NotStaff(Refusal):
    """The account belongs to nobody who works here."""

    code = "not_staff"
    status = 403


@dataclass(eq=False)
class UnknownRole(Refusal):
    """There is no role with that code."""

    code = "unknown_role"
    status = 404
    field = "role"
    role: str


@dataclass(eq=False)
class AccountTaken(Refusal):
    """The account belongs to another member of staff already."""

    code = "account_taken"
    field = "account"


@dataclass(eq=False)
class MayNotGrant(Refusal):
    """The actor would give away `permission`, which it does not have itself (there)."""

    code = "may_not_grant"
    status = 403
    field = "role"
    role: str
    permission: str


@dataclass(eq=False)
class WeakPin(Refusal):
    """The PIN is too short, too long, no number, or the first that anybody would try."""

    code = "weak_pin"
    status = 422
    field = "pin"


@dataclass(eq=False)
class WrongPin(Refusal):
    """The PIN is wrong; `left` more tries until the till is locked for this member."""

    code = "wrong_staff_pin"
    status = 403
    field = "pin"
    left: int


@dataclass(eq=False)
class PinLocked(Refusal):
    """Too many wrong PINs for this member at this till; no PIN is looked at before `until`."""

    code = "staff_pin_locked"
    status = 429
    field = "pin"
    until: datetime
