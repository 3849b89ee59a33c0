"""Packed portions at the till: a label says how much is in it, or what it costs."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money, round_half_away
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Portion
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.tills.public import Till
from oneshelf.surfaces.till.errors import LabelPriceDiffers
from oneshelf.surfaces.till.goods import buyer_at


def units_of(till: Till, portion: Portion) -> int:
    """Return how many smallest sale units a portion is: of what is sold by the piece it is one, whatever it weighs.

    A price on the label is taken only where a whole number of units costs exactly that today: nobody pays another
    price than the label's. Raises LabelPriceDiffers, and pricing's NoPrice.
    """
    if portion.units is not None:
        is_measured = catalogue.snapshots([portion.variant])[portion.variant].unit.scale > 1
        return portion.units if is_measured else 1
    assert portion.price is not None, "a label says its weight or its price"
    found = pricing.prices(till.market, [portion.variant], clock.now(), buyer_at(till)).get(portion.variant)
    if found is None:
        raise pricing.NoPrice(variant=str(portion.variant))
    price = found.unit_price
    units = round_half_away(portion.price * price.per, price.minor) if price.minor else 0
    if units < 1 or price.times(units).minor != portion.price:
        raise LabelPriceDiffers(price=Money(portion.price, price.currency))
    return units
