"""What the benches' shop charges besides prices: an included tax, and promotions on an eighth of its articles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oneshelf.modules.markets.public import MarketId

BRANDS = 800
"""Into how many brands the articles fall, by their number."""

REDUCED = 8
"""One brand of so many is reduced, by a promotion of its own, so about a quarter of orders with two lines is."""

PERCENT = 10
"""What a promotion takes off each piece."""

TAX_PPM = 200_000
"""The tax that prices include: 20 %, in millionths."""


def brand(number: int) -> str:
    """Return the brand of article `number`."""
    return f"brand-{number % BRANDS}"


def cost(number: int, cents: int) -> int:
    """Return what a piece of article `number` costs, in minor units, when its list price is `cents`."""
    return cents * (100 - PERCENT) // 100 if number % REDUCED == 0 else cents


def open_policy(market: MarketId, articles: int) -> None:
    """Tax all goods of a market, which has so many articles, and let the promotions on their brands go live."""
    from oneshelf.kernel.actors import SYSTEM
    from oneshelf.modules.pricing.public import compiled
    from oneshelf.modules.promotions import public as promotions
    from oneshelf.modules.tax import public as tax

    zone = tax.open_zone(market, "all", "All", tax.Area(), actor=SYSTEM)
    tax.set_rate(zone, tax.NewRate("standard", "vat", "VAT", TAX_PPM, date(2020, 1, 1)), actor=SYSTEM)
    group = promotions.open_group(market, "offers", "Offers", order=10, actor=SYSTEM)
    for number in range(REDUCED, min(BRANDS, articles) + 1, REDUCED):
        match = compiled.Match(any_of=(f"b:{brand(number)}",))
        terms = promotions.Terms(reward=compiled.Percent(bp=100 * PERCENT), match=match)
        plan = promotions.Plan(f"OFFER-{number}", f"Offer {number}", group.id, terms)
        promotions.go_live(promotions.draft(market, plan, actor=SYSTEM).id, actor=SYSTEM)
