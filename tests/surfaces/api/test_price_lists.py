"""Price lists by the API, the prices in them, and what products cost a buyer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers import public as customers
from oneshelf.modules.pricing import public as pricing
from tests.checkout.builders import Shop
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
CLUB = {"code": "club", "name": "Club", "rank": 5, "group": "club"}


@pytest.fixture
def club(till: Program) -> str:
    """The id of a customer in a group with a list of its own."""
    ana = a_customer()
    group = customers.open_group("club", "Club", actor=SYSTEM)
    customers.join_group(ana.id, group.id, actor=SYSTEM)
    assert till.post("/price-lists", CLUB).status == 201
    return str(ana.id)


def put(program: Program, code: str, article: str, cents: int, **window: Any) -> Any:
    return program.send("PUT", f"/price-lists/{code}/prices/{article}", {"price": usd(cents)} | window)


def test_a_list_is_opened_filled_and_closed(shop: Shop, till: Program, club: str) -> None:
    article = sku(shop.offered(5))
    told = till.get("/price-lists")["items"]
    assert [(each["code"], each["rank"], each["group"], each["currency"]) for each in told] == [
        ("club", 5, "club", "USD"),
        ("base", 0, None, "USD"),
    ]
    listed = put(till, "club", article, 200)
    assert (listed.status, [each["price"] for each in listed["items"]]) == (200, [usd(200)])
    assert put(till, "club", article, 200)["items"] == listed["items"]  # said twice is said once
    page = till.get("/price-lists/club/prices")
    assert ([(each["sku"], each["price"], each["per"]) for each in page["items"]], page["next"]) == (
        [(article, usd(200), 1)],
        None,
    )
    assert till.get(f"/variants/{article}?customer={club}")["price"] == usd(200)
    closed = [till.post("/price-lists/club/close") for _ in range(2)]
    assert [(each.status, each["closed"]) for each in closed] == [(200, True)] * 2
    assert till.get("/price-lists/club")["closed"]
    assert [each["code"] for each in till.get("/price-lists")["items"]] == ["base"]
    assert till.get(f"/variants/{article}?customer={club}")["price"] == usd(250)
    is_refused(put(till, "club", article, 100), 409, "price_list_closed", "price_list", "club")
    is_refused(till.post("/price-lists/base/close"), 422, "bad_price_list", "code", None)


def test_a_list_is_for_a_channel_and_a_place(shop: Shop, till: Program) -> None:
    body = {"code": "counter", "name": "Counter", "rank": 7, "channel": shop.till.code, "place": shop.store.code}
    told = [till.post("/price-lists", body, key="once") for _ in range(2)]
    assert [(each.status, each["channel"], each["place"]) for each in told] == [
        (201, shop.till.code, shop.store.code)
    ] * 2
    article = sku(shop.offered(5))
    put(till, "counter", article, 240)
    buyer = f"channel={shop.till.code}&place={shop.store.code}"
    assert till.get(f"/variants/{article}?{buyer}")["price"] == usd(240)
    assert till.get(f"/variants/{article}?channel={shop.till.code}")["price"] == usd(250)


def test_pages_of_a_list_go_on_where_they_ended(shop: Shop, till: Program) -> None:
    wanted = {sku(shop.offered(1)) for _ in range(3)}
    first = till.get("/price-lists/base/prices?limit=2")
    rest = till.get(f"/price-lists/base/prices?limit=2&cursor={first['next']}")
    assert ({each["sku"] for each in first["items"] + rest["items"]}, rest["next"]) == (wanted, None)
    is_refused(till.get("/price-lists/base/prices?cursor=x"), 422, "invalid", "cursor", "x")


def test_a_price_is_planned_and_taken_back(shop: Shop, till: Program) -> None:
    variant = shop.offered(5)
    article, starts = sku(variant), (clock.now() + DAY).isoformat()
    planned = put(till, "base", article, 300, starts=starts)
    assert [each["price"] for each in planned["items"]] == [usd(300), usd(250)]
    assert planned["current"] == planned["items"][1]["id"]
    price = planned["items"][0]["id"]
    is_refused(put(till, "base", article, 310, starts=starts), 409, "price_window_taken", "starts", starts)
    now = till.send("DELETE", f"/price-lists/base/prices/{article}/{price}")
    assert [(each["price"], each["ends"]) for each in now["items"]] == [(usd(250), None)]
    again = till.send("DELETE", f"/price-lists/base/prices/{article}/{price}")
    is_refused(again, 404, "not_found", None, price)
    is_refused(till.send("DELETE", f"/price-lists/base/prices/{article}/x"), 422, "invalid", "price", "x")
    over = (clock.now() - DAY).isoformat()
    is_refused(put(till, "base", article, 300, starts=over), 422, "price_in_the_past", "starts", over)


def test_the_lowest_of_thirty_days_stands_beside_a_reduction(shop: Shop, till: Program) -> None:
    article = sku(shop.offered(5, 250))
    told = put(till, "base", article, 199)
    assert (told["lowest_30_days"], [each["price"] for each in told["items"]]) == (usd(250), [usd(199), usd(250)])
    page = till.get(f"/price-lists/base/prices/{article}?limit=1")
    older = till.get(f"/price-lists/base/prices/{article}?limit=1&cursor={page['next']}")
    assert [each["price"] for each in page["items"] + older["items"]] == [usd(199), usd(250)]
    assert older["next"] is None


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"code": "base"}, 422, "bad_price_list", "code"),
    ({"code": "Club!"}, 422, "bad_price_list", "code"),
    ({"rank": 0}, 422, "invalid", "rank"),
    ({"channel": "nothing"}, 404, "unknown_channel", "channel"),
    ({"place": "nothing"}, 404, "unknown_place", "place"),
    ({"group": "nothing"}, 404, "unknown_group", "group"),
    ({"rank": 5, "group": None}, 409, "rank_taken", "rank"),
    ({"rank": 6, "group": None, "code": "club"}, 409, "price_list_taken", "code"),
]


def test_what_is_no_list_and_no_price_is_refused(shop: Shop, till: Program, club: str) -> None:
    article = sku(shop.offered(1))
    with nothing_changes():
        for fields, status, code, field in WRONG:
            told = till.post("/price-lists", CLUB | {"code": "other", "rank": 9} | fields)
            assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
        assert till.get("/price-lists/nothing")["code"] == "unknown_price_list"
        assert till.get("/price-lists/base/prices/nothing")["code"] == "not_found"
        eur = till.send("PUT", f"/price-lists/base/prices/{article}", {"price": {"amount": 1, "currency": "EUR"}})
        assert (eur.status, eur["field"]) == (422, "price.currency")
        assert put(till, "base", article, -1)["code"] == "bad_price"
        assert put(till, "nothing", article, 1)["code"] == "unknown_price_list"


def test_a_list_of_another_market_is_not_there(shop: Shop, till: Program) -> None:
    other = a_market()
    pricing.open_price_list(other.id, "theirs", "Theirs", pricing.EVERY_SALE, 3, actor=SYSTEM)
    assert till.get("/price-lists/theirs")["code"] == "unknown_price_list"


def test_each_sees_the_prices_that_are_for_them(shop: Shop, till: Program, shopper: Program, club: str) -> None:
    article = sku(shop.offered(5))
    put(till, "club", article, 200)
    as_one_of = till.get(f"/variants/{article}?group=club")
    assert (as_one_of["price"], as_one_of["lowest_30_days"]) == (usd(200), usd(250))
    assert [each["variants"][0]["price"] for each in till.get("/products?group=club")["items"]] == [usd(200)]
    assert shopper.get(f"/variants/{article}?channel={shop.web.code}")["price"] == usd(250)
    for about in ("group=club", f"customer={club}", f"place={shop.store.code}"):
        told = shopper.get(f"/variants/{article}?{about}")
        assert (told.status, told["permission"]) == (403, "pricing.view"), about
    is_refused(
        shopper.get(f"/variants/{article}?channel={shop.till.code}"), 422, "channel_closed", "channel", shop.till.code
    )
    pricer = Program.with_key(shop, "catalogue.view", "pricing.view")
    assert pricer.get(f"/variants/{article}?group=club")["price"] == usd(200)
    assert pricer.get(f"/variants/{article}?customer={club}")["permission"] == "customers.view"
    assert till.get(f"/variants/{article}?customer={new_id()}")["code"] == "unknown_customer"
    till.post("/customer-groups/club/close")
    is_refused(till.get(f"/variants/{article}?group=club"), 409, "group_closed", "group", "Club")
    assert till.get(f"/variants/{article}?customer={club}")["price"] == usd(250)
    refused = till.post("/price-lists", CLUB | {"code": "more", "rank": 8})
    assert refused["code"] == "group_closed"


def test_who_may_look_may_not_change(shop: Shop, till: Program, club: str) -> None:
    article = sku(shop.offered(5))
    looker = Program.with_key(shop, "pricing.view")
    assert looker.get("/price-lists").status == 200
    with nothing_changes():
        refused = [
            looker.post("/price-lists", CLUB | {"code": "more", "rank": 8}),
            looker.post("/price-lists/club/close"),
            put(looker, "club", article, 1),
            looker.send("DELETE", f"/price-lists/club/prices/{article}/{new_id()}"),
        ]
    assert {(each.status, each["permission"]) for each in refused} == {(403, "pricing.edit")}
    assert till.send("POST", "/price-lists", CLUB | {"code": "more", "rank": 8})["code"] == "idempotency_key_missing"
