"""Reading staff: members, roles, and what an account may do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from oneshelf.kernel import actors, sql
from oneshelf.kernel.actors import Actor, ActorKind
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import models, rules
from oneshelf.modules.staff.errors import NotStaff, UnknownMember, UnknownRole
from oneshelf.modules.staff.types import Assignment, Member, MemberId, Role


@dataclass(frozen=True, slots=True)
class _Granted:
    member: UUID
    permission: str | None
    place: UUID | None


_GRANTS_OF_ACCOUNT = sql.statement(__name__, "grants_of_account", row=_Granted)
_GRANTS_OF_MEMBER = sql.statement(__name__, "grants_of_member", row=_Granted)


def actor_for(account: UUID) -> Actor:
    """Return the member behind `account` as an actor, with what their roles grant and where. One query.

    Raises NotStaff when nobody who works here has that account.
    """
    actor = find_actor(account)
    if actor is None:
        raise NotStaff()
    return actor


def find_actor(account: UUID) -> Actor | None:
    """Return the member behind `account` as an actor, or None when nobody who works here has it. One query."""
    return _as_actor(_GRANTS_OF_ACCOUNT.all(account=account))


def actor_of(member: MemberId) -> Actor:
    """Return the member as an actor: for tills, which know people by their PIN. One query.

    Raises UnknownMember, also for who was dismissed.
    """
    actor = _as_actor(_GRANTS_OF_MEMBER.all(member=member))
    if actor is None:
        raise UnknownMember(member=str(member))
    return actor


def get_member(member: MemberId) -> Member:
    """Return the member, dismissed or not. Raises UnknownMember."""
    row = models.Member.objects.filter(id=member).first()
    if row is None:
        raise UnknownMember(member=str(member))
    return as_member(row)


def names_of(members: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those of the members that are there."""
    return dict(models.Member.objects.filter(id__in=members).values_list("id", "name"))


def members_by_id(members: Collection[MemberId]) -> dict[MemberId, Member]:
    """Return those of the members that are there, dismissed or not, in one query: for names on lists."""
    return {MemberId(row.id): as_member(row) for row in models.Member.objects.filter(id__in=members)}


def member_of(account: UUID) -> Member:
    """Return who signs in with `account`. Raises NotStaff, also for who was dismissed."""
    member = find_member(account)
    if member is None:
        raise NotStaff()
    return member


def find_member(account: UUID) -> Member | None:
    """Return who signs in with `account`, or None when that is nobody or was dismissed."""
    row = models.Member.objects.filter(account=account, archived_at=None).first()
    return as_member(row) if row else None


def holds_account(account: UUID) -> bool:
    """Tell whether a member, dismissed or not, has that account."""
    return models.Member.objects.filter(account=account).exists()


def list_members() -> list[Member]:
    """Return everybody who works here, by name."""
    return [as_member(row) for row in models.Member.objects.filter(archived_at=None)]


def members_at(place: PlaceId, permission: str) -> list[Member]:
    """Return who may use `permission` at `place` and has a PIN, by name: the faces that a till offers."""
    roles = [row.id for row in models.Role.objects.all() if rules.expand(row.permissions, [permission])]
    assigned = models.Assignment.objects.filter(Q(place=place) | Q(place=None), role__in=roles)
    rows = models.Member.objects.filter(archived_at=None, id__in=assigned.values("member")).exclude(pin_hash="")
    return [as_member(row) for row in rows]


def members_everywhere(permission: str) -> list[Member]:
    """Return who may use `permission` at every place, by name."""
    roles = [row.id for row in models.Role.objects.all() if rules.expand(row.permissions, [permission])]
    assigned = models.Assignment.objects.filter(place=None, role__in=roles)
    return [as_member(row) for row in models.Member.objects.filter(archived_at=None, id__in=assigned.values("member"))]


def list_roles() -> list[Role]:
    """Return every role, by code."""
    return [as_role(row) for row in models.Role.objects.all()]


def get_role(code: str) -> Role:
    """Return the role with `code`. Raises UnknownRole."""
    row = models.Role.objects.filter(code=code).first()
    if row is None:
        raise UnknownRole(role=code)
    return as_role(row)


def assignments_of(member: MemberId) -> list[Assignment]:
    """Return the member's roles and where they hold them."""
    rows = models.Assignment.objects.filter(member=member).select_related("role").order_by("role__code", "place")
    return [Assignment(member, row.role.code, PlaceId(row.place_id) if row.place_id else None) for row in rows]


def as_member(row: models.Member) -> Member:
    """Turn a row into what leaves the module."""
    return Member(
        id=MemberId(row.id),
        name=row.name,
        account=row.account_id,
        has_pin=bool(row.pin_hash),
        dismissed=row.archived_at is not None,
    )


def as_role(row: models.Role) -> Role:
    """Turn a row into what leaves the module."""
    return Role(code=row.code, name=row.name, permissions=tuple(row.permissions))


def _as_actor(rows: list[_Granted]) -> Actor | None:
    if not rows:
        return None
    patterns = [(row.permission, PlaceId(row.place) if row.place else None) for row in rows if row.permission]
    return Actor(ActorKind.STAFF, rows[0].member, rules.grants(patterns, actors.permissions().keys()))
