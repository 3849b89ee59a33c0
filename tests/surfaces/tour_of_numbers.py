"""A walk through the naming of units: an article without numbers, one that lacks some, and one that lacks none."""

from __future__ import annotations

from django.test import Client

from oneshelf.modules.catalogue.public import VariantId
from tests.inventory.builders import Shop
from tests.lots.test_naming import came_before
from tests.supply.builders import Chain
from tests.surfaces.tour import Tour


def names_units(tour: Tour, manager: Client, chain: Chain, milk: VariantId) -> None:
    """Name both units of an article at a store, one by one."""
    stock = f"/associate/at/{chain.store.id}/stock"
    tour.see(manager, f"{stock}/{milk}/numbers/")
    tour.send(manager, f"{stock}/{milk}/numbers/", code="S1", status=409)
    phones = f"{stock}/{came_before(Shop(chain.market, chain.store), 2)}/"
    tour.see(manager, phones)
    tour.send(manager, f"{phones}numbers/", code="(01)", status=422)
    for number in ("S1", "S2"):
        tour.send(manager, f"{phones}numbers/", code=number)
        tour.see(manager, f"{phones}numbers/")
    tour.send(manager, f"{phones}numbers/", code="S3", status=409)
