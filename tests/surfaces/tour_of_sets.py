"""Sets of articles in the back office, on the tour of every text."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from tests.surfaces.tour import Tour

PAGE = "/backoffice/sets/"


def through_sets(tour: Tour, owner: Client, sku: str) -> None:
    """From no set at all to one with goods, named wrongly and rightly, emptied again."""
    tour.know("LEAFLET", "leaflet")
    tour.see(owner, PAGE)
    tour.see(owner, PAGE, q="nothing")
    tour.see(owner, f"{PAGE}new/")
    tour.see(owner, f"{PAGE}suggest/", other="leaflet")
    wrong = {"skus": "nothing", "other": "nothing"}
    for fields in ({}, {"skus": sku}, wrong):
        tour.send(owner, f"{PAGE}choose/", fields)
    tour.send(owner, f"{PAGE}new/", wrong, status=422)
    tour.send(owner, f"{PAGE}new/", name="LEAFLET", code="leaflet", skus=sku)
    tour.send(owner, f"{PAGE}new/", name="LEAFLET", code="leaflet", status=422)
    tour.see(owner, PAGE)
    tour.know("leaflet-2")
    page = (
        f"{PAGE}{catalogue.open_set('leaflet-2', 'LEAFLET', catalogue.variants_by_sku([sku]).values(), actor=SYSTEM)}/"
    )
    tour.send(owner, page, act="put", status=422)
    tour.send(owner, page, act="name", name="", status=422)
    tour.send(owner, page, act="name", name="LEAFLET")
    tour.send(owner, page, act="out", skus=sku)
    tour.send(owner, page, act="put", skus=sku)
