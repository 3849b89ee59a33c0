"""Whoever writes another X-Forwarded-For with every guess is counted all the same, at each door that counts guesses."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client
from pytest_django import Settings

from oneshelf.kernel.accounts import attempts
from oneshelf.kernel.accounts import public as accounts
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.actions.try_code import MOST_BY_ADDRESS as MOST_CODES
from oneshelf.modules.offers.models import Award
from oneshelf.modules.offers.public import Telling, Trigger
from oneshelf.surfaces.api import calls
from oneshelf.surfaces.storefront.taking import MOST_BY_ADDRESS as MOST_TAKEN
from tests.coupons.builders import a_shared
from tests.offers.builders import an_offer
from tests.staff.builders import PASSWORD, a_member, account_of
from tests.surfaces.storefront.builders import a_web_shop
from tests.surfaces.storefront.shopping import fill

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

Forger = Callable[[], dict[str, str]]
"""Gives the headers of the next guess of one and the same client."""

GUESSER, SOMEBODY, PEER = "192.0.2.7", "192.0.2.8", "127.0.0.1"

WAYS = {
    "there is no proxy": (0, "198.51.100.{n}", PEER),
    "a proxy wrote the last address": (1, "198.51.100.{n}, " + GUESSER, GUESSER),
    "it wrote the port too": (1, "198.51.100.{n}, " + GUESSER + ":{n}", GUESSER),
    "two proxies wrote the last ones": (2, "198.51.100.{n}, " + GUESSER + ", 10.0.0.1", GUESSER),
    "of two proxies none was asked": (2, "198.51.100.{n}", PEER),
    "what the proxy wrote is no address": (1, "198.51.100.{n}, unknown", PEER),
}
"""How many proxies we have, what stands in the header of guess `n`, and under which address it must count."""


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def way(request: pytest.FixtureRequest, settings: Settings) -> tuple[Forger, str]:
    """A client that forges, and the address under which it is to be counted."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT, written, address = request.param
    numbers = count(1)
    return lambda: {"X-Forwarded-For": written.format(n=next(numbers))}, address


@pytest.mark.parametrize(("door", "name"), [("/staff/sign-in", "email"), ("/account/sign-in/", "login")])
def test_wrong_passwords_are_counted(way: tuple[Forger, str], door: str, name: str) -> None:
    forged, _ = way
    email = account_of(a_member()).email
    for _ in range(attempts.MOST_BY_BOTH):
        assert Client().post(door, {name: email, "password": "wrong"}, headers=forged()).status_code == 200
    right = {name: email, "password": PASSWORD}
    assert Client().post(door, right, headers=forged()).status_code == 200, "the door is shut"
    elsewhere = Client(REMOTE_ADDR=SOMEBODY).post(door, right)
    assert elsewhere.status_code == 302, "to those who come from there, and nobody else"


def test_wrong_codes_of_coupons_are_counted(way: tuple[Forger, str]) -> None:
    forged, counted = way
    shop = a_web_shop()
    a_shared(shop.market, "SUMMER26")
    browser, variant = Client(), shop.product()
    coupons.count_wrong(MOST_CODES - 1, by=coupons.Guesser(address=counted))
    fill(browser, variant)
    assert browser.post("/cart/codes/", {"code": "NOTHING"}, headers=forged()).status_code == 422
    fill(new := Client(), variant)
    assert new.post("/cart/codes/", {"code": "SUMMER26"}, headers=forged()).status_code == 429
    fill(elsewhere := Client(REMOTE_ADDR=SOMEBODY), variant)
    assert elsewhere.post("/cart/codes/", {"code": "SUMMER26"}).status_code == 302


def test_coupons_that_visitors_take_are_counted(way: tuple[Forger, str]) -> None:
    forged, _ = way
    an_offer(a_web_shop().market, trigger=Trigger.VISITED, told=(Telling.ACCOUNT,))
    for _ in range(MOST_TAKEN + 2):
        assert Client().post("/coupons/", headers=forged()).status_code == 302
    assert Award.objects.count() == MOST_TAKEN


def test_requests_of_programs_without_a_key_are_counted(way: tuple[Forger, str], settings: Settings) -> None:
    forged, _ = way
    settings.API_SHOPPER_RATE = 1
    calls.buckets.forget()
    a_web_shop()
    asked = [Client().get("/api/v1/places", headers=forged()).status_code for _ in range(6)]
    assert (asked[0], asked[-1]) == (200, 429)
    assert Client(REMOTE_ADDR=SOMEBODY).get("/api/v1/places").status_code == 200
    calls.buckets.forget()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51000", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("::1", "::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:51000", "2001:db8::1"),
        ("", PEER),
        ("ana's computer", PEER),
    ],
)
def test_what_a_proxy_writes_is_read_with_its_port_or_without(written: str, address: str) -> None:
    asked = {"REMOTE_ADDR": PEER, "HTTP_X_FORWARDED_FOR": f"198.51.100.1, {written}"}
    assert accounts.sent_from(asked, proxies=1) == address
    assert accounts.sent_from(asked, proxies=0) == PEER
