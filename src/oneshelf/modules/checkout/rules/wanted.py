"""What is wanted: its lines put together, and what labels say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout.errors import EmptyBasket, OnlyTakenNow, PastItsDay, TooManyLines
from oneshelf.modules.checkout.types import Wanted
from oneshelf.modules.orders.public import Method

MOST_LINES = 200
"""The most lines of one order."""


def gathered(lines: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Return lines with each variant once, quantities summed, in the order of first mention.

    What expires on another day stands apart, and so does each packed portion. Raises EmptyBasket and TooManyLines.
    """
    found: dict[tuple[VariantId, date | None, int | None], Wanted] = {}
    for at, line in enumerate(lines):
        key = (line.variant, line.expires_on, at if line.portion else None)
        same = found.get(key)
        found[key] = _added(same, line) if same else line
    if not found:
        raise EmptyBasket
    if len(found) > MOST_LINES:
        raise TooManyLines(count=len(found), most=MOST_LINES)
    return tuple(found.values())


def _added(same: Wanted, line: Wanted) -> Wanted:
    quantity, serials = same.quantity + line.quantity, same.serials + line.serials
    return replace(same, quantity=quantity, serials=serials, lots=same.lots + line.lots)


def check_days(lines: Iterable[Wanted], snapshots: Mapping[VariantId, VariantSnapshot], today: date) -> None:
    """Raise PastItsDay for goods whose last day is over."""
    for line in lines:
        if line.expires_on is not None and line.expires_on < today:
            raise PastItsDay(title=snapshots[line.variant].title, expires_on=line.expires_on)


def check_in_hand(method: Method, lines: Iterable[Wanted]) -> None:
    """Raise OnlyTakenNow for goods with a label that are not taken along."""
    if method is not Method.TAKE_NOW and any(line.labelled for line in lines):
        raise OnlyTakenNow(method=method.value)


def labelled_price(line: Wanted, price: UnitPrice) -> UnitPrice:
    """Return what a line costs by the unit: of a portion, what its label says for all that is in it."""
    return price if line.amount is None else UnitPrice(line.amount, price.currency, line.quantity)
