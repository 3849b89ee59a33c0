"""Decisions about carts: no clock, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from oneshelf.modules.carts.errors import BadCartQuantity, GiftMessageTooLong, LabelMissing
from oneshelf.modules.carts.types import CartLine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.places.public import Hours, open_window

MOST_UNITS = 1_000_000
"""The most smallest sale units of one line (a tonne in grams)."""

MOST_LINES = 200
"""The most lines to which a cart is filled; one that others were merged into may hold more, nothing is lost."""

LONGEST_LABEL = 40
"""Characters of a parked basket's name."""

LONGEST_GIFT_MESSAGE = 500
"""Characters of a gift's message."""

MOST_COUPONS = 20
"""How many coupons a cart keeps."""

PARKED_PAST_CLOSING = timedelta(hours=1)
"""How long after its store has closed a parked basket is kept: till the tills are counted."""

PARKED_WITHOUT_HOURS = timedelta(hours=12)
"""How long one is kept by a place that is closed, or whose hours nobody has told."""

CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The signs of a code: without I, L, O and U, which people take for others."""

CODE_LENGTH = 10
"""Signs of a code: 50 random bits."""

_CODE = re.compile(rf"CART[\s-]*([{CODE_SIGNS}]{{5}})[\s-]*([{CODE_SIGNS}]{{5}})", re.IGNORECASE)


def check_quantity(quantity: int) -> None:
    """Raise BadCartQuantity unless `quantity` is from 0 (take it out) to MOST_UNITS."""
    if not 0 <= quantity <= MOST_UNITS:
        raise BadCartQuantity(value=quantity, most=MOST_UNITS)


def merged(kept: Iterable[CartLine], added: Iterable[CartLine]) -> dict[VariantId, int]:
    """Return what a cart holds after another was poured into it: the sum of each variant, at most MOST_UNITS.

    The sum and not the larger: who put two into each of two baskets wanted four, and taking out is easier than missing.
    So it does not matter which is poured into which, nor in what order several are; no variant is left out.
    """
    result = {line.variant: line.quantity for line in kept}
    for line in added:
        result[line.variant] = min(line.quantity + result.get(line.variant, 0), MOST_UNITS)
    return result


def kept_until(hours: Hours, now: datetime) -> datetime:
    """Return until when a basket that is parked `now` is kept: PARKED_PAST_CLOSING after the store's closing."""
    window = open_window(hours, now)
    return window.closes + PARKED_PAST_CLOSING if window else now + PARKED_WITHOUT_HOURS


def label(text: str) -> str:
    """Return the name or number of a parked basket as it is kept. Raises LabelMissing."""
    tidy = " ".join(text.split())
    if not 0 < len(tidy) <= LONGEST_LABEL:
        raise LabelMissing(most=LONGEST_LABEL)
    return tidy


def gift_message(text: str) -> str:
    """Return a gift's message as it is kept. Raises GiftMessageTooLong."""
    tidy = text.strip().replace("\r\n", "\n")
    if len(tidy) > LONGEST_GIFT_MESSAGE:
        raise GiftMessageTooLong(most=LONGEST_GIFT_MESSAGE)
    return tidy


def written(signs: str) -> str:
    """Return a code as people read it: CART-7K3M9-QX2TD."""
    return f"CART-{signs[:5]}-{signs[5:]}"


def code_in(text: str) -> str | None:
    """Return the signs of the code in what was scanned or typed, be it bare or part of an address; None without one."""
    found = _CODE.search(text)
    return (found.group(1) + found.group(2)).upper() if found else None
