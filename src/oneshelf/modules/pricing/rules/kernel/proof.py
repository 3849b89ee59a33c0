"""The seal of a priced basket."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec.structs import replace

from oneshelf.modules.pricing.types.compiled import AS_USUAL, UNTAXED, Basket, Charge
from oneshelf.modules.pricing.types.priced import PricedBasket

KERNEL = 1
"""Which version of the kernel priced a basket: it grows when the same basket could come to something else."""


def proof(basket: Basket, priced: PricedBasket, kernel: int = KERNEL) -> str:
    """Return the SHA-256 (hex) over what was asked and what was answered.

    Who keeps the basket, the rules in the versions that its lines name, and this, can price it again years later and
    tell that nothing was changed. `kernel` is the version that priced it. It is taken over the JSON of both, with lines
    and facts in a fixed order.
    """
    sealed = (kernel, canonical(basket), priced)
    return hashlib.sha256(msgspec.json.encode(sealed)).hexdigest()


def canonical(basket: Basket) -> Basket:
    """Return a basket with everything in a fixed order that has none of its own.

    What is as by default becomes the default itself, which alone is left out of the JSON: so a basket that was read
    from JSON, or whose texts came from a database, has the seal of one that was made here.
    """
    facts = replace(
        basket.facts,
        segments=tuple(sorted(basket.facts.segments)),
        coupons=tuple(sorted(basket.facts.coupons, key=lambda each: (each.rule, each.id))),
        left=dict(sorted(basket.facts.left.items())),
    )
    lines = (
        replace(line, tags=tuple(sorted(line.tags)), tax_class=_tax_class(line.tax_class)) for line in basket.lines
    )
    charge, taxes = basket.delivery, replace(basket.taxes, by_class=dict(sorted(basket.taxes.by_class.items())))
    return replace(
        basket,
        lines=tuple(sorted(lines, key=lambda line: line.key)),
        facts=facts,
        delivery=replace(charge, tax_class=_tax_class(charge.tax_class)) if charge else None,
        taxes=UNTAXED if taxes == UNTAXED else taxes,
        rounding=AS_USUAL if basket.rounding == AS_USUAL else basket.rounding,
    )


def _tax_class(name: str) -> str:
    usual = Charge(0).tax_class
    return usual if name == usual else name
