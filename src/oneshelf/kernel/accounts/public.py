"""Accounts: one for each person who signs in, whether they buy here, work here or both.

What an account is for is said by whoever links to it: a customer, a member of staff. Such a module tells by
`declare_holder` how to ask whether an account is in its use.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from oneshelf.kernel.accounts import models
from oneshelf.kernel.accounts.attempts import (
    count_attempt,
    count_guess,
    forgive_attempt,
    forgive_guess,
    require_guesses_left,
    sent_from,
    source_of,
    sweep_attempts,
)
from oneshelf.kernel.accounts.errors import EmailNotProved, TooManyAttempts

__all__ = [
    "EmailNotProved",
    "TooManyAttempts",
    "address_of",
    "close_unless_held",
    "count_attempt",
    "count_guess",
    "declare_holder",
    "find_proved",
    "forgive_attempt",
    "forgive_guess",
    "open_account",
    "require_guesses_left",
    "sent_from",
    "source_of",
    "sweep_attempts",
]

_holders: list[Callable[[UUID], bool]] = []


def declare_holder(holds: Callable[[UUID], bool]) -> None:
    """Let a module say by `holds(account)` whether it still needs an account."""
    _holders.append(holds)


def open_account(email: str, password: str | None, *, name: str = "", email_verified: bool = False) -> UUID:
    """Make an account and return its id; without a password it is entered by another proof (passkey, link).

    IntegrityError when the e-mail has an account. Joins the caller's transaction.
    """
    with transaction.atomic():
        account = models.Account.objects.create_user(email, password, name=name)
        EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=email_verified)
    return account.id


def find_proved(email: str) -> UUID | None:
    """Return the account of `email`, or None when there is none.

    Raises EmailNotProved when there is one whose holder never showed that the address is theirs: anybody may have
    typed it, and nothing may be given to it.
    """
    account = models.Account.objects.filter(email__iexact=email.strip()).first()
    if account is None:
        return None
    if not EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists():
        raise EmailNotProved(email=account.email)
    return account.id


def address_of(account: UUID) -> str:
    """Return where whoever signs in with an account is written to; '' when it is closed, or there is none."""
    found = models.Account.objects.filter(id=account, is_active=True).values_list("email", flat=True).first()
    return found or ""


def close_unless_held(account: UUID) -> bool:
    """Blank the account for good unless some module still needs it; tell whether it was closed.

    Its e-mail, name, password, passkeys and codes go; open sessions end with their next request. The id stays.
    Joins the caller's transaction.
    """
    if any(holds(account) for holds in _holders):
        return False
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    row = models.Account.objects.get(id=account)
    row.email, row.name, row.is_active, row.last_login = f"{account}@closed.invalid", "", False, None
    row.set_unusable_password()
    row.save()
    return True
