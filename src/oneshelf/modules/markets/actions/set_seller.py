"""Say who sells in a market."""

from __future__ import annotations

from dataclasses import asdict

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.markets import models
from oneshelf.modules.markets.queries import get_market
from oneshelf.modules.markets.types import MarketId, Seller


@retried
def set_seller(market: MarketId, seller: Seller, *, actor: Actor) -> None:
    """Replace who sells in a market; what invoices said stays. Raises UnknownMarket.

    The database refuses a country that is not two capital letters.
    """
    get_market(market)
    row, _ = models.Seller.objects.update_or_create(market_id=market, defaults=asdict(seller))
    trail.record("markets.seller_set", trail.Subject("seller", row.id), actor=actor)
