"""Members of staff for tests."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from oneshelf.app.sessions import STAFF_COOKIE, StaffSessionStore
from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import public as staff

_numbers = count(1)

PASSWORD = "correct horse battery"


def a_member(*roles: str, at: places.PlaceId | None = None, account: UUID | None = None) -> staff.Member:
    """Hire somebody with an account and the built-in roles, at that place or everywhere."""
    number = next(_numbers)
    if account is None:
        account = accounts.open_account(f"staff-{number}@example.com", PASSWORD, email_verified=True)
    member = staff.hire(f"Member {number}", account=account, actor=SYSTEM)
    if roles:
        staff.open_built_in_roles()
    for role in roles:
        staff.assign(member.id, role, at=at, actor=SYSTEM)
    return member


def account_of(member: staff.Member) -> Account:
    """Return the account with which the member signs in."""
    assert member.account is not None, "a_member() has opened one"
    return Account.objects.get(id=member.account)


def sign_in(client: Client, member: staff.Member) -> Client:
    """Give the client a session of the member in the realm of staff, as the door of staff does, and return it."""
    account = account_of(member)
    session = StaffSessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    client.cookies[STAFF_COOKIE] = session.session_key or ""
    return client
