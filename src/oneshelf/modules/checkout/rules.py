"""Decisions of checkout: no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.errors import ContactMissing, EmptyBasket, NowhereInStock, TooManyLines
from oneshelf.modules.checkout.types import BasketQuote, Wanted
from oneshelf.modules.inventory.public import Level
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.places.public import PlaceId

MOST_LINES = 200
"""The most lines of one order."""


def gathered(lines: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Return lines with each variant once, quantities summed, in the order of first mention.

    Raises EmptyBasket and TooManyLines.
    """
    sums: dict[VariantId, int] = {}
    for line in lines:
        sums[line.variant] = sums.get(line.variant, 0) + line.quantity
    if not sums:
        raise EmptyBasket
    if len(sums) > MOST_LINES:
        raise TooManyLines(count=len(sums), most=MOST_LINES)
    return tuple(Wanted(variant, quantity) for variant, quantity in sums.items())


def delivery_charge(method: Method, items: Money, rate: int, free_from: int | None) -> Money:
    """Return what delivery costs: nothing unless shipped, nothing from `free_from` minor units of items on."""
    if method is not Method.SHIP or (free_from is not None and items.minor >= free_from):
        return Money.zero(items.currency)
    return Money(rate, items.currency)


def quote_hash(quote: BasketQuote, method: Method, place: PlaceId | None) -> str:
    """Return the SHA-256 (hex) of what a payment pays for: every line, the way of delivery, and the total."""
    lines = "\n".join(
        f"{line.snapshot.variant} {line.priced.quantity} {line.priced.amount.minor}" for line in quote.lines
    )
    text = f"{quote.items.currency} {quote.total.minor} {quote.delivery.minor} {method.value} {place}\n{lines}"
    return hashlib.sha256(text.encode()).hexdigest()


def choose_shipper(wanted: Sequence[Wanted], levels: Sequence[Level], shippers: Sequence[PlaceId]) -> PlaceId:
    """Return the place that ships the whole basket: the one with the most to spare of its scarcest line.

    Raises NowhereInStock, naming the first line that no place has enough of (or, if each is somewhere but not all
    together, the scarcest).
    """
    available: dict[tuple[UUID, UUID], int] = {(level.place, level.variant): level.available for level in levels}

    def spare(place: PlaceId) -> int:
        return min(available.get((place, line.variant), 0) - line.quantity for line in wanted)

    best = max(sorted(shippers), key=spare, default=None)
    if best is not None and spare(best) >= 0:
        return best

    def most(line: Wanted) -> int:
        return max((available.get((place, line.variant), 0) for place in shippers), default=0)

    short = min(wanted, key=lambda line: most(line) - line.quantity)
    raise NowhereInStock(variant=str(short.variant), wanted=short.quantity, available=most(short))


def check_contact(method: Method, contact: Contact | None) -> None:
    """Raise ContactMissing unless a way of delivery has what it needs: a name and e-mail, and to ship an address."""
    if method is Method.TAKE_NOW:
        return
    needed = ["name", "email"]
    if method is Method.SHIP:
        needed += ["street", "postal_code", "city", "country"]
    given: Mapping[str, str] = {name: getattr(contact, name) if contact else "" for name in needed}
    for name in needed:
        if not given[name].strip():
            raise ContactMissing(name=name)
