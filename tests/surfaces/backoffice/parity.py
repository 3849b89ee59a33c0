"""Every text about differences between channels."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity import public as parity
from oneshelf.modules.pricing import public as pricing
from tests.surfaces.tour import Tour

PAGE = "/backoffice/parity/"


def tour_of_parity(tour: Tour, owner: Client, market: MarketId, variants: list[VariantId]) -> None:
    """Look at channels that agree, then at articles with prices of their own; say that one, and all, are meant."""
    tour.see(owner, PAGE)
    tour.see(owner, PAGE, code="nothing")
    code, selling = pricing.ListCode("own"), markets.get_market(market)
    scope = pricing.Scope(channel=parity.channels_of(market)[0].id)
    pricing.open_price_list(market, code, "Own", scope, 77, actor=SYSTEM)
    for variant in variants:
        price = UnitPrice(77, selling.currency)
        pricing.set_price(market, variant, price, clock.now(), price_list=code, actor=SYSTEM)
    parity.check_all(market)
    tour.see(owner, PAGE)
    tour.see(owner, PAGE, code=catalogue.snapshots(variants)[variants[0]].sku)
    for act in ("assign", "accept", "reject", "accept_alike"):
        found = parity.findings(market, aspect=parity.Aspect.PRICE)[0]
        tour.send(owner, f"{PAGE}{found.id}/", act=act, version=str(found.version), note="On purpose")
        tour.see(owner, PAGE, meant="1")
        parity.reject(found.id, found.version, actor=SYSTEM)
    tour.send(owner, f"{PAGE}{found.id}/", act="accept", version="99")
    tour.send(owner, f"{PAGE}{new_id()}/", act="accept", version="1")
    pricing.close_price_list(market, code, actor=SYSTEM)
