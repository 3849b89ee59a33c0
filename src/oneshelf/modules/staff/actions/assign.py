"""Give a member a role, and the opposite."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import actors
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff import models, queries, rules
from oneshelf.modules.staff.errors import UnknownMember
from oneshelf.modules.staff.types import MemberId


def assign(member: MemberId, role: str, *, at: PlaceId | None, actor: Actor) -> None:
    """Give the member a role at a place, or everywhere when `at` is None. Twice is once.

    Raises UnknownMember (also for who was dismissed), UnknownRole, and MayNotGrant when the actor would give away
    what it does not have itself. Joins the caller's transaction.
    """
    if queries.get_member(member).dismissed:
        raise UnknownMember(member=str(member))
    rules.check_may_grant(actor, queries.get_role(role), at, actors.permissions().keys())
    row = models.Assignment(member_id=member, role=models.Role.objects.get(code=role), place_id=at)
    with transaction.atomic():
        models.Assignment.objects.bulk_create([row], ignore_conflicts=True)
        trail.record("member.assigned", Subject("member", member), actor=actor, place=at, details={"role": role})


def withdraw(member: MemberId, role: str, *, at: PlaceId | None, actor: Actor) -> None:
    """Take the role that was given for that place (or for everywhere) away again. Twice is once.

    Raises UnknownMember, UnknownRole. Joins the caller's transaction.
    """
    queries.get_member(member)
    queries.get_role(role)
    with transaction.atomic():
        models.Assignment.objects.filter(member=member, role__code=role, place=at).delete()
        trail.record("member.withdrawn", Subject("member", member), actor=actor, place=at, details={"role": role})
