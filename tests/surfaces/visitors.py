"""A browser for each role of the table of access, signed in."""

from __future__ import annotations

from django.test import Client

from tests.customers.builders import a_shopper
from tests.staff.builders import a_member, sign_in


def visitor(role: str) -> Client:
    """Return a browser in which somebody of `role` is signed in; staff have their role everywhere."""
    client = Client(raise_request_exception=False)
    if role == "shopper":
        a_shopper(client)
    elif role != "anonymous":
        sign_in(client, a_member(role))
    return client
