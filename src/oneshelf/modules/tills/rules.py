"""Decisions of tills: no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.money import Money
from oneshelf.modules.checkout.public import Tender
from oneshelf.modules.fulfilment.public import Consignment
from oneshelf.modules.tills.errors import TooLittleCash
from oneshelf.modules.tills.types import Receipt


def check_cash(tenders: Iterable[Tender], given: Money | None) -> None:
    """Raise TooLittleCash when the customer handed over less than is taken in cash; None is not counted."""
    if given is None:
        return
    cash = (tender.amount for tender in tenders if tender.method == "cash")
    due = sum(cash, Money.zero(given.currency))
    if given < due:
        raise TooLittleCash(given=given, due=due)


def collection_hash(consignment: Consignment, amount: Money) -> str:
    """Return the SHA-256 (hex) of what a card pays at the pick-up desk: this consignment, as it is now, for so much."""
    text = f"{consignment.id} {consignment.version} {amount.minor} {amount.currency}"
    return hashlib.sha256(text.encode()).hexdigest()


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
