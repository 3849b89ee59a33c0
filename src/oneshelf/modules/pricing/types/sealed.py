"""A price that can be worked out again: what was asked, the rules that counted, what was answered, and the seal."""

from __future__ import annotations

from msgspec import Struct

from oneshelf.modules.pricing.types.compiled import Basket, Group, Rule
from oneshelf.modules.pricing.types.priced import PricedBasket


class Sealed(Struct, frozen=True, omit_defaults=True):
    """What a document keeps of its price: nothing else is needed to price what is left of its goods, years later.

    `rules` are those that were applied, and those that would be were others, or some of the goods, not there; each in
    the version that held then, in its group. `kernel` is the version of the kernel; `proof` seals the rest.
    """

    kernel: int
    basket: Basket
    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]
    priced: PricedBasket
    proof: str
