"""The till refuses what is gone, costs otherwise or is set apart, in every way in which it says so."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.staff import public as staff
from tests.staff.builders import a_member
from tests.surfaces.till.builders import Counter
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
        tour.hear("POST /till/sales/", lambda variant=variant: counter.sell((variant, 5), total=1250), 409)
    manager = a_member("manager", at=till.place)
    staff.set_pin(manager.id, "1470", actor=SYSTEM)
    tour.hear("POST /till/sales/", lambda: counter.sell((eggs, 5), total=1250), 409)
    tour.hear("POST /till/overrule/", lambda: counter.ask_leave(manager.id, "9999"), 403)
    tour.hear("POST /till/overrule/", lambda: counter.ask_leave(manager.id, "1470", (eggs, 5)))
    staff.assign(counter.cashier.id, "manager", at=till.place, actor=SYSTEM)
    tour.hear("POST /till/sales/", lambda: counter.sell((eggs, 5), total=1250), 409)
