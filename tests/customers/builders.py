"""Customers for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.test import Client

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.accounts.models import Account
from oneshelf.modules.customers import public as customers

_numbers = count(1)


def a_customer(**fields: Any) -> customers.Customer:
    """Register a customer with a name and an e-mail of their own, and a card."""
    number = next(_numbers)
    return customers.register(**({"name": f"Customer {number}", "email": f"customer-{number}@example.com"} | fields))


def a_shopper(client: Client) -> customers.Customer:
    """Register a customer with an account, sign the client in as them, and return them."""
    email = f"shopper-{next(_numbers)}@example.com"
    account = accounts.open_account(email, None, email_verified=True)
    client.force_login(Account.objects.get(id=account))
    return customers.register(name="Shopper", email=email, account=account)
