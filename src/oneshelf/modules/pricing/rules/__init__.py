"""Decisions about prices: no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing.errors import (
    BadPrice,
    BadQuantity,
    NoPrice,
    WrongCurrency,
)
from oneshelf.modules.pricing.types import (
    BasketLine,
    Price,
    PricedLine,
    Quote,
)

MOST_UNITS = 10**9
"""The most smallest sale units on one line of a basket."""

HIGHEST_AMOUNT = 10**12
"""The highest price, in minor units."""


def price_basket(lines: Sequence[BasketLine], prices: Mapping[VariantId, Price], currency: str) -> Quote:
    """Return what `lines` come to at `prices`, without delivery and added tax.

    Lines of the same variant become one, so that neither their order nor their splitting changes a cent; each
    is rounded once. Raises BadQuantity, NoPrice, and WrongCurrency when a price is in another currency.
    """
    quantities: dict[VariantId, int] = {}
    for line in lines:
        _check_quantity(line.quantity)
        quantities[line.variant] = quantities.get(line.variant, 0) + line.quantity
    gathered = [BasketLine(variant, quantity) for variant, quantity in quantities.items()]
    priced = tuple(price_line(line, prices, currency) for line in gathered)
    items = sum((line.amount for line in priced), Money.zero(currency))
    nothing = Money.zero(currency)
    return Quote(lines=priced, currency=currency, items=items, delivery=nothing, tax=nothing, total=items)


def price_line(line: BasketLine, prices: Mapping[VariantId, Price], currency: str) -> PricedLine:
    """Return what one line comes to at `prices`. Raises as `price_basket` does."""
    _check_quantity(line.quantity)
    price = prices.get(line.variant)
    if price is None:
        raise NoPrice(variant=str(line.variant))
    if price.unit_price.currency != currency:
        raise WrongCurrency(value=price.unit_price.currency, wanted=currency)
    return PricedLine(line.variant, line.quantity, price.unit_price, price.unit_price.times(line.quantity))


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MOST_UNITS:
        raise BadQuantity(value=quantity, most=MOST_UNITS)


def check_price(price: UnitPrice, currency: str) -> None:
    """Raise WrongCurrency or BadPrice unless `price` can stand in a list of `currency`."""
    if price.currency != currency:
        raise WrongCurrency(value=price.currency, wanted=currency)
    if not (0 <= price.minor <= HIGHEST_AMOUNT and 1 <= price.per <= MOST_UNITS):
        raise BadPrice(amount=Money(price.minor, price.currency), per=price.per)
