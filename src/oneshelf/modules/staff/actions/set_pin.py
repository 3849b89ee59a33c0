"""Choose the PIN that a member shows to tills."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
from oneshelf.modules.staff import models, queries, rules
from oneshelf.modules.staff.types import MemberId


def set_pin(member: MemberId, pin: str, *, actor: Actor) -> None:
    """Replace the member's PIN, of which only a hash is kept. Raises WeakPin, UnknownMember.

    Joins the caller's transaction.
    """
    rules.check_pin(pin)
    queries.get_member(member)
    with transaction.atomic():
        models.Member.objects.filter(id=member).update(pin_hash=make_password(pin))
        trail.record("member.pin_set", Subject("member", member), actor=actor)
