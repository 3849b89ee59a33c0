"""Decisions of tills: no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.money import Money
from oneshelf.modules.tills.errors import TooLittleCash
from oneshelf.modules.tills.types import Receipt, Sale


def check_cash(sale: Sale) -> None:
    """Raise TooLittleCash when the customer handed over less than the sale takes in cash."""
    if sale.cash_given is None:
        return
    cash = (tender.amount for tender in sale.tenders if tender.method == "cash")
    due = sum(cash, Money.zero(sale.cash_given.currency))
    if sale.cash_given < due:
        raise TooLittleCash(given=sale.cash_given, due=due)


def sale_name(once: Claim) -> str:
    """Return what a cart calls the sale of a request, so that its end can be looked up."""
    return f"{once.client}\n{once.operation}\n{once.key}"


def sale_called(name: str) -> Claim:
    """Return the request of a sale by its name; its body is not known any more."""
    client, operation, key = name.split("\n", 2)
    return Claim(client, operation, key, b"")


def digest(previous: str, till: UUID, number: int, order: UUID, total: Money) -> str:
    """Return the link of a receipt in its till's chain: SHA-256 (hex) over the previous link and what it says."""
    text = f"{previous}\n{till}\n{number}\n{order}\n{total.minor} {total.currency}"
    return hashlib.sha256(text.encode()).hexdigest()


def broken_links(till: UUID, receipts: Iterable[Receipt]) -> list[int]:
    """Return the numbers of a till's receipts that are missing from, or do not fit, the chain before them."""
    broken: list[int] = []
    previous, expected = "", 1
    for receipt in receipts:
        broken += range(expected, receipt.number)
        link = digest(previous, till, receipt.number, receipt.order, Money(receipt.total, receipt.currency))
        if receipt.digest != link:
            broken.append(receipt.number)
        previous, expected = receipt.digest, receipt.number + 1
    return broken
