"""Carts by the API: filled by deltas, set against a version, moved by code, and paid as they are or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from oneshelf.kernel.ids import new_id
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Limits, Terms
from tests.checkout.builders import Shop
from tests.coupons.builders import found, singles
from tests.promotions.builders import a_live_one
from tests.surfaces.api.programs import Program, Told, sku
from tests.surfaces.api.test_checkouts import ANA, CARD

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TILL = carts.Holder(carts.HolderKind.TILL, new_id(), "Till 2, York")


class App:
    """A shopper's app with a cart of its own."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.opened = Program(shop).post("/carts", {"channel": shop.web.code})
        assert self.opened.status == 201, self.opened.body
        self.path = f"/carts/{self.opened['id']}"
        self.secret = self.opened["secret"]
        self.program = Program(shop, headers={"Cart_Secret": self.secret})

    def add(self, variant: VariantId, quantity: int = 1, key: str = "") -> Told:
        return self.program.post(f"{self.path}/lines", {"sku": sku(variant), "quantity": quantity}, key=key)

    def put(self, variant: VariantId, quantity: int, version: object) -> Told:
        headers = {"Cart_Secret": self.secret, "If_Match": str(version)}
        program = Program(self.shop, headers=headers)
        return program.send("PUT", f"{self.path}/lines/{sku(variant)}", {"quantity": quantity})

    def act(self, name: str, body: dict[str, Any] | None = None) -> Told:
        return self.program.post(f"{self.path}/{name}", body)


@pytest.fixture
def app(shop: Shop) -> App:
    return App(shop)


def test_adding_is_a_delta_and_setting_says_what_it_replaces(shop: Shop, app: App) -> None:
    milk = shop.offered(9)
    app.add(milk, 2)
    added = app.add(milk)
    assert [(line["sku"], line["quantity"]) for line in added["lines"]] == [(sku(milk), 3)]
    assert added.headers["ETag"] == f'"{added["version"]}"'
    assert app.put(milk, 5, added.headers["ETag"])["lines"][0]["quantity"] == 5
    stale = app.put(milk, 9, added["version"])
    assert (stale.status, stale["code"], stale["version"]) == (409, "cart_changed", added["version"] + 1)
    assert app.program.get(app.path)["lines"][0]["quantity"] == 5


def test_a_repeated_request_adds_once(shop: Shop, app: App) -> None:
    milk = shop.offered(9)
    assert app.add(milk, 2, key="k").body == app.add(milk, 2, key="k").body
    assert app.program.get(app.path)["lines"][0]["quantity"] == 2


@pytest.mark.parametrize("version", ["", "x", "-1", '"٣"', "99999999999", "*"])
def test_a_version_that_is_none(shop: Shop, app: App, version: str) -> None:
    refused = app.put(shop.offered(1), 1, version)
    assert (refused.status, refused["field"]) == (422, "If-Match")


def test_nobody_enters_anothers_cart(shop: Shop, app: App) -> None:
    other = App(shop)
    for program in (Program(shop), Program(shop, headers={"Cart_Secret": other.secret})):
        assert program.get(app.path).status == 404
        assert program.post(f"{app.path}/code").status == 404
    assert "secret" not in app.program.get(app.path).body


def test_a_cart_goes_to_the_till_and_is_taken_back(shop: Shop, app: App) -> None:
    app.add(shop.offered(9))
    code = app.act("code")["code"]
    carts.take_over(code, TILL, market=shop.market.id)
    there = app.program.get(app.path)
    assert there["holder"] == {"kind": "till", "name": "Till 2, York"}
    assert (app.act("checkouts").status, app.act("checkouts")["code"]) == (409, "cart_elsewhere")
    assert app.act("take-back")["holder"]["kind"] == "shopper"


def test_a_parked_basket_comes_to_the_app(shop: Shop, app: App) -> None:
    milk = shop.offered(9)
    app.add(milk)
    lines = [carts.CartLine(milk, 2)]
    parked = carts.park(shop.store.id, shop.till.id, lines, label="7", by=TILL, staff=new_id())
    code = carts.show_code(parked.id, by=parked.holder).code
    assert app.act("take-over", {"code": code})["lines"][0]["quantity"] == 3
    again = app.act("take-over", {"code": code})
    assert (again.status, again["code"]) == (404, "bad_cart_code")


def test_a_cart_is_ordered_as_it_was_checked_out_or_not_at_all(shop: Shop, app: App) -> None:
    milk = shop.offered(9)
    app.add(milk)
    first, second = _paid(shop, app), _paid(shop, app)
    app.add(milk)
    refused = first.program.post(f"{first.path}/complete", key="a")
    assert (refused.status, refused["code"]) == (409, "cart_not_as_ordered")
    third = _paid(shop, app)
    assert third.program.post(f"{third.path}/complete", key="b").status == 201
    assert second.program.post(f"{second.path}/complete", key="c").status == 409
    assert len(orders.list_orders(shop.market.id)) == 1
    assert app.program.get(app.path).status == 404


class _Checkout:
    def __init__(self, shop: Shop, begun: Told) -> None:
        self.path = f"/checkouts/{begun['id']}"
        self.program = Program(shop, headers={"Checkout_Secret": begun["secret"]})


