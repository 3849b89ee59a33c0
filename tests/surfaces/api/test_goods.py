"""The catalogue, availability and places by the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import NewVariant
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_category, a_product, a_variant
from tests.checkout.builders import Shop
from tests.places.builders import a_store
from tests.surfaces.api.programs import Program, sku, usd

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_variant_has_its_price(shop: Shop, shopper: Program) -> None:
    variant = shop.offered(5)
    told = shopper.get(f"/variants/{sku(variant)}")
    assert (told.status, told["price"], told["per"], told["unit"], told["scale"]) == (200, usd(250), 1, "each", 1)


def test_a_weighed_variant_costs_money_for_a_weight(shop: Shop, shopper: Program) -> None:
    variant = a_variant("Cherries", unit=Unit.KILOGRAM)
    pricing.set_price(shop.market.id, variant, UnitPrice(399, "USD", 1000), clock.now(), actor=SYSTEM)
    told = shopper.get(f"/variants/{sku(variant)}")
    assert (told["price"], told["per"], told["unit"], told["scale"]) == (usd(399), 1000, "kg", 1000)


def test_a_barcode_is_scanned(shop: Shop, shopper: Program) -> None:
    a_product("Milk", variants=[NewVariant(sku="MILK", barcodes=("4006381333931",))])
    assert shopper.get("/barcodes/4006381333931")["sku"] == "MILK"
    assert shopper.get("/barcodes/4006381333931")["gtin"] == "4006381333931"
    told = shopper.get("/barcodes/4006381333932")
    assert (told.status, told["code"], told["field"], told["value"], told["expected"]) == (
        422,
        "wrong_check_digit",
        "barcode",
        "4006381333932",
        "1",
    )
    assert told["cure"]
    assert shopper.get("/barcodes/4006381333931")["label"] is None
    dated = shopper.get("/barcodes/(01)04006381333931(17)270131(10)A7")
    assert (dated["sku"], dated["label"]) == (
        "MILK",
        {"quantity": None, "amount": None, "expires_on": "2027-01-31", "lot": "A7"},
    )
    priced = shopper.get("/barcodes/010400638133393131030004013922437")["label"]
    assert (priced["quantity"], priced["amount"]["amount"], priced["expires_on"]) == (401, 437, None)
    assert shopper.get("/barcodes/milk")["code"] == "not_a_barcode"
    assert shopper.get("/barcodes/96385074").status == 404


def test_products_are_found_and_shown(shop: Shop, shopper: Program) -> None:
    drinks = a_category("Drinks")
    a_product("Orange juice", drinks, variants=[NewVariant(sku="OJ")], slug="orange-juice")
    a_product("Gouda", slug="gouda")
    found = shopper.get("/products?search=orenge%20juice")
    assert [(each["slug"], each["variants"][0]["sku"]) for each in found["items"]] == [("orange-juice", "OJ")]
    told = shopper.get("/products/orange-juice")
    assert (told["title"], told["categories"][0]["name"], told["variants"][0]["price"]) == (
        "Orange juice",
        "Drinks",
        None,
    )
    within = shopper.get(f"/products?category={told['categories'][0]['slug']}")
    assert [each["slug"] for each in within["items"]] == ["orange-juice"]
    assert shopper.get("/products/nothing").status == 404
    assert shopper.get("/products?category=nothing").status == 404


def test_products_come_in_pages(shop: Shop, shopper: Program) -> None:
    for name in ("Ale", "Beer", "Cider"):
        a_product(name, slug=name.lower())
    first = shopper.get("/products?limit=2")
    assert ([each["slug"] for each in first["items"]], first["total"]) == (["ale", "beer"], 3)
    second = shopper.get(f"/products?limit=2&cursor={first['next']}")
    assert ([each["slug"] for each in second["items"]], second["next"]) == (["cider"], None)
    told = shopper.get("/products?cursor=nonsense")
    assert (told.status, told["code"], told["field"], told["value"]) == (422, "invalid", "cursor", "nonsense")


def test_availability_tells_each_sku_at_each_place(shop: Shop, shopper: Program) -> None:
    one, two = shop.offered(5), shop.offered(1)
    a_store(shop.market, code="far")
    told = shopper.get(f"/availability?sku={sku(one)},{sku(two)}")
    known = {(each["sku"], each["place"]): each["available"] for each in told["items"]}
    here = shop.store.code
    assert known == {(sku(one), here): 5, (sku(one), "far"): 0, (sku(two), here): 1, (sku(two), "far"): 0}
    assert len(shopper.get(f"/availability?sku={sku(one)}&place=far")["items"]) == 1


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ("", 422, "invalid", "sku"),
        ("sku=", 422, "invalid", "sku"),
        ("sku=" + ",".join(map(str, range(51))), 422, "invalid", "sku"),
        ("sku=NOTHING", 404, "not_found", None),
        ("sku=NOTHING&place=nowhere", 404, "unknown_place", "place"),
        ("sku=NOTHING&by=tomorrow", 422, "invalid", "by"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_questions_that_have_no_answer(
    shop: Shop, shopper: Program, query: str, status: int, code: str, field: str | None
) -> None:
    told = shopper.get(f"/availability?{query}")
    assert (told.status, told["code"], told["field"]) == (status, code, field)


def test_availability_explains_itself_to_programs(shop: Shop, till: Program, shopper: Program) -> None:
    variant = shop.offered(5)
    inventory.set_rule(shop.market.id, inventory.Scope(variant=variant), inventory.Amount(2, hard=True), actor=SYSTEM)
    asked = f"/availability/explanation?sku={sku(variant)}&place={shop.store.code}"
    assert shopper.get(asked).status == 401
    told = till.get(asked)
    assert (told["on_hand"], told["reserved"], told["kept_back"], told["available"]) == (5, 0, 2, 3)
    assert till.get(f"/availability?sku={sku(variant)}")["items"][0]["available"] == 3
    for wrong in ("&channel=nothing", "&by=never"):
        assert till.get(asked + wrong).status in (404, 422)
    assert till.get(f"/availability/explanation?sku=NOTHING&place={shop.store.code}").status == 404


def test_places_are_listed(shop: Shop, shopper: Program) -> None:
    (place,) = shopper.get("/places")["items"]
    assert (place["code"], place["kind"], place["sells"]) == (shop.store.code, "store", True)


def test_each_question_states_its_statements(shop: Shop, shopper: Program) -> None:
    code = sku(shop.offered(5))
    a_product("Ale", slug="ale")
    counts = {}
    for path in (f"/variants/{code}", "/products", "/products/ale", f"/availability?sku={code}", "/places"):
        with CaptureQueriesContext(connection) as queries:
            assert shopper.get(path).status == 200
        counts[path.split("?")[0].rsplit("SKU", maxsplit=1)[0]] = len(queries)
    assert counts == {"/variants/": 5, "/products": 8, "/products/ale": 9, "/availability": 5, "/places": 2}
