"""Who does a thing, and what they may do where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise

from oneshelf.kernel.errors import NotAllowed

EVERYWHERE: None = None
"""As the place of a grant: every place."""


class ActorKind(StrEnum):
    """What kind of doer an actor is."""

    ANONYMOUS = "anonymous"
    CUSTOMER = "customer"
    STAFF = "staff"
    TILL = "till"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to use `permission` at one place, or everywhere when `place` is None."""

    permission: str
    place: UUID | None = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Actor:
    """The doer of a verb: its kind, its own id (customer, staff member, till, client), and its grants."""

    kind: ActorKind
    id: UUID | None = None
    grants: frozenset[Grant] = frozenset()

    def may(self, permission: str, at: UUID | None = EVERYWHERE) -> bool:
        """Tell whether the actor may use `permission` at place `at` (at every place, when None).

        The system may do everything; a grant without a place holds at each of them.
        """
        if self.kind is ActorKind.SYSTEM:
            return True
        return Grant(permission) in self.grants or (at is not None and Grant(permission, at) in self.grants)

    def may_somewhere(self, permission: str) -> bool:
        """Tell whether the actor may use `permission` at one place at least."""
        return self.may(permission) or any(grant.permission == permission for grant in self.grants)

    def places_for(self, permission: str) -> frozenset[UUID] | None:
        """Return the places at which the actor may use `permission`; None means every place."""
        if self.may(permission):
            return None
        return frozenset(g.place for g in self.grants if g.permission == permission and g.place is not None)

    def require(self, permission: str, at: UUID | None = EVERYWHERE) -> None:
        """Raise NotAllowed unless the actor may use `permission` at `at`."""
        if not self.may(permission, at):
            raise NotAllowed(permission=permission, place=str(at) if at else None)


SYSTEM = Actor(ActorKind.SYSTEM)
"""Jobs, loaders and listeners."""

ANONYMOUS = Actor(ActorKind.ANONYMOUS)
"""A shopper who has not signed in."""

Names = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""Gives the names of actors by their ids, for pages that show who did a thing."""

_names: dict[ActorKind, Names] = {}


def declare_names(kind: ActorKind, names: Names) -> None:
    """Let a module name its actors; what has no name (any more) it leaves out."""
    _names[kind] = names


def names_of(kind: ActorKind, actors: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of the actors of that kind that have one."""
    return _names[kind](actors) if kind in _names and actors else {}


_declared: dict[str, str | Promise] = {}


def declare_permissions(permissions: dict[str, str | Promise]) -> None:
    """Make permissions known: code ('orders.refund') -> what it lets people do, translatable."""
    _declared.update(permissions)


def permissions() -> dict[str, str | Promise]:
    """Return every declared permission with its description, sorted by code."""
    return dict(sorted(_declared.items()))
