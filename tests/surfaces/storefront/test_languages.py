"""The shop speaks what its visitor understands, among what its market offers, and remembers what was chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from tests.customers.builders import a_customer, a_shopper
from tests.markets.builders import a_channel, a_market
from tests.surfaces.storefront.builders import WebShop

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _spoken(client: Client, accepted: str = "", address: str = "/cart/") -> str:
    """Return the language that a page says it is in, for a browser that accepts these."""
    page = client.get(address, headers={"Accept-Language": accepted} if accepted else {})
    return page.content.decode().partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize("address", ["/cart/", "/account/login/"])
@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [("", "en"), ("pl", "pl"), ("pl-PL,en;q=0.5", "pl"), ("fr", "en"), ("fr,pl;q=0.5", "pl"), ("en-GB,pl", "en")],
)
def test_the_shop_speaks_what_the_browser_accepts(
    client: Client, shop: WebShop, address: str, accepted: str, spoken: str
) -> None:
    assert _spoken(client, accepted, address) == spoken


@pytest.mark.parametrize(("accepted", "spoken"), [("en", "pl"), ("fr", "pl"), ("", "pl")])
def test_a_market_speaks_only_what_it_offers(client: Client, accepted: str, spoken: str) -> None:
    market = a_market(default_language="pl", languages=("pl", "fr"))
    a_channel(market, markets.ChannelKind.WEB)
    assert _spoken(client, accepted) == spoken
    assert 'name="language"' not in client.get("/cart/").content.decode()


def test_a_shopper_chooses_a_language(client: Client, shop: WebShop) -> None:
    assert "Your basket is empty" in client.get("/cart/").content.decode()
    answer = client.post("/language/", {"language": "pl", "next": "/cart/"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/cart/", 302)]
    assert "Twój koszyk jest pusty" in page
    assert 'value="pl" lang="pl" translate="no" aria-pressed="true"' in page
    assert _spoken(client, "en") == "pl"


def test_a_language_is_not_chosen_for_another_site(client: Client, shop: WebShop) -> None:
    answer = client.post("/language/", {"language": "pl", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("language", "kept"), [("pl", "pl"), ("fr", ""), ("", ""), ("../pl", "")])
def test_a_customer_is_written_to_in_the_language_they_chose(
    client: Client, shop: WebShop, language: str, kept: str
) -> None:
    customer = a_shopper(client)
    client.post("/language/", {"language": language})
    assert customers.get_customer(customer.id).language == kept
    assert _spoken(client) == (kept or "en")


def test_a_customer_without_a_language_is_written_to_in_the_markets(shop: WebShop) -> None:
    polish, silent = a_customer(language="pl"), a_customer()
    written = [customers.language_for(each, shop.market.id) for each in (polish.id, silent.id, None)]
    assert written == ["pl", "en", "en"]
