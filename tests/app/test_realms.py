"""Two realms: a shopper's session opens no door of staff, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from oneshelf.app.sessions import STAFF_COOKIE, SessionStore, StaffSessionStore, is_staff_address
from oneshelf.app.urls import urlpatterns as house
from oneshelf.kernel import guards
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers import public as customers
from oneshelf.modules.staff import public as staff
from tests.customers.builders import a_shopper
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _who(request: HttpRequest) -> HttpResponse:
    actor = guards.actor_of(request)
    return HttpResponse(f"{actor.kind} {actor.id}")


def _remember(request: HttpRequest) -> HttpResponse:
    request.session["something"] = True
    return HttpResponse()


@guards.staff_only("staff.manage")
def _team(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the team")


@guards.customers_only
def _orders(request: HttpRequest) -> HttpResponse:
    return HttpResponse("my orders")


urlpatterns = [
    *house,
    path("who", _who),
    path("remember", _remember),
    path("my-orders", _orders),
    path("till/who", _who),
    path("till/remember", _remember),
    path("till/team", _team),
]


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """The house with a few addresses that tell who is there."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


def _seen(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_nobody_is_anonymous_in_both_realms(client: Client) -> None:
    assert _seen(client, "/who") == _seen(client, "/till/who") == "anonymous None"


def test_a_shopper_is_nobody_among_staff(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    customer = a_shopper(client)
    with django_assert_num_queries(4):  # the market with its languages, session, account, customer
        assert _seen(client, "/who") == f"customer {customer.id}"
    with django_assert_num_queries(0):
        assert _seen(client, "/till/who") == "anonymous None"


def test_staff_is_nobody_among_shoppers(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    member = a_member("cashier")
    sign_in(client, member)
    with django_assert_num_queries(3):  # session, account, grants
        assert _seen(client, "/till/who") == f"staff {member.id}"
    assert _seen(client, "/who") == "anonymous None"


def test_one_person_has_two_sessions_and_leaves_one_of_them(client: Client) -> None:
    customer = a_shopper(client)
    member = a_member("cashier", account=customer.account)
    assert _seen(client, "/till/who") == "anonymous None"
    sign_in(client, member)
    assert _seen(client, "/till/who") == f"staff {member.id}"
    client.post("/staff/sign-out")
    assert _seen(client, "/till/who") == "anonymous None"
    assert _seen(client, "/who") == f"customer {customer.id}"


def test_a_copied_cookie_means_nothing_in_the_other_realm(client: Client) -> None:
    customer = a_shopper(client)
    member = a_member("owner", account=customer.account)
    shopper = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.cookies[STAFF_COOKIE] = shopper
    assert _seen(client, "/till/who") == "anonymous None"
    client.get("/till/remember")
    assert client.cookies[STAFF_COOKIE].value not in {"", shopper}, "a session of its own was begun"
    assert _seen(client, "/who") == f"customer {customer.id}", "and the shopper's was left alone"

    sign_in(client, member)
    client.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[STAFF_COOKIE].value
    assert _seen(client, "/who") == "anonymous None"


def test_neither_store_reads_what_the_other_wrote() -> None:
    session = SessionStore()
    session["secret"] = 1
    session.save()
    assert session.session_key
    assert SessionStore(session.session_key).load()["secret"] == 1
    assert StaffSessionStore(session.session_key).load() == {}


@pytest.mark.parametrize(
    ("address", "name"), [("/remember", settings.SESSION_COOKIE_NAME), ("/till/remember", STAFF_COOKIE)]
)
def test_each_realm_sends_its_own_cookie_only(client: Client, address: str, name: str) -> None:
    answer = client.get(address)
    assert set(answer.cookies) == {name}
    assert answer.cookies[name]["httponly"]
    assert answer.cookies[name]["samesite"] == "Lax"
    assert answer.cookies[name]["max-age"] == (12 * 3600 if name == STAFF_COOKIE else 30 * 24 * 3600)
    assert "Cookie" in answer.headers["Vary"]
    assert Session.objects.count() == 1


def test_who_is_dismissed_is_out_with_the_next_request(client: Client) -> None:
    member = a_member("owner")
    sign_in(client, member)
    assert client.get("/till/team").status_code == 200
    staff.dismiss(member.id, actor=SYSTEM)
    assert client.get("/till/team").status_code == 302


def test_who_is_erased_is_out_with_the_next_request(client: Client) -> None:
    customer = a_shopper(client)
    assert client.get("/my-orders").status_code == 200
    customers.erase(customer.id, actor=SYSTEM)
    assert client.get("/my-orders").status_code == 302


def test_guards_send_to_the_door_of_the_realm_and_back(client: Client) -> None:
    assert client.get("/till/team?page=2").headers["Location"] == "/staff/sign-in?next=%2Ftill%2Fteam%3Fpage%3D2"
    assert client.get("/my-orders").headers["Location"] == "/account/sign-in/?next=%2Fmy-orders"
    assert client.post("/my-orders").headers["Location"] == "/account/sign-in/"
    partial = client.get("/my-orders", headers={"HX-Request": "true"})
    assert (partial.status_code, partial.headers["HX-Redirect"]) == (204, "/account/sign-in/")


def test_staff_without_the_permission_is_refused(client: Client) -> None:
    sign_in(client, a_member("cashier"))
    answer = client.get("/till/team")
    assert answer.status_code == 403
    assert "staff.manage" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/till", True),
        ("/till/", True),
        ("/tiller", False),
        ("/", False),
        ("/shop/till", False),
        ("/staff/sign-in", True),
    ],
)
def test_a_realm_ends_where_its_word_ends(address: str, expected: bool) -> None:
    assert is_staff_address(address) is expected