def _paid(shop: Shop, app: App) -> _Checkout:
    begun = _Checkout(shop, app.act("checkouts"))
    chosen = {"method": "collect", "place": shop.store.code, "contact": ANA}
    assert begun.program.send("PUT", f"{begun.path}/delivery", chosen).status == 200
    assert begun.program.post(f"{begun.path}/payments", CARD).status == 201
    return begun


def test_a_cart_becomes_a_present_and_its_order_says_so(shop: Shop, app: App, till: Program) -> None:
    app.add(shop.offered(9))
    told = app.program.send("PUT", f"{app.path}/gift", {"gift": {"message": "For Ida"}})
    assert (told.status, told["gift"]) == (200, {"message": "For Ida"})
    refused = app.program.send("PUT", f"{app.path}/gift", {"gift": {"message": "x" * 501}})
    assert (refused.status, refused["code"]) == (422, "invalid")
    assert app.program.get(app.path)["gift"] == {"message": "For Ida"}
    assert app.program.send("PUT", f"{app.path}/gift", {"gift": None})["gift"] is None

    number = till.post("/orders", till.order(shop.offered(5), gift={"message": "For Ida"}))["number"]
    assert till.get(f"/orders/{number}")["gift"] == {"message": "For Ida"}


def test_a_code_is_kept_with_the_cart_and_its_order_names_what_it_gave(shop: Shop, app: App) -> None:
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True))
    _, (code, *_) = singles(shop.market, promotion=live.id)
    app.add(shop.offered(5), 2)
    kept = app.act("coupons", {"code": code})
    assert [(each["tail"], each["works"]) for each in kept["coupons"]] == [(code.replace("-", "")[-4:], True)]
    begun = app.act("checkouts")
    (line,) = begun["lines"]
    assert (begun["total"]["amount"], line["adjustments"][0]["promotion"]) == (400, str(live.id))
    assert line["adjustments"][0]["coupons"] == [kept["coupons"][0]["id"]]
    out = app.program.send("DELETE", f"{app.path}/coupons/{kept['coupons'][0]['id']}")
    assert out["coupons"] == []
    assert app.act("checkouts")["total"]["amount"] == 500


def test_a_second_checkout_of_a_cart_has_the_coupons_and_last_uses_of_the_first(shop: Shop, app: App) -> None:
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True), limits=Limits(uses=1))
    _, (code, *_) = singles(shop.market, promotion=live.id)
    milk = shop.offered(9)
    app.add(milk, 2)
    app.act("coupons", {"code": code})
    chosen = {"method": "collect", "place": shop.store.code, "contact": ANA}
    first = _Checkout(shop, app.act("checkouts"))
    assert first.program.send("PUT", f"{first.path}/delivery", chosen)["total"]["amount"] == 400
    assert [each["works"] for each in app.program.get(app.path)["coupons"]] == [True]
    assert app.act("coupons", {"code": code}).status == 200
    app.add(milk)
    told = app.act("checkouts")
    assert told["total"]["amount"] == 600
    second = _Checkout(shop, told)
    assert second.program.send("PUT", f"{second.path}/delivery", chosen)["total"]["amount"] == 600
    assert second.program.post(f"{second.path}/payments", CARD).status == 201
    assert second.program.post(f"{second.path}/complete", key="a").status == 201


def test_what_a_paid_checkout_holds_is_not_given_to_the_next(shop: Shop, app: App) -> None:
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True))
    _, (code, *_) = singles(shop.market, promotion=live.id)
    app.add(shop.offered(9), 2)
    app.act("coupons", {"code": code})
    first = _paid(shop, app)
    assert app.act("checkouts")["total"]["amount"] == 500
    assert first.program.post(f"{first.path}/complete", key="a").status == 201


def test_a_basket_takes_no_more_codes_of_a_batch_than_it_may(shop: Shop, app: App) -> None:
    live = a_live_one(shop.market, Terms(reward=compiled.Percent(bp=2_000), needs_coupon=True))
    _, (one, two, three) = singles(shop.market, 3, promotion=live.id, a_basket=2)
    app.add(shop.offered(9), 2)
    told = [app.act("coupons", {"code": code}) for code in (one, two, three, one)]
    assert [each.status for each in told] == [200, 200, 422, 200]
    assert (told[2]["code"], len(told[3]["coupons"])) == ("coupon_does_not_work", 2)
    cart = carts.cart_of_token(app.secret)
    assert cart is not None
    (late,) = found(shop.market, three)
    carts.keep_coupon(cart.id, late)  # as by a merged basket: it is kept, and does not work
    assert [each["works"] for each in app.program.get(app.path)["coupons"]] == [True, True, False]
    begun = _Checkout(shop, app.act("checkouts"))
    chosen = {"method": "collect", "place": shop.store.code, "contact": ANA}
    assert begun.program.send("PUT", f"{begun.path}/delivery", chosen).status == 200
    basket = {"channel": shop.web.code, "lines": [{"sku": sku(shop.offered(9)), "quantity": 1}]}
    for program in (Program(shop), Program.with_key(shop, "checkout.use")):
        refused = program.post("/checkouts", basket | {"codes": [one, two, three]})
        assert (refused.status, refused["code"]) == (422, "coupon_does_not_work")


def test_a_code_that_does_not_work_is_refused_alike_whatever_it_is(app: App) -> None:
    told = [app.act("coupons", {"code": typed}) for typed in ("NOSUCH", "XXXX-XXXX-XXXX-XXXX-X")]
    assert {(each.status, each["code"]) for each in told} == {(422, "coupon_does_not_work")}
