"""Let a member in at a till."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import hashers
from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.modules.staff import models
from oneshelf.modules.staff.errors import PinLocked, UnknownMember, WrongPin
from oneshelf.modules.staff.queries import as_member
from oneshelf.modules.staff.types import MOST_WRONG_PINS, PIN_LOCK, Member, MemberId

_COUNT = sql.statement(__name__, "count_pin_try", row=int)


def check_pin(member: MemberId, pin: str, *, till: UUID) -> Member:
    """Return the member when the PIN is theirs, and forget the wrong tries before it.

    Raises WrongPin, PinLocked (see `MOST_WRONG_PINS` and `PIN_LOCK`), UnknownMember (also for who was dismissed or
    has no PIN). Must not be called inside a transaction: a try counts although the call refuses.
    """
    row = models.Member.objects.filter(id=member, archived_at=None).exclude(pin_hash="").first()
    if row is None:
        raise UnknownMember(member=str(member))
    wrong = _count_try(member, till)
    if not hashers.check_password(pin, row.pin_hash):
        raise WrongPin(left=MOST_WRONG_PINS - wrong)
    models.PinTry.objects.filter(till_id=till, member=member).delete()
    return as_member(row)


def _count_try(member: MemberId, till: UUID) -> int:
    now = clock.now()
    with transaction.atomic(durable=True):
        wrong = _COUNT.find(till=till, member=member, now=now, expired=now - PIN_LOCK, most=MOST_WRONG_PINS)
    if wrong is None:
        tried = models.PinTry.objects.filter(till_id=till, member=member).first()
        raise PinLocked(until=(tried.last_at if tried else now) + PIN_LOCK)  # none: a right PIN came in between
    return wrong
