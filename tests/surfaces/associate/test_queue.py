"""What a place has to do, and who sees it."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from oneshelf.kernel import clock, tickets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places.public import Place
from tests.places.builders import a_store
from tests.surfaces.associate.builders import Work, a_work, somebody

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MOST_STATEMENTS = 9
"""Session, account, who may what, the place, the queue, its lines, the catalogue; and room for two more."""


def queue_of(place: Place) -> str:
    return reverse("associate:queue", args=[place.id])


@pytest.fixture
def work() -> Work:
    return a_work()


def test_the_oldest_clock_is_on_top(work: Work) -> None:
    first = work.now
    with time_machine.travel(clock.now() + timedelta(minutes=30)):
        second = a_work(shop=work.shop).now
        page = somebody("picker", work.shop.store).get(queue_of(work.shop.store)).content.decode()
    assert page.index(f"{first.order_number}</a>") < page.index(f"{second.order_number}</a>")
    assert "1 h 30 min left" in page or "1 h 29 min left" in page


def test_what_is_late_says_so(work: Work) -> None:
    with time_machine.travel(work.now.due_at + timedelta(minutes=7, seconds=5)):
        page = somebody("picker", work.shop.store).get(queue_of(work.shop.store)).content.decode()
    assert "7 min late" in page
    assert "1 is late" in page


def test_tabs_show_what_is_to_be_done_next(work: Work) -> None:
    phone, queue = somebody("picker", work.shop.store), queue_of(work.shop.store)
    number = f"{work.now.order_number}</a>"
    assert number in phone.get(queue).content.decode()
    work.ready()
    assert number not in phone.get(queue).content.decode()
    assert number in phone.get(f"{queue}?show=hand-over").content.decode()
    parcel = a_work(ship=True, shop=work.shop).packed()
    assert f"{parcel.now.order_number}</a>" in phone.get(f"{queue}?show=ship").content.decode()
    assert phone.get(f"{queue}?show=nonsense").status_code == 200


def test_a_member_sees_the_places_of_their_roles_only(work: Work) -> None:
    other = a_store(work.shop.market, name="Elsewhere")
    phone = somebody("picker", work.shop.store)
    assert phone.get(queue_of(other)).status_code == 403
    assert phone.get(reverse("associate:ticket", args=[other.id])).status_code == 403
    page = phone.get(reverse("associate:places")).content.decode()
    assert work.shop.store.name in page
    assert "Elsewhere" not in page
    assert somebody("picker", other).get(work.url("order")).status_code == 403


def test_the_app_opens_where_one_works(work: Work) -> None:
    other, start = a_store(work.shop.market), reverse("associate:start")
    assert somebody("picker", work.shop.store).get(start).headers["Location"] == queue_of(work.shop.store)
    everywhere = somebody("manager", None)
    assert everywhere.get(start).headers["Location"] == reverse("associate:places")
    everywhere.get(queue_of(other))
    assert everywhere.get(start).headers["Location"] == queue_of(other)


def test_places_are_found_by_name(work: Work) -> None:
    a_store(work.shop.market, name="Harbour Street")
    page = somebody("manager", None).get(reverse("associate:places"), {"q": "harbour"}).content.decode()
    assert "Harbour Street" in page
    assert work.shop.store.name not in page


def test_a_ticket_follows_the_place_and_nothing_else(work: Work) -> None:
    answer = somebody("picker", work.shop.store).get(reverse("associate:ticket", args=[work.shop.store.id]))
    (ticket,) = parse_qs(urlsplit(json.loads(answer.content)["url"]).query)["ticket"]
    assert tickets.read(ticket).topics == {f"place:{work.shop.store.id}"}


def test_the_list_comes_alone_for_htmx(work: Work) -> None:
    answer = somebody("picker", work.shop.store).get(queue_of(work.shop.store), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert work.now.order_number in page
    assert "<html" not in page


def test_more_orders_cost_no_more_statements(work: Work, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    phone, queue = somebody("picker", work.shop.store), queue_of(work.shop.store)
    for _ in range(3):
        a_work(shop=work.shop)
    phone.get(queue)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        phone.get(queue)


def test_the_page_of_an_order_asks_a_fixed_number_of_times(
    work: Work, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    phone = somebody("picker", work.shop.store)
    with django_assert_max_num_queries(
        MOST_STATEMENTS + 5
    ):  # the order with its lines, adjustments and contact, and bins
        phone.get(work.url("order"))


def test_an_order_is_found_by_whom_it_is_for(work: Work) -> None:
    phone, scan = somebody("picker", work.shop.store), f"/associate/at/{work.shop.store.id}/scan/"
    orders.fill_search(within=timedelta(minutes=1))
    answer = phone.post(scan, {"code": "ana@example.com"})
    assert answer.headers["Location"] == work.url("order")

    second = a_work(shop=work.shop)
    orders.renew_search([second.order])
    page = phone.post(scan, {"code": "Ana"})
    assert [(each.id, name) for each, name in page.context["found"]] == [
        (each.now.id, "Ana") for each in (second, work)
    ]
    assert second.url("order") in page.content.decode()

    elsewhere = a_store(work.shop.market)
    answer = somebody("picker", elsewhere).post(f"/associate/at/{elsewhere.id}/scan/", {"code": "Ana"})
    assert (answer.status_code, "found" in answer.context) == (404, False)
