"""Price lists, groups and changes of many prices, on the tour of every text."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import By, How, Wanted
from tests.customers.builders import a_customer
from tests.surfaces.tour import Tour

CHANGES = "/backoffice/prices/changes/"
GIVEN = {"name": "Spring", "by": "percent", "value": "-10", "ending": "any", "price_list": "base"}


def many_prices(tour: Tour, owner: Client, market: MarketId, sold: VariantId) -> None:
    """Open a list and a group, wrongly and rightly; change prices, see the problems, take them back."""
    tour.know("Spring", "Web only", "web-only", "Trade", "trade")
    price = f"/backoffice/prices/{sold}/"
    pricing.set_price(market, sold, UnitPrice(300, "USD"), clock.now() + timedelta(days=1), actor=SYSTEM)
    tour.see(owner, price)
    tour.send(owner, price, amount="no amount", status=422)
    lists, groups = "/backoffice/prices/lists/", "/backoffice/groups/"
    for address in (lists, groups, CHANGES):
        tour.see(owner, address)
        tour.send(owner, address, status=422)
    tour.send(owner, lists, name="Web only", code="web-only", rank="5")
    tour.send(owner, lists, name="Web only", code="web-only", rank="5", status=422)
    tour.see(owner, f"/backoffice/prices/{sold}/", list="web-only")
    tour.send(owner, f"/backoffice/prices/{sold}/?list=web-only", amount="1.00")
    tour.send(owner, groups, name="Trade", code="trade")
    group = str(owner.post(groups, {"name": "Trade", "code": "trade-2"})["Location"])
    ana = a_customer(name="Ana", email="ana@example.com")
    tour.send(owner, group, act="add", customer="nobody", status=422)
    tour.send(owner, group, act="add", customer=ana.email)
    tour.send(owner, group, act="name", name="Trade")
    tour.send(owner, group, act="drop", customer=str(ana.id))
    tour.send(owner, group, act="close")
    tour.see(owner, group)
    tour.send(owner, group, act="add", customer=ana.email, status=422)
    sku = catalogue.snapshots([sold])[sold].sku
    wrong = SimpleUploadedFile("prices.csv", f"sku,price\nNOTHING,1\n{sku},no".encode())
    tour.know("NOTHING", "no")
    tour.send(owner, CHANGES, GIVEN, by="given", file=wrong, status=422)
    tour.send(owner, CHANGES, GIVEN, by="given", status=422)
    tour.send(owner, CHANGES, GIVEN, value="ten", status=422)
    tour.send(owner, CHANGES, GIVEN, starts="2020-01-01T10:00", status=422)
    page = str(owner.post(CHANGES, GIVEN)["Location"])
    tour.see(owner, page)
    tour.see(owner, page, show="problems")
    tour.send(owner, page, act="apply")
    tour.send(owner, page, act="undo")
    tour.send(owner, page, act="apply")
    soon = clock.now() + timedelta(hours=1)
    for how in (How(By.AMOUNT, -(10**9)), How(By.FIXED, 300)):
        busy = pricing.draft_change(market, "Spring", [Wanted(sold)], how, starts=soon, actor=SYSTEM)
        tour.see(owner, f"{CHANGES}{busy}/")
        pricing.carry_on(busy)
        tour.see(owner, f"{CHANGES}{busy}/")
    tour.send(owner, str(owner.post(CHANGES, GIVEN)["Location"]), act="drop")
    tour.see(owner, CHANGES)
