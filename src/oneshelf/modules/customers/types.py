"""What customers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)
CardNumber = NewType("CardNumber", str)
GroupId = NewType("GroupId", UUID)


@dataclass(frozen=True, slots=True)
class Customer:
    """A person who buys, in any channel. Contact data may be empty; it is when the customer was erased.

    `email` is in lower case, `phone` in E.164 (+48221234567), `language` a BCP 47 tag. `account` is what they sign in
    with, if they do. `made_up` names the fields that a loader invented.
    """

    id: CustomerId
    name: str
    email: str
    phone: str
    language: str
    created_at: datetime
    account: UUID | None = None
    made_up: tuple[str, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A customer as the till's search shows them, with one of their cards ('' when they have none)."""

    customer: Customer
    card: CardNumber | None


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who are treated alike: `code` for programs, `name` for people, and how many belong to it.

    A closed group counts no more: nobody joins it, and no price and no promotion is for those who are in it.
    """

    id: GroupId
    code: str
    name: str
    members: int
    closed: bool = False
