"""What becomes of a price when many are changed at once. Pure."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from oneshelf.kernel.money import UnitPrice, round_half_away
from oneshelf.modules.pricing.errors import BadChange
from oneshelf.modules.pricing.rules import HIGHEST_AMOUNT
from oneshelf.modules.pricing.types.changes import By, Ending, How, Problem

WHOLE_BP = 10_000
"""Basis points of a whole price."""

MOST_BP = 100 * WHOLE_BP
"""The most by which prices can be raised: a hundredfold."""


def check_how(how: How) -> None:
    """Raise BadChange unless prices can be changed so."""
    limits = {
        By.PERCENT: (-WHOLE_BP, MOST_BP),
        By.AMOUNT: (-HIGHEST_AMOUNT, HIGHEST_AMOUNT),
        By.FIXED: (0, HIGHEST_AMOUNT),
        By.GIVEN: (0, 0),
    }
    least, most = limits[how.by]
    if not least <= how.value <= most:
        raise BadChange(name=how.by.value, value=how.value, least=least, most=most)


def changed(old: UnitPrice | None, how: How, given: int | None, *, currency: str, scale: int) -> UnitPrice | Problem:
    """Return the new price for one shown unit (`scale` smallest ones), or why there is none.

    What the old price comes to for one shown unit is rounded once, so is the new one; then it goes to its ending.
    """
    if old is None and how.by in (By.PERCENT, By.AMOUNT):
        return Problem.NO_PRICE
    exact = _exact(old.times(scale).minor if old else 0, how, given)
    if exact is None or not 0 <= exact <= HIGHEST_AMOUNT:
        return Problem.BAD_PRICE
    new = UnitPrice(to_ending(exact, how.ending, currency), currency, scale)
    return Problem.SAME if old and old.minor * new.per == new.minor * old.per else new


def _exact(shown: int, how: How, given: int | None) -> int | None:
    if how.by is By.PERCENT:
        return round_half_away(shown * (WHOLE_BP + how.value), WHOLE_BP)
    if how.by is By.AMOUNT:
        return shown + how.value
    return how.value if how.by is By.FIXED else given


def to_ending(amount: int, ending: Ending, currency: str) -> int:
    """Return the amount nearest to `amount` with the ending, the lower of two; zero stays zero.

    A currency without minor units has 99 of its own: 199 yen; one with thousandths 990 of them.
    """
    if ending is Ending.ANY or amount == 0:
        return amount
    major: int = 10 ** get_currency_precision(currency)
    hundred = max(major, 100)
    step, last = {
        Ending.WHOLE: (major, 0),
        Ending.NINETY_NINE: (hundred, hundred // 100 * 99),
        Ending.FIVE: (10, 5),
        Ending.NINE: (10, 9),
    }[ending]
    below = (amount - last) // step * step + last
    above = below + step
    return below if below >= 0 and amount - below <= above - amount else above
