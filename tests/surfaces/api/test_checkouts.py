"""The shopper's way: start, choose, pay, complete; nobody goes another's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments.models import Payment
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.modules.tax import public as tax
from tests.checkout.builders import Shop
from tests.checkout.later import may_pay_at_collection
from tests.delivery.builders import a_service
from tests.places.builders import a_store
from tests.promotions.builders import a_live_one
from tests.surfaces.api.programs import Program, Told, sku, usd
from tests.surfaces.unchanged import nothing_changes
from tests.tax.builders import a_rate

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ANA = {
    "name": "Ana",
    "email": "ana@example.com",
    "street": "High St 1",
    "postal_code": "10001",
    "city": "York",
    "country": "US",
}
CARD = {"method": "test_card", "token": "tok_approve"}


class Walk:
    """A shopper on the way, with the secret in the pocket."""

    def __init__(self, shop: Shop, variant: VariantId, quantity: int = 1) -> None:
        self.shop = shop
        lines = [{"sku": sku(variant), "quantity": quantity}]
        self.begun = Program(shop).post("/checkouts", {"channel": shop.web.code, "lines": lines})
        assert self.begun.status == 201, self.begun.body
        self.path = f"/checkouts/{self.begun['id']}"
        self.program = Program(shop, headers={"Checkout_Secret": self.begun["secret"]})

    def collect(self, **fields: Any) -> Told:
        body = {"method": "collect", "place": self.shop.store.code, "contact": ANA} | fields
        return self.program.send("PUT", f"{self.path}/delivery", body)

    def pay(self, token: str = "tok_approve") -> Told:
        return self.program.post(f"{self.path}/payments", CARD | {"token": token})

    def complete(self, key: str = "") -> Told:
        return self.program.post(f"{self.path}/complete", key=key)


def test_a_business_of_the_eu_is_charged_by_its_vat_id_and_a_wrong_one_changes_nothing(shop: Shop) -> None:
    tax.set_regime(shop.market.id, tax.Regime("PL"), actor=SYSTEM)
    a_rate(shop.market.id, 2_500)
    walk, berlin = Walk(shop, shop.offered(5)), ANA | {"country": "DE"}
    refused = walk.collect(method="ship", contact=berlin | {"vat_id": "DE136695977"})
    assert (refused.status, refused["code"], refused["field"]) == (422, "bad_vat_id", "contact.vat_id")
    assert refused["value"] == "DE136695977"
    assert walk.program.get(walk.path)["method"] is None
    charged = walk.collect(method="ship", contact=berlin)
    told = (charged["total"]["amount"], charged["tax"]["amount"], charged["tax_treatment"])
    assert told == (313, 63, "charged")
    spared = walk.collect(method="ship", contact=berlin | {"vat_id": "DE 136 695 976"})
    assert (spared["total"]["amount"], spared["tax"]["amount"], spared["tax_treatment"]) == (250, 0, "reverse")
    walk.pay()
    number = walk.complete()["number"]
    (order,) = orders.list_orders(shop.market.id)
    kept = orders.get_order(order.id)
    assert (order.number, kept.vat_id, orders.is_reverse_charged(kept)) == (number, "DE136695976", True)


def test_a_present_is_said_when_the_checkout_starts(shop: Shop) -> None:
    gift = {"message": "For Ida"}
    body = {"channel": shop.web.code, "lines": [{"sku": sku(shop.offered(5)), "quantity": 1}], "gift": gift}
    begun = Program(shop).post("/checkouts", body)
    kept = checkout.get_checkout(checkout.CheckoutId(UUID(begun["id"])))
    assert (begun.status, kept.gift) == (201, "For Ida")
    refused = Program(shop).post("/checkouts", body | {"gift": {"message": "x" * 501}})
    assert (refused.status, refused["field"]) == (422, "gift.message")


def test_four_steps_lead_to_an_order(shop: Shop) -> None:
    variant = shop.offered(5)
    walk = Walk(shop, variant, 2)
    assert (walk.begun["total"], walk.begun["state"], walk.begun["paid"]) == (usd(500), "open", False)
    chosen = walk.collect()
    assert (chosen.status, chosen["method"], chosen["place"]) == (200, "collect", shop.store.code)
    assert shop.level(variant).reserved == 2
    assert (walk.pay().status, walk.pay()["state"]) == (201, "authorised")
    placed = walk.complete(key="k")
    assert (placed.status, placed["total"]) == (201, usd(500))
    assert walk.complete(key="k").body == placed.body
    assert walk.complete().body == placed.body
    shown = walk.program.get(walk.path)
    assert (shown["state"], shown["paid"]) == ("completed", True)
    assert "secret" not in shown.body
    assert len(orders.list_orders(shop.market.id)) == Payment.objects.count() == 1


def test_goods_are_shipped_to_an_address(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5))
    told = walk.program.send("PUT", f"{walk.path}/delivery", {"method": "ship", "contact": ANA})
    assert (told.status, told["method"], told["place"]) == (200, "ship", shop.store.code)


def test_what_a_store_lacks_is_brought_there_when_that_is_asked_for(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(3), 2)
    store = a_store(shop.market)
    delivery.set_lane(delivery.Lane(shop.store.id, store.id), actor=SYSTEM)
    assert walk.collect(place=store.code)["code"] == "out_of_stock"
    told = walk.collect(method="bring", place=store.code)
    assert (told.status, told["method"], told["place"], told["brought"]) == (200, "collect", store.code, True), (
        told.body
    )
    assert told["promised_by"] is not None
    assert walk.pay().status == 201
    assert walk.complete().status == 201
    assert walk.collect(method="bring", place="nowhere").status == 404


def test_a_service_is_chosen_by_its_code(shop: Shop) -> None:
    delivery.open_service(shop.market.id, a_service(code="express"), actor=SYSTEM)
    variant = shop.offered(1)
    walk = Walk(shop, variant)
    body = {"method": "ship", "contact": ANA}
    told = walk.program.send("PUT", f"{walk.path}/delivery", body)
    assert (told["service"], told["delivery"]) == ("", usd(0))
    told = walk.program.send("PUT", f"{walk.path}/delivery", body | {"service": "express"})
    assert (told.status, told["service"], told["delivery"]) == (200, "express", usd(490)), told.body
    assert told["promised_by"] is not None
    with nothing_changes():
        told = walk.program.send("PUT", f"{walk.path}/delivery", body | {"service": "pigeon"})
    assert (told.status, told["code"], told["field"]) == (422, "not_by_that_service", "service")
    assert shop.level(variant).reserved == 1


def test_a_checkout_opens_by_its_secret_only(shop: Shop, till: Program) -> None:
    walk, other = Walk(shop, shop.offered(5)), Walk(shop, shop.offered(5))
    for program in (Program(shop), till, other.program):
        for method, path, body in (
            ("GET", walk.path, None),
            ("PUT", f"{walk.path}/delivery", {"method": "ship", "contact": ANA}),
            ("POST", f"{walk.path}/payments", CARD),
            ("POST", f"{walk.path}/complete", None),
        ):
            told = program.send(method, path, body, Idempotency_Key=str(new_id()))
            assert (told.status, told["code"]) == (404, "unknown_checkout"), (method, path)
    assert Walk(shop, shop.offered(1)).program.get("/checkouts/nonsense").status == 404


def test_starting_twice_under_one_key_starts_once(shop: Shop) -> None:
    body = {"channel": shop.web.code, "lines": [{"sku": sku(shop.offered(5)), "quantity": 1}]}
    key = str(new_id())
    first, again = (Program(shop).post("/checkouts", body, key=key) for _ in range(2))
    assert (first["id"], first["secret"]) == (again["id"], again["secret"])
    assert again.headers["Idempotency-Replayed"] == "true"
    guessable = Program(shop).post("/checkouts", body, key="1")
    assert (guessable.status, guessable["field"]) == (422, "Idempotency-Key")


def test_a_declined_card_may_be_followed_by_another(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5))
    walk.collect()
    told = walk.pay("tok_decline")
    assert (told.status, told["code"]) == (402, "card_declined")
    assert walk.complete()["code"] == "payment_missing"
    assert walk.pay().status == 201
    assert walk.complete().status == 201


def test_a_key_pays_once(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5))
    walk.collect()
    first, again = (walk.program.post(f"{walk.path}/payments", CARD, key="k") for _ in range(2))
    assert (first.body, again.headers["Idempotency-Replayed"]) == (again.body, "true")
    other = walk.program.post(f"{walk.path}/payments", CARD | {"token": "tok_decline"}, key="k")
    assert (other.status, other["code"]) == (422, "idempotency_key_reused")


def test_steps_come_in_their_order(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5))
    assert (walk.pay().status, walk.pay()["code"]) == (409, "choose_delivery")
    assert (walk.complete().status, walk.complete()["code"]) == (409, "choose_delivery")
    assert Payment.objects.count() == 0


def test_what_is_gone_is_named(shop: Shop) -> None:
    variant = shop.offered(1)
    told = Walk(shop, variant, 2).collect()
    assert (told.status, told["code"], told["field"], told["value"]) == (409, "out_of_stock", "lines[0].quantity", 2)
    assert (told["variant"], told["available"]) == (sku(variant), 1)


def test_a_shopper_is_no_till_and_names_nobodys_card(shop: Shop, till: Program) -> None:
    lines = [{"sku": sku(shop.offered(5)), "quantity": 1}]
    told = Program(shop).post("/checkouts", {"channel": shop.till.code, "lines": lines})
    assert (told.status, told["code"]) == (422, "channel_closed")
    assert till.post("/checkouts", {"channel": shop.till.code, "lines": lines}).status == 201
    told = Program(shop).post(
        "/checkouts", {"channel": shop.web.code, "lines": lines, "customer_card": "2900000000001"}
    )
    assert told.status == 401


def test_each_step_states_its_statements(shop: Shop) -> None:
    variant = shop.offered(5)
    counts = []
    walk = Walk(shop, variant)
    for step in (
        lambda: Walk(shop, variant),
        walk.collect,
        walk.pay,
        walk.complete,
        lambda: walk.program.get(walk.path),
    ):
        with CaptureQueriesContext(connection) as queries:
            step()
        counts.append(len(queries))
    assert counts == [12, 26, 7, 4, 2]  # without what a web process remembers while it listens


def test_a_checkout_becomes_an_order_that_is_paid_when_it_is_collected(shop: Shop) -> None:
    walk = Walk(shop, shop.offered(5), 2)
    walk.collect()
    path = f"{walk.path}/complete?pay=at_collection"
    assert walk.program.post(path, key=str(new_id()))["code"] == "not_payable_at_collection"
    assert walk.program.post(f"{walk.path}/complete?pay=never", key=str(new_id())).status == 422
    may_pay_at_collection(shop.market.id)
    assert walk.complete(str(new_id()))["code"] == "payment_missing"
    placed = walk.program.post(path, key=str(new_id()))
    assert (placed.status, placed["total"]) == (201, usd(500))


def test_what_is_paid_is_the_total_of_the_way_to_pay_that_was_named(shop: Shop) -> None:
    a_live_one(shop.market, Terms(reward=compiled.Percent(bp=1_000), when=compiled.Pays(("test_card",))))
    walk = Walk(shop, shop.offered(5), 2)
    assert walk.collect()["total"] == usd(500)
    refused = walk.pay()
    assert (refused.status, refused["code"], refused["field"]) == (409, "priced_for_other_payment", "method")
    assert walk.collect(pay_by="test_card")["total"] == usd(450)
    assert (walk.pay()["amount"], walk.complete(key="k")["total"]) == (usd(450), usd(450))


def test_a_checkout_says_which_gifts_are_open(shop: Shop) -> None:
    gift, bought = shop.offered(5, 400), shop.offered(5, 1_000)
    when = compiled.Worth(compiled.EVERYTHING, 1_000)
    live = a_live_one(shop.market, Terms(reward=compiled.Gift(f"v:{gift}"), when=when))
    (told,) = Walk(shop, bought).begun["gifts"]
    assert told == {
        "sku": sku(gift),
        "title": told["title"],
        "quantity": 1,
        "promotion": str(live.id),
        "label": live.plan.name,
    }
    assert Walk(shop, gift).begun["gifts"] == []


def test_what_costs_nothing_is_ordered_without_a_payment(shop: Shop) -> None:
    a_live_one(shop.market, Terms(reward=compiled.Percent(bp=10_000)))
    variant = shop.offered(5)
    walk = Walk(shop, variant, 2)
    assert walk.collect()["total"] == usd(0)
    refused = walk.pay()
    assert (refused.status, refused["code"]) == (409, "costs_nothing")
    placed = walk.complete(key="k")
    assert (placed.status, placed["total"], shop.level(variant).reserved) == (201, usd(0), 2)
    assert not Payment.objects.exists()
