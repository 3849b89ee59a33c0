"""Gifts that a basket may take."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout.types import BasketQuote
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.promotions import public as promotions


@dataclass(frozen=True, slots=True)
class OpenGift:
    """So many pieces of an article that a basket may take for nothing, by a rule, and does not hold yet."""

    rule: str
    label: str
    snapshot: VariantSnapshot
    pieces: int


def open_gifts(market: MarketId, quote: BasketQuote, buyer: pricing.Buys = pricing.ANYBODY) -> list[OpenGift]:
    """Return the gifts that a basket may take as it was priced; taking one is adding its line.

    What is not for sale, or has no price for the buyer, is left out. Where none is offered nothing is asked.
    """
    if not quote.offered or quote.at is None:
        return []
    offered = [(each, VariantId(UUID(each.article.removeprefix("v:")))) for each in quote.offered]
    known = catalogue.snapshots([variant for _, variant in offered])
    prices = pricing.prices(market, list(known), quote.at, buyer)
    rules = promotions.book_at(market, quote.at).rules.by_id
    return [
        OpenGift(each.rule, rules[each.rule].rule.label, known[variant], each.pieces)
        for each, variant in offered
        if variant in prices and known[variant].sellable and known[variant].unit.scale == 1 and each.rule in rules
    ]
