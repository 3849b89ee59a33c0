"""Hire somebody, and the opposite."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.staff import models, queries
from oneshelf.modules.staff.types import Member, MemberId


def hire(name: str, *, actor: Actor, account: UUID | None = None, id: UUID | None = None) -> Member:
    """Add somebody to the team, without any role, and return them. Joins the caller's transaction.

    Raises AccountTaken when the account is another member's, dismissed or not.
    """
    row = models.Member(name=name, account_id=account)
    if id is not None:
        row.id = id
    with refusals(), transaction.atomic():
        row.save(force_insert=True)
        trail.record("member.hired", Subject("member", row.id), actor=actor)
    return queries.as_member(row)


def invite(name: str, email: str, *, actor: Actor) -> Member:
    """Hire somebody who signs in with `email`, and return them. Joins the caller's transaction.

    An account that proved the address becomes theirs; where there is none, one is opened without a password, and
    “Forgotten your password?” lets them choose it. Raises EmailNotProved, AccountTaken.
    """
    with transaction.atomic():
        account = accounts.find_proved(email) or accounts.open_account(email, None, name=name)
        return hire(name, account=account, actor=actor)


def dismiss(member: MemberId, *, actor: Actor) -> None:
    """Take away every right and the PIN from now on; what they did stays theirs. Twice is once.

    Raises UnknownMember. Joins the caller's transaction.
    """
    queries.get_member(member)
    with transaction.atomic():
        models.Assignment.objects.filter(member=member).delete()
        gone = models.Member.objects.filter(id=member, archived_at=None)
        if gone.update(archived_at=clock.now(), pin_hash=""):
            trail.record("member.dismissed", Subject("member", member), actor=actor)
