"""Numbers with GS1 check digits: in-store article numbers for products, card numbers for households.

GS1 leaves the prefixes 20 to 29 to each retailer for use inside its own walls. 27 marks articles here and 29 loyalty
cards, so that no scanner can take one for the other, and 20 to 26 stay free for labels that embed weight or price.
"""

from __future__ import annotations

ARTICLE_PREFIX = "27"
CARD_PREFIX = "29"


def article_number(product: int) -> str:
    """Return the GTIN-13 of source product `product` (at most ten digits), written as fourteen digits."""
    return "0" + _thirteen(ARTICLE_PREFIX, product)


def card_number(household: int) -> str:
    """Return the thirteen-digit loyalty card number of source household `household`."""
    return _thirteen(CARD_PREFIX, household)


def check_digit(digits: str) -> str:
    """Return the GS1 check digit (modulo 10, weights 3 and 1 from the right) of `digits`, which lack it."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _thirteen(prefix: str, number: int) -> str:
    if not 0 <= number < 10**10:
        raise ValueError(f"{number} does not fit into the ten digits between prefix {prefix} and the check digit")
    body = f"{prefix}{number:010d}"
    return body + check_digit(body)
