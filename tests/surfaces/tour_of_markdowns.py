"""A walk past what is marked down: a lot that a ladder has reached, and its stickers."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets.public import Market
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.lots.builders import a_tracked_variant, in_days, lot
from tests.promotions.builders import a_live_one
from tests.surfaces.tour import Tour

LADDER = Terms(reward=compiled.Markdown((compiled.MarkdownStep(1, 5_000),)))


def marks_down(tour: Tour, manager: Client, market: Market, store: Place) -> None:
    """Look at what expires soon, and print its stickers."""
    milk = a_tracked_variant()
    catalogue.add_barcode(milk, "4006381333948", actor=SYSTEM)
    pricing.set_price(market.id, milk, UnitPrice(200, market.currency), clock.now(), actor=SYSTEM)
    told = [lot(milk, "A1", 3, in_days(1))]
    inventory.receive(market.id, store.id, {milk: 3}, cause=new_id(), at=clock.now(), told=told)
    a_live_one(market, LADDER)
    page = f"/associate/at/{store.id}/stock/expiring/"
    (found,) = lots.find_lots(market.id, [milk], "A1")
    tour.see(manager, page)
    tour.see(manager, f"{page}{found.id}/stickers")
    tour.see(manager, f"{page}{found.id}/stickers", status=422, units="0")
