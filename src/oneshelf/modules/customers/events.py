"""Facts about customers: ids only, never contact data."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel.outbox.events import Event


@dataclass(frozen=True)
class CustomerRegistered(Event):
    """A customer became known."""

    TYPE = "customers.customer_registered.v1"
    customer: UUID


@dataclass(frozen=True)
class CustomerChanged(Event):
    """A customer's contact data, language, card or account changed; ask the face what they are now."""

    TYPE = "customers.customer_changed.v1"
    customer: UUID


@dataclass(frozen=True)
class CustomerErased(Event):
    """A customer's personal data is gone; whoever holds a copy drops it."""

    TYPE = "customers.customer_erased.v1"
    customer: UUID


@dataclass(frozen=True)
class GroupJoined(Event):
    """The customer belongs to the group from now on."""

    TYPE = "customers.group_joined.v1"
    customer: UUID
    group: UUID


@dataclass(frozen=True)
class GroupClosed(Event):
    """The group counts no more, for whoever belongs to it."""

    TYPE = "customers.group_closed.v1"
    group: UUID


@dataclass(frozen=True)
class GroupLeft(Event):
    """The customer does not belong to the group any more."""

    TYPE = "customers.group_left.v1"
    customer: UUID
    group: UUID
