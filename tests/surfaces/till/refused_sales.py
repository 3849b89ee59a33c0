"""The till refuses what is gone, costs otherwise or is set apart, in every way in which it says so."""

from __future__ import annotations

from functools import partial

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.staff import public as staff
from tests.places.builders import a_store
from tests.staff.builders import a_member
from tests.surfaces.till.builders import Counter
from tests.surfaces.till.test_serials import phones
from tests.surfaces.tour import Tour


def hear_refused_sales(tour: Tour, counter: Counter, milk: VariantId) -> None:
    """Try to sell too much, for too little, and what a rule, a fence or both keep, as who may overrule and may not."""
    tour.hear("POST /till/sales/", lambda: counter.sell((milk, 9), total=2250), 409)
    tour.hear("POST /till/sales/", lambda: counter.sell((milk, 1), total=1), 409)
    shop, till = counter.shop, counter.till
    bread, eggs = shop.offered(5), shop.offered(5)
    for variant in (bread, eggs):
        scope = inventory.Scope(place=till.place, variant=variant)
        inventory.set_rule(till.market, scope, inventory.Amount(units=1, hard=True), begins=clock.now(), actor=SYSTEM)
    for variant in (milk, eggs):
        inventory.set_fence(till.market, till.place, variant, shop.web.id, 1, ends=None, actor=SYSTEM)
    for variant in (milk, bread, eggs):
        tour.hear("POST /till/sales/", partial(counter.sell, (variant, 5), total=1250), 409)
    manager = a_member("manager", at=till.place)
    staff.set_pin(manager.id, "1470", actor=SYSTEM)
    tour.hear("POST /till/sales/", lambda: counter.sell((eggs, 5), total=1250), 409)
    tour.hear("POST /till/overrule/", lambda: counter.ask_leave(manager.id, "9999"), 403)
    tour.hear("POST /till/overrule/", lambda: counter.ask_leave(manager.id, "1470", (eggs, 5)))
    staff.assign(counter.cashier.id, "manager", at=till.place, actor=SYSTEM)
    tour.hear("POST /till/sales/", lambda: counter.sell((eggs, 5), total=1250), 409)


def hear_of_what_comes_later(tour: Tour, counter: Counter) -> None:
    """Sell what comes later in both ways, change one's mind, and be told when it comes later still, or not at all."""
    shop = counter.shop
    there, milk = a_store(shop.market, name="Mill Lane"), shop.offered(1)
    inventory.receive(shop.market.id, there.id, {milk: 3}, cause=new_id(), at=clock.now())
    ada = {"name": "Ada Lovelace", "phone": "555 0100"}
    lines = [{"variant": str(milk), "quantity": 1}]
    kept = {"method": "collect", "place": there.code, "contact": ada, "lines": lines}
    address = {"street": "Mill Lane 1", "postal_code": "10001", "city": "York", "country": "US"}
    sent = {"method": "ship", "contact": ada | address, "lines": lines}
    for later in (kept, sent):
        tour.hear("POST /till/basket/", partial(counter.basket, (milk, 2), later=later))
    tour.hear("POST /till/basket/", lambda: counter.basket((milk, 2), later=kept | {"contact": {}}), 422)
    early = {"told_by": "2026-01-01T00:00:00Z"}
    tour.hear("POST /till/sales/", lambda: counter.sell((milk, 2), total=500, later=kept | early, key="early"), 409)
    sold = tour.hear(
        "POST /till/sales/", lambda: counter.sell((milk, 2), total=500, later=kept, key="later"), 201
    ).json()
    tour.see(counter.client, f"/till/receipts/{sold['order']}/")
    tour.hear("POST /till/basket/", lambda: counter.basket((milk, 9), later=kept | early))


def hear_of_serial_numbers(tour: Tour, counter: Counter) -> None:
    """Ring up goods whose units have numbers: named, nameless, and refused in every way."""
    tour.know("SN-4")
    shop, there = counter.shop, a_store(counter.shop.market)
    phone = phones(shop, "SN-1", "SN-2")
    phones(shop, "SN-3", at=there.id)
    tour.hear("POST /till/basket/", lambda: counter.basket((phone, 3, "SN-1")))
    tour.hear("POST /till/sales/", lambda: counter.sell((phone, 1), total=250, key="nameless"), 422)
    tour.hear("POST /till/sales/", lambda: counter.sell((phone, 1, "SN-2"), total=250, key="named"), 201)
    for serial, status in (("SN-1", 409), ("SN-2", 409), ("SN-3", 409), ("SN-4", 404)):
        named = {"code": serial, "unit_of": str(phone)}
        tour.hear("POST /till/basket/", partial(counter.basket, (phone, 1, "SN-1"), **named), status)
