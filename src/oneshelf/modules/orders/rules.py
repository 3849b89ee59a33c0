"""Decisions about orders: no clock, no database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TypeVar

from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders.errors import GoodsNotOfOrder, NotOpen, OrderRefundTooLarge
from oneshelf.modules.orders.types import Amendment, OrderLine

P = TypeVar("P")

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
"""27 characters that cannot be mistaken for each other and spell no words."""

RANDOM_CHARACTERS = 7
GIVEN_UP = frozenset({fulfilment.ConsignmentState.CANCELLED, fulfilment.ConsignmentState.EXPIRED})
"""The states of consignments that will never reach anybody."""

_NUMBERS = len(ALPHABET) ** RANDOM_CHARACTERS


def new_number() -> str:
    """Return a random order number: seven characters and a check character (Luhn modulo 27).

    About 10 thousand million numbers a market; one that is taken is refused by the database, and another is drawn.
    """
    text = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return text + check_character(text)


def recorded_number(serial: int) -> str:
    """Return the order number of a recorded order by its serial in the source, 0 to 27**7 - 1.

    Two serials never share a number, and neighbours look nothing like each other: the factor has no divisor in
    common with 27, so multiplying only shuffles them.
    """
    assert 0 <= serial < _NUMBERS, f"an order number has {RANDOM_CHARACTERS} characters, {serial} does not fit"
    shuffled, text = serial * 7_654_321_987 % _NUMBERS, ""
    for _ in range(RANDOM_CHARACTERS):
        shuffled, character = divmod(shuffled, len(ALPHABET))
        text += ALPHABET[character]
    return text + check_character(text)


def check_character(text: str) -> str:
    """Return the check character of `text`: Luhn modulo N (ISO/IEC 7812-1 for other alphabets).

    It catches every single wrong character and nearly every swap of neighbours.
    """
    base, total = len(ALPHABET), 0
    for position, character in enumerate(reversed(text)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def clean_number(text: str) -> str | None:
    """Return an order number as it is stored, or None when `text` cannot be one (a character is wrong)."""
    number = text.strip().upper().replace("-", "").replace(" ", "")
    if len(number) != RANDOM_CHARACTERS + 1 or any(character not in ALPHABET for character in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None


def refund_shares(amount: Money, refundable: Mapping[P, Money]) -> dict[P, Money]:
    """Split `amount` over tenders: each gives what it can, in their order. Raises OrderRefundTooLarge."""
    left, shares = amount, {}
    for tender, most in refundable.items():
        share = min(left, most)
        if share.minor > 0:
            shares[tender] = share
            left -= share
    if left or amount.minor <= 0:
        raise OrderRefundTooLarge(asked=amount, left=sum(refundable.values(), Money.zero(amount.currency)))
    return shares


def value_of_units(line: OrderLine, units: int) -> int:
    """Return what `units` units of a line cost in minor units: their share, rounded once, half away from zero."""
    return round_half_away(line.amount.minor * units, line.quantity)


def value_of_cancelled(lines: Iterable[OrderLine], cancel: Mapping[int, int]) -> int:
    """Return what `cancel` (line -> units) takes off an order, in minor units.

    The shares of all that was ever cancelled of a line add up to that of their sum, so that nothing is lost by
    cancelling piece by piece. Raises NotOpen for more units than are wanted, and for lines that there are not.
    """
    known, value = {line.line: line for line in lines}, 0
    for number, units in cancel.items():
        line = known.get(number)
        if line is None or not 0 < units <= line.wanted - line.returned:
            raise NotOpen(line=number, wanted=units, left=max(0, line.wanted - line.returned) if line else 0)
        value += value_of_units(line, line.cancelled + units) - value_of_units(line, line.cancelled)
    return value


def unassigned(lines: Iterable[OrderLine], consignments: Iterable[fulfilment.Consignment]) -> dict[int, int]:
    """Return how many wanted units of each line no consignment holds, nor has ever handed out."""
    left = {line.line: line.wanted for line in lines}
    for consignment in consignments:
        if consignment.state not in GIVEN_UP:
            for held in consignment.lines:
                left[held.line] = left.get(held.line, 0) - (held.quantity - held.short)
    return {line: max(0, units) for line, units in left.items()}


def still_owed(missing: int, waived: int, amendments: Iterable[Amendment], given_back: int) -> int:
    """Return how many minor units go back to the shopper of an order that has ended.

    `missing` is worth what never came, cancelled or not; what was added instead and not paid for stays with the house,
    and `given_back` went back when the changes were made.
    """
    unpaid = sum(each.added - each.paid for each in amendments)
    return max(0, missing + waived - unpaid - given_back)


def value_of_missing(lines: Iterable[OrderLine], delivered: Mapping[int, int]) -> Money | None:
    """Return what the shopper has paid for units that never came: `delivered` says line -> units that did.

    Each line gives its share, rounded once, half away from zero. None when everything came.
    """
    missing = None
    for line in lines:
        short = line.quantity - delivered.get(line.line, 0)
        if short > 0:
            share = Money(round_half_away(line.amount.minor * short, line.quantity), line.amount.currency)
            missing = share if missing is None else missing + share
    return missing or None


def lines_coming_back(lines: Iterable[OrderLine], goods: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """Return each line of which goods come back, with how many, by line. Raises GoodsNotOfOrder."""
    bought = {line.line: line for line in lines}
    for number, units in goods.items():
        if number not in bought or units < 1:
            raise GoodsNotOfOrder(line=number, quantity=units)
    return [(bought[number], units) for number, units in sorted(goods.items())]
