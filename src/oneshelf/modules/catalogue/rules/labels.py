"""Reading the labels of packed portions: EAN-13 numbers of the retailer's own, with a weight or a price inside.

Sources: GS1 General Specifications, section 2.1.10 (restricted circulation numbers) and 7.9 (check digits for prices).
An article carries the number with all digits of its value zero, as any other barcode of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stdnum import ean

from oneshelf.modules.catalogue.errors import WrongCheckDigit
from oneshelf.modules.catalogue.types.labels import Label, LabelLayout

DIGITS = 12
"""What a layout fills, before the check digit of the whole."""

_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_OF_FOUR = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_OF_FIVE = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def read_label(text: str, layouts: Iterable[LabelLayout]) -> Label | None:
    """Return what a label says in one of `layouts`; None for a number of another kind. Never raises anything else but
    WrongCheckDigit, when a digit of such a label was misread.
    """
    code = text.strip()
    if not (len(code) == DIGITS + 1 and code.isascii() and code.isdigit()):
        return None
    layout = next((each for each in layouts if code.startswith(each.prefix)), None)
    if layout is None:
        return None
    expected = str(ean.calc_check_digit(code[:-1]))
    if code[-1] != expected:
        raise WrongCheckDigit(value=code, expected=expected)
    at = len(layout.prefix) + layout.item_digits
    value = code[DIGITS - layout.value_digits : DIGITS]
    if layout.inner_check and code[at] != inner_check(value):
        raise WrongCheckDigit(value=code, expected=inner_check(value))
    return Label(own_number(code[:at]), layout.says, int(value) * layout.step)


def own_number(item: str) -> str:
    """Return the GTIN-14 that an article carries whose labels begin with `item`: prefix and number, the rest zeros."""
    digits = item.ljust(DIGITS, "0")
    return f"{digits}{ean.calc_check_digit(digits)}".zfill(14)


def inner_check(value: str) -> str:
    """Return the check digit of a price or weight of four or five digits within a number."""
    if len(value) == len(_OF_FOUR):
        return str(_weighed(value, _OF_FOUR) * 3 % 10)
    return str(_FIVE_MINUS.index(-_weighed(value, _OF_FIVE) % 10))


def fills(layout: LabelLayout) -> bool:
    """Tell whether a layout makes twelve digits that begin as the retailer's own do, and none of a customer's card."""
    lengths = len(layout.prefix) + layout.item_digits + layout.inner_check + layout.value_digits
    own = re.fullmatch(r"02|2[0-8][0-9]?", layout.prefix) is not None
    checked = not layout.inner_check or layout.value_digits in (len(_OF_FOUR), len(_OF_FIVE))
    return own and checked and lengths == DIGITS and layout.item_digits > 0 and layout.value_digits > 0


def _weighed(value: str, weights: Sequence[Sequence[int]]) -> int:
    return sum(weight[int(digit)] for digit, weight in zip(value, weights, strict=True))
