"""Cash at the counter: which amounts a cashier takes with one touch."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from oneshelf.kernel.money import Money

_NOTES = (1, 5, 10, 20, 50, 100, 200, 500)
MOST_QUICK = 4
"""How many round amounts are offered beside the exact one."""


def quick_amounts(total: Money) -> list[Money]:
    """Return the next round amounts above `total` that people hand over, smallest first.

    12.34 gives 13, 15, 20, 50: the total rounded up to one, five, ten ... of the currency, each once.
    """
    unit = 10 ** max(get_currency_precision(total.currency), 2)  # a yen has no cents, yet nobody pays with single ones
    rounded = {-(-total.minor // (note * unit)) * note * unit for note in _NOTES}
    return [Money(minor, total.currency) for minor in sorted(rounded) if minor > total.minor][:MOST_QUICK]
