"""A browser for each role of the table of access, signed in."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from tests.staff.builders import PASSWORD, a_member


def visitor(role: str) -> Client:
    """Return a browser in which somebody of `role` is signed in; staff have their role everywhere."""
    client = Client(raise_request_exception=False)
    if role == "anonymous":
        return client
    account = accounts.open_account(f"{role}@example.com", PASSWORD, email_verified=True)
    if role != "shopper":
        a_member(role, account=account)
    client.force_login(Account.objects.get(id=account))
    return client
