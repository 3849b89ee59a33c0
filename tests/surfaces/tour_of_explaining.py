"""Why a basket, and an order, costs what it costs, on the tour of every text."""

from __future__ import annotations

from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import Money
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import Shop
from tests.coupons.builders import a_shared
from tests.customers.builders import a_customer
from tests.promotions.builders import TENTH, a_group, a_live_one
from tests.surfaces.tour import Tour

PAGE = "/backoffice/explain/"


def why_that_price(tour: Tour, owner: Client, shop: Shop) -> None:
    """Ask wrongly, then of a basket of which one promotion is applied and others are not; then of its order."""
    tea, group = shop.offered(9), a_group(shop.market)
    sku = catalogue.snapshots([tea])[tea].sku
    match = compiled.Match(any_of=(f"v:{tea}",))
    tour.know("TEA", "LESS")
    a_live_one(shop.market, Terms(TENTH.reward, match), group, name="TEA")
    a_live_one(shop.market, Terms(compiled.Percent(500), match), group, name="LESS")
    a_shared(shop.market, "HALFPRICE")
    tour.see(owner, PAGE)
    given = {"lines": f"{sku} 2", "channel": shop.web.code}
    wrong = (
        {"lines": ""},
        {"lines": "NOTHING"},
        {"lines": f"{sku} 1.5"},
        {"lines": "X\n" * 51},
        {"country": "12", "codes": "C, " * 5 + ",".join(map(str, range(30))), "customer": "nobody@example.com"},
        {"country": "US", "place": shop.store.code},
        {"country": "US", "postal_code": "%"},
        {"channel": shop.till.code, "at": "nonsense"},
        {"channel": shop.till.code},
    )
    tour.know("NOTHING", "X")
    for each in wrong:
        tour.send(owner, PAGE, given | each, status=422)
    tour.send(owner, PAGE, given | {"at": "2020-02-29T10:00"}, status=409)
    tour.know("ICE", "ING")  # the last symbols of codes
    tour.send(owner, PAGE, given | {"codes": "halfprice, nothing"})
    tour.send(owner, PAGE, given | {"country": "US"})
    tour.send(owner, PAGE, {"act": "basket", "customer": "nobody"}, status=422)
    ana = a_customer(email="empty@example.com")
    tour.know("empty@example.com", "nobody")
    tour.send(owner, PAGE, {"act": "basket", "customer": ana.email}, status=422)
    basket = carts.open_for_customer(shop.market.id, shop.web.id, ana.id)
    carts.add_line(basket.id, tea, 2)
    tour.see(owner, f"{PAGE}?cart={basket.id}")
    paid = checkout.Tender("cash", Money(450, "USD"))
    order = checkout.place_order(shop.purchase(tea, 2, tenders=(paid,)), actor=SYSTEM).order
    tour.see(owner, f"/backoffice/orders/{order}/price/")
