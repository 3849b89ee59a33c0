"""Customers for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from oneshelf.modules.customers import public as customers

_numbers = count(1)


def a_customer(**fields: Any) -> customers.Customer:
    """Register a customer with a name and an e-mail of their own, and a card."""
    number = next(_numbers)
    return customers.register(**({"name": f"Customer {number}", "email": f"customer-{number}@example.com"} | fields))
