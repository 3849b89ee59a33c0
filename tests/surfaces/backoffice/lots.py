"""A tour of the pages that know lots and what is kept apart."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.backoffice import apart
from tests.lots.builders import a_tracked_variant, in_days, lot
from tests.surfaces.tour import Tour


def dated_goods(market: MarketId, place: Place) -> VariantId:
    """Return an article of which a place has two lots that expire, and one opened unit that is kept apart."""
    dated = a_tracked_variant()
    told = [lot(dated, "L1", 2, in_days(2)), lot(dated, "L2", 2, in_days(-9))]
    inventory.receive(market, place.id, {dated: 4}, cause=new_id(), at=clock.now(), told=told)
    reason, condition = lots.ApartReason.RETURNED, lots.Condition.OPENED
    inventory.keep_apart(market, place.id, dated, 1, reason=reason, condition=condition, actor=SYSTEM)
    return dated


def tour_of_lots(tour: Tour, owner: Client, market: MarketId, place: Place) -> None:
    """Look at lots that expire, keep one apart, and be refused."""
    dated = dated_goods(market, place)
    level, page = f"/backoffice/stock/{place.code}/{dated}/", f"/backoffice/stock/{place.code}/apart/"
    tour.see(owner, level)
    tour.see(owner, page)
    _through_bins(tour, owner, market, place, dated)
    given = {"form": apart.new_form(), "quantity": "1", "reason": "damaged", "condition": "opened"}
    tour.send(owner, f"{level}apart/", given)
    tour.send(owner, f"{level}apart/", status=422)
    tour.send(owner, f"{level}settle/", status=422)
    tour.see(owner, page)


def _through_bins(tour: Tour, owner: Client, market: MarketId, place: Place, dated: VariantId) -> None:
    """Look at bins, empty and not, and at what became of a lot."""
    address = f"/backoffice/stock/{place.code}/bins/"
    tour.see(owner, address)
    for code in ("A-1", "B-1", "C-1"):
        places.open_bin(place.id, code=code, actor=SYSTEM)
    inventory.put_away(market, place.id, dated, 1, "A-1", from_bin=lots.NO_BIN, actor=SYSTEM)
    lots.set_home(place.id, dated, "B-1", actor=SYSTEM)
    tour.see(owner, address)
    tour.see(owner, address, q="nothing")
    (known,) = lots.lots_called(market, "L1")
    tour.see(owner, f"/backoffice/units/{known.id}/")
    tour.see(owner, "/backoffice/find/", q="L1")
