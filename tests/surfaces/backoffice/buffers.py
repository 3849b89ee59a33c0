"""Every text about what is kept back, suggested and set apart."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import Place
from tests.surfaces.backoffice.parity import tour_of_parity
from tests.surfaces.tour import Tour


def tour_of_buffers(tour: Tour, owner: Client, market: MarketId, store: Place, variant: VariantId) -> None:
    """Look at buffers with and without rules, at what is suggested, and at fences."""
    level, page = f"/backoffice/stock/{store.code}/{variant}/", "/backoffice/buffers/"
    tour.see(owner, f"{level}why/", by="nonsense", status=422)
    tour.send(owner, page, sku="nothing", amount="200", measure="percent", status=422)
    tour.send(owner, page, amount="0", measure="units", note="Counted weekly")
    tour.see(owner, f"{level}why/")
    (rule,) = inventory.list_rules(market)
    tour.send(owner, f"{page}{rule.id}/end/")
    tour_of_trust(tour, owner, market, store, variant)
    tour_of_fences(tour, owner, market, store, variant)
    tour_of_ahead(tour, owner, market, store, variant)
    tour_of_parity(tour, owner, market, [variant])


def tour_of_fences(tour: Tour, owner: Client, market: MarketId, store: Place, variant: VariantId) -> None:
    """Look at fences, be refused one, set and lift one; name goods twice in a rule."""
    page, sku = "/backoffice/fences/", catalogue.snapshots([variant])[variant].sku
    tour.see(owner, page)
    tour.send(owner, page, sku="nothing", status=422)
    channel = markets.list_channels(market)[0].code
    given = {"place": store.code, "sku": sku, "channel": channel}
    tour.send(owner, page, given, amount="many", status=422)
    tour.send(owner, page, given, amount="1")
    tour.send(owner, page, given, amount="1", status=422)
    (fence,) = inventory.list_fences(market)
    tour.send(owner, f"{page}{fence.id}/lift/")
    path = catalogue.category_tree(1)[0].path
    tour.send(owner, "/backoffice/buffers/", sku=sku, category=path, amount="1", measure="units", status=422)
    tour.send(owner, "/backoffice/buffers/", whole="on", amount="1", measure="units", status=422)


def tour_of_ahead(tour: Tour, owner: Client, market: MarketId, store: Place, variant: VariantId) -> None:
    """Look at what is sold ahead, be refused twice, sell, change the terms, and end it."""
    page, sku = "/backoffice/ahead/", catalogue.snapshots([variant])[variant].sku
    tour.see(owner, page)
    given = {"place": store.code, "sku": sku, "kind": "backorder", "lead_days": "5"}
    tour.send(owner, page, given, sku="nothing", amount="3", status=422)
    tour.send(owner, page, given, amount="many", status=422)
    tour.send(owner, page, given, amount="3")
    tour.send(owner, page, given, amount="3", status=422)
    tour.see(owner, page)
    (rule,) = inventory.list_ahead(market)
    tour.see(owner, f"{page}{rule.id}/")
    tour.send(owner, f"{page}{rule.id}/", kind="preorder", amount="3", version="1", status=422)
    tour.send(owner, f"{page}{rule.id}/", kind="backorder", amount="4", lead_days="3", version="1")
    tour.see(owner, "/backoffice/waiting/")
    tour.send(owner, f"{page}{rule.id}/end/", version="2")


def tour_of_trust(tour: Tour, owner: Client, market: MarketId, store: Place, variant: VariantId) -> None:
    """Look at a level that was counted, at one that is not to be trusted, and accept what that suggests."""
    level = f"/backoffice/stock/{store.code}/{variant}/"
    inventory.note_count(market, store.id, {variant: clock.now()})
    tour.see(owner, f"{level}why/")
    inventory.note_rejection(market, store.id, {variant: 9}, cause=new_id())
    tour.see(owner, f"{level}why/")
    for _ in range(3):
        inventory.note_rejection(market, store.id, {variant: 9}, cause=new_id())
    tour.see(owner, f"{level}why/")
    tour.send(owner, f"{level}rush/", expected="yes")
    tour.see(owner, level)
    tour.send(owner, f"{level}rush/", expected="no")
    tour.send(owner, f"{level}accept/", units="many")
    tour.send(owner, f"{level}accept/", units="2")
    known = inventory.confidence(market, [(store.id, variant)])[store.id, variant]
    tour.send(owner, f"{level}accept/", units=str(known.suggested))
    tour.see(owner, f"{level}why/")
    (rule,) = inventory.list_rules(market)
    tour.send(owner, f"/backoffice/buffers/{rule.id}/end/")
