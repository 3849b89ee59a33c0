"""Choose the PIN that a member shows to tills."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from oneshelf.modules.staff import models, queries, rules
from oneshelf.modules.staff.types import MemberId


def set_pin(member: MemberId, pin: str) -> None:
    """Replace the member's PIN, of which only a hash is kept. Raises WeakPin, UnknownMember.

    Joins the caller's transaction.
    """
    rules.check_pin(pin)
    queries.get_member(member)
    models.Member.objects.filter(id=member).update(pin_hash=make_password(pin))
