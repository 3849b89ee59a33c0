"""What staff is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NewType
from uuid import UUID

from oneshelf.modules.places.public import PlaceId

MemberId = NewType("MemberId", UUID)

MOST_WRONG_PINS = 5
"""After how many wrong PINs in a row a member is locked out of a till."""

PIN_LOCK = timedelta(minutes=15)
"""How long, counted from the last try, a member stays locked out of a till."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works here. `account` is what they sign in with, if they do; tills ask for the PIN."""

    id: MemberId
    name: str
    account: UUID | None
    has_pin: bool
    dismissed: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A name for a set of permissions. 'orders.*' stands for each permission of orders, '*' for every one."""

    code: str
    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A member has a role at one place, or everywhere when `place` is None."""

    member: MemberId
    role: str
    place: PlaceId | None
