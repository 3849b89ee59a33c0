"""The back office's pages: what each shows, to whom, and with how many questions to the database."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.backoffice import stock
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def number_of(sold: checkout.PlacedOrder) -> str:
    return orders.get_order(sold.order).summary.number


def test_the_board_shows_the_day_and_leads_to_its_rows(shop: WebShop, owner: Client) -> None:
    shop.till_sale(shop.product(cents=250, york=5), 2)
    page = owner.get("/backoffice/")
    assert page.status_code == 200
    (day,) = page.context["days"]
    assert (day.name, day.orders, day.amount.minor) == (shop.till.name, 1, 500)
    rows = owner.get(day.href).context["rows"]
    assert [row.summary.total.minor for row in rows] == [500]
    assert page.context["chart"].series[0].name == shop.till.name


def test_the_board_names_empty_shelves_of_what_sells(shop: WebShop, owner: Client) -> None:
    shop.till_sale(shop.product("Brie", york=1, leeds=5))
    shop.till_sale(shop.product("Gouda", york=2))
    (empty,) = owner.get("/backoffice/").context["empty"]
    assert ("Brie" in empty.title, empty.place.id) == (True, shop.york.id)
    assert owner.get(empty.href).status_code == 200


def test_a_day_without_sales_says_so(shop: WebShop, owner: Client) -> None:
    page = owner.get("/backoffice/", {"day": "2020-02-29"})
    assert (page.context["chart"], page.context["is_today"]) == (None, False)
    assert "Nothing was sold" in page.content.decode()


@pytest.mark.parametrize("day", ["", "yesterday", "2999-01-01", "0001-01-01"])
def test_a_day_that_cannot_be_is_today(shop: WebShop, owner: Client, day: str) -> None:
    assert owner.get("/backoffice/", {"day": day}).status_code == 200


def test_without_a_market_the_board_says_what_to_do(owner: Client) -> None:
    page = owner.get("/backoffice/")
    assert page.status_code == 404
    assert "no market yet" in page.content.decode()


def test_the_book_is_narrowed_by_its_address(shop: WebShop, owner: Client) -> None:
    first = shop.till_sale(shop.product(york=5))
    orders.renew_search([first.order])
    assert len(owner.get("/backoffice/orders/").context["rows"]) == 1
    for query, count in (
        ({"channel": shop.till.code}, 1),
        ({"channel": shop.web.code}, 0),
        ({"state": "completed"}, 1),
        ({"state": "cancelled"}, 0),
        ({"q": "gouda"}, 1),
        ({"q": "cheddar"}, 0),
        ({"q": "gouda", "place": shop.leeds.code}, 0),
        ({"method": "take_now", "least": "0,01", "most": "2.50"}, 1),
        ({"method": "ship"}, 0),
        ({"least": "2.51"}, 0),
        ({"broken": "1"}, 0),
        ({"customer": str(new_id())}, 0),
        ({"from": shop.today.isoformat(), "to": shop.today.isoformat()}, 1),
        ({"to": "2020-01-01"}, 0),
        ({"place": shop.york.code}, 1),
        ({"place": shop.leeds.code}, 0),
        ({"day": (shop.today - timedelta(days=3)).isoformat()}, 0),
    ):
        assert len(owner.get("/backoffice/orders/", query).context["rows"]) == count, query
    found = owner.get("/backoffice/orders/", {"q": number_of(first).lower()})
    assert found.headers["Location"] == f"/backoffice/orders/{first.order}/"


@pytest.mark.parametrize(
    "field", ["channel", "state", "place", "day", "method", "from", "to", "least", "most", "customer"]
)
def test_a_filter_that_names_nothing_says_so_at_its_field(shop: WebShop, owner: Client, field: str) -> None:
    page = owner.get("/backoffice/orders/", {field: "nothing"})
    assert (page.status_code, list(page.context["errors"]), page.context["rows"]) == (200, [field], [])


@pytest.mark.parametrize("amount", ["-1", "1.234", "1e400", "nan", "9" * 19])
def test_an_amount_that_cannot_be_says_so(shop: WebShop, owner: Client, amount: str) -> None:
    assert list(owner.get("/backoffice/orders/", {"least": amount}).context["errors"]) == ["least"]


def test_whoever_searches_is_told_what_search_does_not_know(
    shop: WebShop, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oneshelf.modules.orders.actions.search.PATIENCE", timedelta(0))
    shop.till_sale(shop.product(york=5))
    page = owner.get("/backoffice/orders/", {"q": "gouda"})
    assert (page.context["rows"], page.context["lags"]) == ([], True)
    assert page.context["filling"] is not None
    orders.fill_search(within=timedelta(minutes=1))
    page = owner.get("/backoffice/orders/", {"q": "gouda"})
    assert (len(page.context["rows"]), page.context["lags"], page.context["filling"]) == (1, False, None)


def test_a_search_states_its_questions(shop: WebShop, owner: Client) -> None:
    counts = []
    for _ in range(2):
        orders.renew_search([shop.till_sale(shop.product(york=5)).order])
        owner.get("/backoffice/orders/", {"q": "gouda"})
        with CaptureQueriesContext(connection) as queries:
            owner.get("/backoffice/orders/", {"q": "gouda"})
        counts.append(len(queries))
    assert counts == [13, 13]


def test_who_works_at_one_place_finds_its_orders_only(shop: WebShop, client: Client) -> None:
    manager = sign_in(client, a_member("manager", at=shop.leeds.id))
    sold = shop.till_sale(shop.product(york=5))
    orders.renew_search([sold.order])
    for text in ("gouda", number_of(sold)):
        assert manager.get("/backoffice/orders/", {"q": text}).context["rows"] == []


def test_the_book_has_pages(shop: WebShop, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.surfaces.backoffice.book.PAGE", 2)
    gouda = shop.product(york=9)
    sold = {number_of(shop.till_sale(gouda)) for _ in range(3)}
    first = owner.get("/backoffice/orders/")
    second = owner.get("/backoffice/orders/" + first.context["next"])
    seen = [row.summary.number for page in (first, second) for row in page.context["rows"]]
    assert (set(seen), len(seen), second.context["next"]) == (sold, 3, "")


def test_an_order_tells_its_story(shop: WebShop, owner: Client) -> None:
    sold = shop.till_sale(shop.product(york=5), 2)
    page = owner.get(f"/backoffice/orders/{sold.order}/")
    assert page.status_code == 200
    assert "Order placed" in [step.title for step in page.context["whole"].story]
    assert "Gouda" in page.content.decode()


def test_stock_is_listed_found_and_explained(shop: WebShop, owner: Client) -> None:
    gouda = shop.product("Gouda", york=5)
    shop.product("Brie", leeds=2)
    sold = shop.till_sale(gouda)
    listed = owner.get("/backoffice/stock/", {"place": shop.york.code}).context["rows"]
    assert [(article.id, level.on_hand) for article, level in listed] == [(gouda, 4)]
    found = owner.get("/backoffice/stock/", {"place": shop.york.code, "q": "brie"}).context["rows"]
    assert [level.on_hand for _article, level in found] == [0]
    page = owner.get(f"/backoffice/stock/{shop.york.code}/{gouda}/")
    assert [entry.change for entry in page.context["entries"]] == [-1, 5]
    assert page.context["entries"][0].href == f"/backoffice/orders/{sold.order}/"


def test_stock_is_shown_as_of_a_past_moment_and_movements_page_by_page(shop: WebShop, owner: Client) -> None:
    gouda = shop.product("Gouda", york=5)
    before = clock.now().isoformat()
    for _ in range(3):
        shop.till_sale(gouda)
    asked = {"place": shop.york.code, "at": before}
    page = owner.get("/backoffice/stock/", asked)
    assert [on_hand for _article, on_hand in page.context["past"]] == [5]
    assert [level.on_hand for _article, level in page.context["rows"]] == [2]
    wrong = owner.get("/backoffice/stock/", asked | {"at": "yesterday"})
    assert (wrong.context["past"], bool(wrong.context["wrong_time"])) == (None, True)
    level = f"/backoffice/stock/{shop.york.code}/{gouda}/"
    with mock.patch.object(stock, "MOST_MOVEMENTS", 3):
        first = owner.get(level)
        assert [entry.change for entry in first.context["entries"]] == [-1, -1, -1]
        older = owner.get(level + first.context["older"])
    assert ([entry.change for entry in older.context["entries"]], older.context["older"]) == ([5], "")
    assert [entry.change for entry in owner.get(level + "?before=nonsense").context["entries"]] == [-1, -1, -1, 5]


def test_whoever_works_at_one_store_sees_that_one(shop: WebShop, client: Client) -> None:
    sold = shop.till_sale(shop.product(york=5, leeds=5))
    sign_in(client, a_member("manager", at=shop.leeds.id))
    assert client.get("/backoffice/").context["days"] == []
    assert client.get("/backoffice/orders/").context["rows"] == []
    assert client.get("/backoffice/orders/", {"place": shop.york.code}).context["errors"]
    assert client.get(f"/backoffice/orders/{sold.order}/").status_code == 403
    gouda = orders.get_order(sold.order).lines[0].variant
    assert client.get(f"/backoffice/stock/{shop.york.code}/{gouda}/").status_code == 403
    assert client.get(f"/backoffice/stock/{shop.leeds.code}/{gouda}/").status_code == 200
    assert client.post(f"/backoffice/prices/{gouda}/", {"amount": "1"}).status_code == 403


def test_pages_ask_as_often_however_much_they_show(shop: WebShop, owner: Client) -> None:
    gouda = shop.product("Gouda", york=50)
    paths = (
        "/backoffice/",
        "/backoffice/orders/",
        f"/backoffice/stock/?place={shop.york.code}",
        "/backoffice/prices/?q=gouda",
    )

    def counted() -> dict[str, int]:
        found = {}
        for path in paths:
            owner.get(path)  # what the process remembers is remembered
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert owner.get(path).status_code == 200
            found[path] = len(queries)
        return found

    shop.till_sale(gouda)
    few = counted()
    for title in ("Gouda mild", "Gouda old", "Gouda smoked"):
        shop.till_sale(shop.product(title, york=1))
    assert counted() == few
    assert max(few.values()) <= 21


def test_every_board_page_and_list_shares_its_ways(shop: WebShop, owner: Client) -> None:
    for path in ("/backoffice/", "/backoffice/lists/places/place/"):
        text = owner.get(path).content.decode()
        for way in ("orders/", "stock/", "prices/", "lists/places/place/"):
            assert f'href="/backoffice/{way}"' in text, (path, way)


def test_ways_that_are_closed_are_not_shown(shop: WebShop, client: Client) -> None:
    text = sign_in(client, a_member("cashier")).get("/backoffice/orders/").content.decode()
    assert 'href="/backoffice/stock/"' in text
    assert 'href="/backoffice/prices/"' not in text


def test_a_new_store_without_stock_teaches(shop: WebShop, owner: Client) -> None:
    empty = a_store(shop.market)
    assert "Nothing was ever here" in owner.get("/backoffice/stock/", {"place": empty.code}).content.decode()
    gouda = shop.product()
    assert owner.get(f"/backoffice/stock/{empty.code}/{gouda}/").context["level"].on_hand == 0
    inventory.receive(shop.market.id, empty.id, {gouda: 1}, cause=new_id(), at=clock.now())
    assert owner.get("/backoffice/stock/", {"place": empty.code}).context["rows"]
