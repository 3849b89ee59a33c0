"""Goods as the till shows them: what they are, what they cost here now, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.tills.public import Till

PICTURE_WIDTH = 160
"""CSS pixels in which a tile shows its picture."""


@dataclass(frozen=True, slots=True)
class Good:
    """A variant at this till. `unit_price` is None when it has no price now, and then it cannot be sold."""

    snapshot: VariantSnapshot
    unit_price: UnitPrice | None
    available: int

    @property
    def picture(self) -> str:
        """The address of its picture, or ''."""
        return picture_of(self.snapshot)

    @property
    def step(self) -> int:
        """How many smallest sale units one touch adds; 0 when it has to be weighed first."""
        return 1 if self.snapshot.unit.scale == 1 else 0


def goods_of(till: Till, variants: Sequence[VariantId]) -> list[Good]:
    """Return the sellable ones of `variants` in their order, in three statements."""
    snapshots = catalogue.snapshots(variants)
    prices = pricing.prices(till.market, variants, clock.now(), buyer_at(till))
    available = available_at(till, variants)
    return [
        Good(
            snapshots[variant],
            prices[variant].unit_price if variant in prices else None,
            available.get(variant, 0),
        )
        for variant in variants
        if variant in snapshots and snapshots[variant].sellable
    ]


def buyer_at(till: Till, customer: UUID | None = None) -> pricing.Buyer:
    """Return for whom the till's prices are."""
    return pricing.Buyer(till.channel, till.place, CustomerId(customer) if customer else None)


@dataclass(frozen=True, slots=True)
class PriceTag:
    """What the law wants beside a price: by measure, and the lowest of the 30 days before where it was reduced."""

    by_measure: UnitPrice | None
    measure: Unit
    lowest: UnitPrice | None


def tag_of(till: Till, good: Good) -> PriceTag:
    """Return what stands beside the price of a good that somebody looks up. Three statements."""
    variant, price = good.snapshot.variant, good.unit_price
    if price is None:
        return PriceTag(None, Unit.EACH, None)
    content = catalogue.contents([variant]).get(variant)
    progressive = markets.get_market(till.market).progressive_reductions
    now, buyer = clock.now(), buyer_at(till)
    lowest = pricing.lowest_in_30_days(till.market, [variant], now, buyer, progressive=progressive).get(variant)
    is_reduced = lowest is not None and lowest.minor * price.per > price.minor * lowest.per
    return PriceTag(
        content.price(price) if content else None,
        content.unit if content else Unit.EACH,
        lowest if is_reduced else None,
    )


def available_at(till: Till, variants: Sequence[VariantId], cart: CartId | None = None) -> dict[VariantId, int]:
    """Return how many smallest sale units of each can be sold at the till's place; one without stock is left out.

    What `cart` holds there is for its own customer.
    """
    found = {level.variant: level.available for level in inventory.levels(till.market, variants, [till.place])}
    for each in inventory.held(inventory.Owner.CART, cart) if cart else ():
        if each.place == till.place and each.variant in found:
            found[each.variant] += each.units
    return found


def picture_of(snapshot: VariantSnapshot) -> str:
    """Return the address of a variant's picture, or ''."""
    return catalogue.picture_url(snapshot.picture, PICTURE_WIDTH) if snapshot.picture else ""


def price_mark(price: UnitPrice) -> str:
    """Return a unit price as the page keeps it, to tell whether it has changed."""
    return f"{price.minor}/{price.per}"
