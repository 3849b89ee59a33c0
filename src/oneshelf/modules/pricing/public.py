"""Pricing: what things cost, when, and what a basket of them comes to.

One base list a market serves every channel alike. A price holds for a window of time, half-open; windows of a
variant cannot overlap (`price_windows_never_overlap`), whoever writes them. A price is money for a quantity
(399 for 1000 g) and is rounded once, on the line.

Invariants: what has been charged is never rewritten; a change leaves no gap, since what it displaces goes on
after it; a cancelled plan leaves no trace. Neither order nor splitting of a basket's lines changes a cent.
Permissions: `pricing.view`, `pricing.edit`.
"""

from __future__ import annotations

from oneshelf.modules.pricing.actions.announce_started import announce_started
from oneshelf.modules.pricing.actions.bulk_load import bulk_load_prices
from oneshelf.modules.pricing.actions.cancel_planned import cancel_planned
from oneshelf.modules.pricing.actions.set_price import plan_price, set_price
from oneshelf.modules.pricing.errors import (
    BadPrice,
    BadQuantity,
    BadWindow,
    NoPrice,
    PriceInThePast,
    PriceWindowTaken,
    WrongCurrency,
)
from oneshelf.modules.pricing.events import PlannedPriceCancelled, PriceChanged, PricePlanned
from oneshelf.modules.pricing.queries import lowest_in_30_days, price_history, prices
from oneshelf.modules.pricing.rules import price_basket
from oneshelf.modules.pricing.types import (
    BasketLine,
    Price,
    PricedLine,
    PriceId,
    PriceRow,
    Quote,
)

__all__ = [
    "BadPrice",
    "BadQuantity",
    "BadWindow",
    "BasketLine",
    "NoPrice",
    "PlannedPriceCancelled",
    "Price",
    "PriceChanged",
    "PriceId",
    "PriceInThePast",
    "PricePlanned",
    "PriceRow",
    "PriceWindowTaken",
    "PricedLine",
    "Quote",
    "WrongCurrency",
    "announce_started",
    "bulk_load_prices",
    "cancel_planned",
    "lowest_in_30_days",
    "plan_price",
    "price_basket",
    "price_history",
    "prices",
    "set_price",
]
