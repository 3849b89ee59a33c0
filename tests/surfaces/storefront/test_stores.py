"""The finder of stores, the page of each, and which one is mine."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places import public as places
from tests.surfaces.storefront.builders import WebShop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_stores_are_found_by_city(client: Client, shop: WebShop) -> None:
    found = client.get("/stores/", {"q": "leeds"}).context["found"]
    assert [today.place.name for today in found] == ["Leeds Briggate"]


def test_stores_near_me_come_nearest_first(client: Client, shop: WebShop) -> None:
    found = client.get("/stores/", {"lat": "53.8", "lon": "-1.55"}).context["found"]
    assert [today.place.name for today in found] == ["Leeds Briggate", "York Minster"]
    assert found[0].distance_m < 1000


@pytest.mark.parametrize(
    "here", [{"lat": "x", "lon": "1"}, {"lat": "1"}, {"lat": "nan", "lon": "1"}, {"lat": "99", "lon": "1"}]
)
def test_a_position_that_is_none_is_no_fault(client: Client, shop: WebShop, here: dict[str, str]) -> None:
    assert client.get("/stores/", here).status_code in (200, 422)


def test_a_store_tells_its_week_and_its_day_off(client: Client, shop: WebShop) -> None:
    places.close_on(shop.leeds.id, shop.today, "Stocktaking", actor=SYSTEM)
    week = client.get(f"/stores/{shop.leeds.code}/").context["week"]
    assert (week[0].openings, week[0].closure) == ((), "Stocktaking")
    assert len(week[1].openings) == 1


def test_a_store_without_a_night_says_so(client: Client, shop: WebShop) -> None:
    day_and_night = [places.Opening(day, time(0), time(0)) for day in range(7)]
    places.set_hours(shop.leeds.id, day_and_night, actor=SYSTEM)

    shown = client.get(f"/stores/{shop.leeds.code}/")

    assert (shown.context["today"].never_closes, shown.context["today"].open_until) == (True, None)
    assert shown.content.decode().count("Open 24 hours") == 8


def test_a_day_that_ends_where_the_next_begins_is_no_closing(client: Client, shop: WebShop) -> None:
    nights = [places.Opening(day.weekday(), time(0), time(0)) for day in (shop.today, shop.today + timedelta(days=1))]
    places.set_hours(shop.leeds.id, nights, actor=SYSTEM)

    closes = client.get(f"/stores/{shop.leeds.code}/").context["today"].open_until

    assert closes.astimezone(ZoneInfo(shop.leeds.time_zone)).date() == shop.today + timedelta(days=2)


def test_the_shelf_of_a_store_is_searched(client: Client, shop: WebShop) -> None:
    shop.product("Gouda", york=9)
    shop.product("Gouda, aged", leeds=2)
    cards = client.get(f"/stores/{shop.leeds.code}/", {"q": "gouda"}).context["cards"]
    assert [(card.title, card.available) for card in cards] == [("Gouda, aged", 2), ("Gouda", 0)]


def test_my_store_is_remembered(client: Client, shop: WebShop) -> None:
    answer = client.post("/stores/choose/", {"store": shop.leeds.code, "next": "/cart/"})
    assert answer["Location"] == "/cart/"
    assert "Leeds Briggate" in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_store_leads_nowhere_else(client: Client, shop: WebShop, elsewhere: str) -> None:
    answer = client.post("/stores/choose/", {"store": shop.leeds.code, "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_place_nobody_visits_has_no_page(client: Client, shop: WebShop) -> None:
    assert client.get("/stores/supplier/").status_code == 404
    client.cookies["my_store"] = "supplier"
    assert client.get("/").context["visit"].store is None
