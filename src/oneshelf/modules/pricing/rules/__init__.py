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
        if not 1 <= line.quantity <= MOST_UNITS:
            raise BadQuantity(value=line.quantity, most=MOST_UNITS)
        quantities[line.variant] = quantities.get(line.variant, 0) + line.quantity
    priced = tuple(_priced(variant, quantity, prices, currency) for variant, quantity in quantities.items())
    items = sum((line.amount for line in priced), Money.zero(currency))
    nothing = Money.zero(currency)
    return Quote(lines=priced, currency=currency, items=items, delivery=nothing, tax=nothing, total=items)


def _priced(variant: VariantId, quantity: int, prices: Mapping[VariantId, Price], currency: str) -> PricedLine:
    price = prices.get(variant)
    if price is None:
        raise NoPrice(variant=str(variant))
    if price.unit_price.currency != currency:
        raise WrongCurrency(value=price.unit_price.currency, wanted=currency)
    return PricedLine(variant, quantity, price.unit_price, price.unit_price.times(quantity))


def check_price(price: UnitPrice, currency: str) -> None:
    """Raise WrongCurrency or BadPrice unless `price` can stand in a list of `currency`."""
    if price.currency != currency:
        raise WrongCurrency(value=price.currency, wanted=currency)
    if not (0 <= price.minor <= HIGHEST_AMOUNT and 1 <= price.per <= MOST_UNITS):
        raise BadPrice(amount=Money(price.minor, price.currency), per=price.per)
